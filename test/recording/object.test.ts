/** Object files of gcc and clang as traces: their functions answer what they do natively. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLANG } from '../host/clang';
import { needs, type Oracle, type Want } from '../host/needs';
import { problems, run } from '../world/harness';
import { imported, problemOf } from './harness';

const FILE = path.join(__dirname, 'functions.c');
const MOMENTS = 1_000_000;

interface Compiled {
  readonly object: Uint8Array;
  /** `sum 3 42`: the function, its argument, and its answer, in the order of the calls. */
  readonly answers: readonly string[];
}

let folder = '';

function compiled(compiler: string, options: readonly string[]): Oracle<Compiled> | Want {
  const call = (...argv: readonly string[]) => spawnSync(compiler, [...options, ...argv], { cwd: folder });
  const made = call('-c', '-o', 'f.o', FILE).status === 0 && call('-DWITH_MAIN', '-o', 'f', FILE).status === 0;
  if (!made) return { want: compiler };
  const ran = spawnSync(path.join(folder, 'f'));
  const answers = ran.stdout.toString().trim().split('\n');
  return {
    against: `${compiler} ${options.join(' ')}`,
    use: { object: readFileSync(path.join(folder, 'f.o')), answers },
  };
}

function assembled(source: string): Oracle<Uint8Array> | Want {
  const object = path.join(folder, 'overlap.o');
  const made = spawnSync('gcc', ['-c', '-o', object, source]).status === 0;
  return made ? { against: 'GNU as', use: readFileSync(object) } : { want: 'gcc' };
}

function calls(answers: readonly string[]): readonly string[] {
  return answers.flatMap((answer) => {
    const [name = '', argument = '', value = ''] = answer.split(' ');
    return [`mov rdi, ${argument}`, `call ${name}`, `expect rax == ${BigInt.asUintN(64, BigInt(value))}`];
  });
}

describe('an object file', function () {
  this.timeout(60_000);
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-object-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const compiler of ['gcc', CLANG]) {
    for (const options of [
      ['-O0'],
      ['-O2'],
      ['-O1', '-fPIC', '-ftls-model=initial-exec'],
      ['-O2', '-fno-pie', '-no-pie'],
      ['-O1', '-fcommon'],
    ]) {
      it(`of ${compiler} ${options.join(' ')} does what its functions do`, function () {
        const { object, answers } = needs(this, compiled(compiler, options));
        const { trace, format, unknown } = imported(object);
        assert.equal(format, 'elf');
        assert.equal(unknown, '');
        assert.equal(answers.length, 40);
        const flow = ['task A', 'switch A', ...calls(answers)].join('\n');
        assert.deepEqual(problems(run(`${trace}${flow}\n`, MOMENTS)), []);
      });
    }
  }

  it('is read whatever place a relocation names that lies behind its section', () => {
    const bytes = readFileSync(path.join(__dirname, '../fixtures/linux/functions.o'));
    const relocations = 0x780; // .rela.rodata
    assert.equal(bytes.readBigUInt64LE(relocations), 0n);
    bytes.writeBigUInt64LE(1n << 52n, relocations);
    assert.match(imported(bytes).trace, /^proc choose$/m);
  });

  it('is refused where its functions overlap so much that they would fill a book', function () {
    const names = Array.from({ length: 100 }, (_, index) => `f${index}`);
    const heads = names.map((name) => `.type ${name}, @function\n.size ${name}, 65536\n${name}: nop`);
    const source = path.join(folder, 'overlap.s');
    writeFileSync(source, `.text\n${heads.join('\n')}\n.fill 65536, 1, 0x90\n`);
    const object = needs(this, assembled(source));
    assert.match(
      problemOf(object, 'elf'),
      /Its functions overlap and have 6553600 bytes together, and at most 4194304/,
    );
  });

  it('has other names where a trace cannot have those of its symbols', function () {
    const source = path.join(folder, 'names.c');
    writeFileSync(
      source,
      `int cpu = 3, XTILEDATA = 4; static int size[4] = {1, 2};
__attribute__((noinline)) int min(int a) { return a + size[1]; }
__attribute__((noinline)) int last(int a) { return min(a) * cpu; }
__attribute__((noinline)) int rax(int a) { return last(a) + XTILEDATA; }
int *end_of_size(void) { return size + 4; }`,
    );
    const object = needs(this, assembled(source));
    const { trace } = imported(object);
    assert.match(trace, /^; Names that a trace cannot have: .*\bmin is min_\b.*\.$/m);
    const calls = 'mov edi, 5\ncall rax_\nexpect rax == 25\ncall end_of_size\nexpect i32[rax - 12] == 2\n';
    assert.deepEqual(problems(run(`${trace}task A\nswitch A\n${calls}`, MOMENTS)), []);
  });

  it('is refused where it is none, in a sentence', () => {
    const program = new Uint8Array(64);
    program.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    program[16] = 3;
    assert.match(
      problemOf(program, 'elf'),
      /It is no object file: its type \(e_type\) is not 1\. `gcc -c` makes one\./,
    );
    program[16] = 1;
    program[18] = 62;
    assert.match(problemOf(program), /It has no functions\./);
  });
});
