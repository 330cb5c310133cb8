/** `xtrace test`: what fails a trace, the formats of its report, and what it does side by side. */
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bare, Folder, xtrace } from './cli-harness';

const PASSING = bare('mov rax, 7', 'expect rax == 7');
const FAILING = bare('mov rax, 7', 'expect rax == 8, "seven ate nine"');
const ENDLESS = bare('again:', 'inc rax', 'jmp again');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** A trace of two tasks under Linux. */
function linux(...lines: string[]): string {
  return ['xtrace 1', 'kernel linux version=6.12', 'task A', 'task B', 'switch A', ...lines, ''].join('\n');
}

async function verdict(text: string, ...options: string[]): Promise<{ status: number; lines: string[] }> {
  const { status, out } = await xtrace(['test', '-', ...options], text);
  return { status, lines: out.trimEnd().split('\n').slice(0, -1) };
}

describe('a strict test', () => {
  it('fails when a task dies and no outcome says so, and says what to write', async () => {
    assert.deepEqual(await verdict(linux('ud2')), {
      status: 1,
      lines: [
        'FAIL <stdin> (2 steps, 0 expectations, 1 #UD, 1 SIGILL, 1 death)',
        '     <stdin>:6: UNWRITTEN: the step does #UD, SIGILL, killed. Write `=> #UD, SIGILL, killed` behind it, or test with --lenient.',
      ],
    });
    assert.equal((await verdict(linux('ud2 => #UD, SIGILL, killed'))).status, 0);
  });

  it('fails on an oops that no outcome names', async () => {
    const { status, lines } = await verdict(linux('ring0', 'ud2', 'end'));
    assert.equal(status, 1);
    assert.match(lines[1] ?? '', /^ {5}<stdin>:7: UNWRITTEN: the step does #UD, oops\. Write `=> #UD, oops`/);
    assert.equal((await verdict(linux('ring0', 'ud2 => #UD, oops', 'end'))).status, 0);
  });

  it('lets them pass with --lenient, and still tells of them', async () => {
    assert.deepEqual(await verdict(linux('ud2'), '--lenient'), {
      status: 0,
      lines: ['ok   <stdin> (2 steps, 0 expectations, 1 #UD, 1 SIGILL, 1 death)'],
    });
    const oops = await verdict(linux('ring0', 'ud2', 'end'), '--lenient');
    assert.deepEqual(oops.lines, ['ok   <stdin> (4 steps, 0 expectations, 1 #UD, 1 oops)']);
  });

  it('fails on a hang that no outcome names, but with --lenient; a WARN is only counted', async () => {
    const hangs = (outcome: string) =>
      linux(
        'data cfg = tilecfg { tmm0: 16x64 }',
        'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
        'without xfd_update_state.write_msr',
        'ldtilecfg [cfg]',
        `tilezero tmm0 ${outcome}`,
      );
    assert.equal((await verdict(hangs(''))).status, 1);
    const lenient = await verdict(hangs(''), '--lenient');
    assert.equal(lenient.status, 0);
    assert.match(lenient.lines[0] ?? '', /, 1 hang\)$/);
    assert.equal((await verdict(hangs('=> hang'))).status, 0);
    const warns = await verdict(linux('kernel_fpu_begin', 'kernel_fpu_begin', 'kernel_fpu_end'));
    assert.deepEqual(warns, { status: 0, lines: ['ok   <stdin> (4 steps, 0 expectations, 2 WARNs)'] });
  });

  it('asks either the step or the `run` that it ends to say so', async () => {
    const program = (step: string) => `proc p\n${step}\nend\ntask C entry=p\n`;
    for (const [step, run, passes] of [
      ['ud2', 'run C', false],
      ['ud2 => #UD, SIGILL, killed', 'run C', true],
      ['ud2', 'run C => #UD, SIGILL, killed', true],
    ] as const) {
      assert.equal((await verdict(linux(`${program(step)}${run}`))).status, passes ? 0 : 1, `${step}; ${run}`);
    }
  });

  it('asks nothing about the death of another task, and nothing about signals that are handled', async () => {
    assert.equal((await verdict(linux('syscall kill(B.pid, SIGKILL)', 'nop'))).status, 0);
    const handled = ['syscall rt_sigaction(SIGUSR1, SIG_IGN)', 'signal SIGUSR1', 'expect A.state == "running"'];
    assert.equal((await verdict(linux(...handled))).status, 0);
  });
});

describe('the line of a test', () => {
  it('counts what happened', async () => {
    const text = linux(
      'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
      'ldtilecfg [cfg]',
      'tilezero tmm0 => #NM',
      'expect xfd == 0',
      'data cfg = tilecfg { tmm0: 16x64 }',
    );
    assert.deepEqual((await verdict(text)).lines, ['ok   <stdin> (5 steps, 1 expectation, 1 #NM)']);
  });
});

describe('a mistake of the program itself', () => {
  const broken = { readInput: () => undefined as unknown as Uint8Array };

  it('is told with its trace, ends nothing, and exits 3', async () => {
    const good = folder.write('good.xtrace', PASSING);
    const { status, out } = await xtrace(['test', '-', good], '', broken);
    assert.equal(status, 3);
    const lines = out.split('\n');
    assert.equal(lines[0], 'FAIL <stdin> (internal error)');
    assert.match(lines[1] ?? '', /^ {5}internal error: .+\. Please report this, with the trace\.$/);
    assert.equal(lines[2], `ok   ${good} (2 steps, 1 expectation)`);
    assert.equal(lines[3], '1 passed, 1 failed');
  });

  it('exits 3 from every command', async () => {
    for (const command of ['run', 'check', 'fmt']) {
      const { status, error } = await xtrace([command, '-'], '', broken);
      assert.equal(status, 3, command);
      assert.match(error, /^xtrace: internal error: .+\. Please report this, with the trace\.\n$/);
    }
  });
});

describe('which traces', () => {
  beforeEach(() => {
    folder.write('one/a.xtrace', PASSING);
    folder.write('two/b.xtrace', FAILING);
  });

  it('--filter leaves out those whose path has not the text in it', async () => {
    const { status, out } = await xtrace(['test', folder.path, '--filter', 'one/']);
    assert.deepEqual([status, out.split('\n').length], [0, 3]);
    const none = await xtrace(['test', folder.path, '--filter', 'three']);
    assert.equal(none.status, 2);
    assert.match(none.error, /--filter three leaves none of 2 traces/);
  });

  it('-q says nothing of those that hold', async () => {
    const { out } = await xtrace(['test', folder.path, '-q']);
    assert.match(out, /^FAIL .*b\.xtrace/);
    assert.equal(out.split('\n').at(-2), '1 passed, 1 failed');
  });

  it('--timeout ends one that takes longer', async () => {
    const { status, out } = await xtrace(['test', '-', '--timeout', '0.01'], ENDLESS);
    assert.equal(status, 1);
    assert.match(out, /The trace did not end within 0\.01 seconds\./);
    assert.match((await xtrace(['test', '-', '--timeout', 'soon'])).error, /--timeout takes a number of seconds/);
  });
});

describe('reports for machines', () => {
  let failing: string;
  beforeEach(() => {
    failing = folder.write('b.xtrace', FAILING);
    folder.write('a.xtrace', PASSING);
  });

  it('json is one object a line for each trace, and one that sums up', async () => {
    const { status, out } = await xtrace(['test', folder.path, '--format', 'json']);
    assert.equal(status, 1);
    const [first, second, summary] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([first.result, first.counts, first.problems], ['passed', { step: 2, expectation: 1 }, []]);
    assert.deepEqual(second, {
      kind: 'trace',
      trace: failing,
      result: 'failed',
      counts: { step: 2, expectation: 1 },
      problems: [
        {
          line: 4,
          column: null,
          severity: 'error',
          code: 'expect',
          message: 'FAILED: expect rax == 8, "seven ate nine": rax is 7',
        },
      ],
    });
    assert.deepEqual(summary, { kind: 'summary', traces: 2, passed: 1, failed: 1, unusable: 0, mistake: 0 });
  });

  it('junit is one document with a case for each trace', async () => {
    const { out } = await xtrace(['test', folder.path, path.join(folder.path, 'none.xtrace'), '--format', 'junit']);
    const untimed = out.replace(/time="[\d.]+"/g, 'time=""').replaceAll(folder.path, '/t');
    assert.equal(
      untimed,
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites tests="3" failures="1" errors="1" time="">',
        '  <testsuite name="xtrace test" tests="3" failures="1" errors="1" time="">',
        '    <testcase name="/t/a.xtrace" classname="/t" file="/t/a.xtrace" time=""/>',
        '    <testcase name="/t/b.xtrace" classname="/t" file="/t/b.xtrace" time="">',
        '      <failure message="FAILED: expect rax == 8, &quot;seven ate nine&quot;: rax is 7" type="expect">/t/b.xtrace:4: FAILED: expect rax == 8, &quot;seven ate nine&quot;: rax is 7</failure>',
        '    </testcase>',
        '    <testcase name="/t/none.xtrace" classname="/t" file="/t/none.xtrace" time="">',
        '      <error message="/t/none.xtrace does not exist." type="unusable">/t/none.xtrace: /t/none.xtrace does not exist.</error>',
        '    </testcase>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });

  it('junit has no character that XML forbids', async () => {
    const { out } = await xtrace(['test', '-', '--format', 'junit'], bare('expect 1 == 2, "<\u001b[31m&>"'));
    assert.match(out, /&lt;\^\[\[31m&amp;&gt;/);
  });

  it('github marks the lines of problems', async () => {
    const { out } = await xtrace(['test', failing, '--format', 'github']);
    assert.deepEqual(out.split('\n'), [
      `FAIL ${failing} (2 steps, 1 expectation)`,
      `::error file=${failing},line=4,title=expect::FAILED: expect rax == 8, "seven ate nine": rax is 7`,
      '0 passed, 1 failed',
      '',
    ]);
    const wrong = await xtrace(['check', '-', '--format', 'github'], bare('mov eax, "50%"'));
    assert.match(wrong.out, /^::error file=<stdin>,line=3,col=\d+,title=[a-z-]+::[^\n]*\n$/);
  });

  it('an unknown format is refused', async () => {
    const { status, error } = await xtrace(['test', failing, '--format', 'jsn']);
    assert.equal(status, 2);
    assert.match(error, /--format is one of text, json, junit and github, not "jsn"\. Did you mean `json`\?/);
  });
});

describe('--jobs', () => {
  const entry = path.join(__dirname, '../../src/main/worker.ts');
  let started = 0;
  const threads = {
    startThread: () => {
      started++;
      return new Worker(`require('tsx/cjs'); require(${JSON.stringify(entry)});`, { eval: true });
    },
  };

  it('judges in as many threads, and reports in the order of the traces', async () => {
    for (const name of ['a', 'b', 'c', 'd']) folder.write(`${name}.xtrace`, name === 'c' ? FAILING : PASSING);
    started = 0;
    const apart = await xtrace(['test', folder.path, '--jobs', '2'], '', threads);
    assert.equal(started, 2);
    assert.deepEqual(apart, await xtrace(['test', folder.path]));
  });

  it('takes four threads a core at most, whatever is asked for', async () => {
    const most = 4 * availableParallelism();
    for (let index = 0; index <= most; index++) folder.write(`${index}.xtrace`, PASSING);
    let [alive, highest] = [0, 0];
    const startThread = () => {
      highest = Math.max(highest, ++alive);
      const thread = new Worker('process.exit(7)', { eval: true });
      return thread.once('exit', () => alive--);
    };
    await xtrace(['test', folder.path, '--jobs', '100000'], '', { startThread });
    assert.equal(highest, most);
    [alive, highest] = [0, 0];
    await xtrace(['explore', path.join(folder.path, '0.xtrace'), '--jobs', '100000'], '', { startThread });
    assert.equal(highest, most);
  });

  it('loses only the trace of a thread that dies', async () => {
    folder.write('a.xtrace', PASSING);
    folder.write('b.xtrace', PASSING);
    started = 0;
    const dying = {
      startThread: () => (started++ === 0 ? new Worker('process.exit(7)', { eval: true }) : threads.startThread()),
    };
    const { status, out } = await xtrace(['test', folder.path, '--jobs', '2'], '', dying);
    assert.equal(status, 3);
    assert.match(out, /^FAIL .*a\.xtrace \(internal error\)\n.*\nok {3}.*b\.xtrace/);
    assert.match(out, /1 passed, 1 failed\n$/);
  });

  it('goes on without threads where there are none', async () => {
    folder.write('a.xtrace', PASSING);
    assert.equal((await xtrace(['check', folder.path, '--jobs', '4'])).status, 0);
  });
});

describe('output', () => {
  it('waits for a slow reader', async () => {
    let taken = 0;
    let written = 0;
    let most = 0;
    const { status } = await xtrace(['run', '-', '--max-steps', '400_000'], bare('again:', 'print "x"', 'jmp again'), {
      out: () => {
        written++;
        most = Math.max(most, written - taken);
      },
      breathe: async () => {
        taken = written;
      },
    });
    assert.equal(status, 1);
    assert.ok(written > 100_000 && most < 50_000, `${most} of ${written} lines at once`);
  });
});
