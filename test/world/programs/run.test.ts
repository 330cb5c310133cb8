/** Whole programs under the modelled kernel: they print, and end, as they do on the machine that runs the tests. */
import assert from 'node:assert/strict';
import { needs } from '../../host/needs';
import { compiled, found, natively, pathOf, runProgram } from './programs';

interface Build {
  readonly title: string;
  readonly compiler: string;
  readonly options: readonly string[];
}

const BUILDS: readonly Build[] = [
  { title: 'static, by gcc with glibc', compiler: 'gcc', options: ['-static', '-O1'] },
  { title: 'static and relocatable, by gcc with glibc', compiler: 'gcc', options: ['-static-pie', '-O2'] },
  { title: 'static, by gcc with musl', compiler: 'musl-gcc', options: ['-static', '-O2'] },
];

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(' ');
}

/** The output and the status of a program, here and natively, must be the same. */
function compare(path: string, args: readonly string[], name = 'program'): void {
  const native = natively(path, args, '', name);
  const ran = runProgram(path, { name, ...(args.length > 0 && { call: `args ${quoted(args)}` }) });
  const ordered = (text: string) => text.split('\n').sort().join('\n');
  assert.equal(ordered(ran.output), ordered(native.output));
  assert.equal(Number(ran.exitCode), native.status);
}

describe('a program', function () {
  this.timeout(0);

  for (const { title, compiler, options } of BUILDS) {
    it(`finds its arguments, its environment and its memory (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'arguments.c', ...options), ['one', 'two words', '']);
    });

    it(`makes files and folders, which nobody else sees (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'files.c', ...options), []);
    });

    it(`forks, executes, waits and signals (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'tasks.c', ...options), []);
    });

    it(`polls and counts events (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'events.c', ...options), []);
    });

    it(`returns from handlers to where no code can be, and touches what no page is for (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'returns.c', ...options, '-w'), []);
    });

    it(`is told by timers, and interrupted by them (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'timers.c', ...options, '-pthread'), []);
    });

    it(`reads timers as files (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'timer-files.c', ...options), []);
    });

    it(`is told what time it has taken, and its children (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'usage.c', ...options, '-pthread'), []);
    });

    it(`goes on without its first thread (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'first-thread.c', ...options, '-pthread'), []);
    });

    it(`traces its children and its parent (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'tracing.c', ...options), []);
    });

    it(`calculates with numbers of 80 bits, and prints them (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'floats.c', ...options), []);
    });

    it(`has threads that wait for one another, and dies in its handler (${title})`, function () {
      needs(this, found(compiler));
      compare(compiled(compiler, 'threads.c', ...options, '-pthread'), []);
    });
  }

  it('multiplies tiles without a C library as plain C does', function () {
    needs(this, found('gcc'));
    const options = ['-static', '-nostdlib', '-O2', '-ffreestanding', '-fno-tree-loop-distribute-patterns'];
    const scalar = natively(compiled('gcc', 'amx.c', ...options, '-DSCALAR'), []);
    const tiles = runProgram(compiled('gcc', 'amx.c', ...options, '-mamx-tile', '-mamx-int8'));
    assert.equal(tiles.output, scalar.output);
    assert.ok(tiles.happenings.some((happening) => happening.kind === 'grow' && happening.task === 'A'));
    assert.ok(tiles.happenings.some((happening) => happening.kind === 'exception' && happening.name === '#NM'));
  });

  it('is told by the kernel that there are no tiles where the processor has none', function () {
    needs(this, found('gcc'));
    const options = ['-static', '-nostdlib', '-O2', '-ffreestanding', '-fno-tree-loop-distribute-patterns'];
    const program = compiled('gcc', 'amx.c', ...options, '-mamx-tile', '-mamx-int8');
    const { exitCode, world } = runProgram(program, { machine: 'skylake-sp' });
    assert.equal(exitCode, 128n + 4n, 'SIGILL');
    assert.equal(world.kernel?.state.tasks[0]?.signal, 'SIGILL');
  });

  it('is a shell that pipes, substitutes and calculates (bash)', function () {
    needs(this, found('bash-static'));
    const script = [
      'echo $((7 * 6)); x=$(echo inner | { read line; echo "[$line]"; }); echo $x',
      'for i in 1 2 3; do echo $i; done | while read n; do echo $((n * n)); done',
      'cat_here() { while read l; do echo "here: $l"; done; }; cat_here <<END\na\nb\nEND',
      'echo written > file; read back < file; echo $back; rm_it() { exit 4; }; (rm_it); echo $?',
      'exit 5',
    ].join('\n');
    compare(pathOf('bash-static'), ['-c', script]);
  });

  it('is a collection of tools that executes itself (busybox)', function () {
    needs(this, found('busybox'));
    for (const args of [['echo', 'hello'], ['seq', '3'], ['expr', '3', '+', '4'], ['false']]) {
      compare(pathOf('busybox'), args, 'busybox');
    }
  });
});
