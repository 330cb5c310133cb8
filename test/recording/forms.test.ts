/** The forms that the same events are printed in (Documentation/trace/ftrace.rst, trace-cmd-report(1), perf-script(1)). */
import assert from 'node:assert/strict';
import type { Observation } from '../../src/recording/observation';
import { imported } from './harness';

const EVENT = 'x86_fpu_regs_activated: x86/fpu: 00000000bdcd4daf load: 1 xfeatures: 2a2 xcomp_bv: 80000000000202e7';

const FACT = {
  kind: 'fpu',
  event: 'regs_activated',
  load: true,
  xstateBv: 0x2a2n,
  xcompBv: 0x8000_0000_0002_02e7n,
} as const;

function observations(text: string, format?: string): readonly Observation[] {
  return imported(text, format).observations;
}

function only(line: string): Observation {
  const [first, ...more] = observations(line);
  assert.ok(first && more.length === 0, line);
  return first;
}

const SEEN = { line: 1, time: '34.972005', cpu: 3, pid: 96, comm: 'amxtest', ...FACT };

describe('the text of a trace buffer', () => {
  it('is read with flags of four and five characters, with none, and with the process', () => {
    for (const head of [
      '         amxtest-96      [003] d..2    34.972005: ',
      '         amxtest-96      [003] d..2.    34.972005: ',
      '         amxtest-96    [003]    34.972005: ',
      '         amxtest-96      (     96) [003] d..2.    34.972005: ',
      'amxtest-96 [003] d..2. 34.972005:             ', // trace-cmd's padding
    ]) {
      assert.deepEqual(only(`${head}${EVENT}`), SEEN, head);
    }
  });

  it('is read in latency format, whose times are microseconds', () => {
    assert.deepEqual(only(` amxtest-96      3d..2. 34972005us : ${EVENT}`), SEEN);
    assert.equal(only(`  <idle>-0         0dN.2    12us+: ${EVENT}`).time, '0.000012');
  });

  it('is read as perf script prints it, with the group ahead of the event', () => {
    assert.deepEqual(only(`amxtest    96 [003]    34.972005: x86_fpu:${EVENT}`), SEEN);
    assert.deepEqual(only(`amxtest    90/96 [003]    34.972005: x86_fpu:${EVENT}`), SEEN);
    assert.deepEqual(only(`amxtest    96    34.972005: x86_fpu:${EVENT}`), { ...SEEN, cpu: 0 });
  });

  it('passes over call chains, and counts them', () => {
    const text = [
      `amxtest    96 [003]    34.972005: x86_fpu:${EVENT}`,
      '        ffffffff8103c1d5 fpregs_restore_userregs+0x85 ([kernel.kallsyms])',
      '            7f0e1c0429fd __libc_start_main+0x8d (/usr/lib/libc.so.6)',
      '',
    ];
    const { observations: seen, unknown } = imported(text.join('\n'));
    assert.deepEqual(seen, [SEEN]);
    assert.equal(unknown, '2 lines were not used: 2 × call chain.');
  });

  it('knows tasks whose names hold blanks, dashes, brackets and colons', () => {
    for (const [comm, expected] of [
      ['my prog', 'my prog'],
      ['a-b-2', 'a-b-2'],
      ['x [000] y', 'x [000] y'],
      ['kworker/0:1', 'kworker/0:1'],
      ['<...>', '<...>'],
    ] as const) {
      assert.deepEqual(only(`${comm}-96 [003] d..2. 34.972005: ${EVENT}`), { ...SEEN, comm: expected });
    }
  });

  it('takes quotes, wrapped lines and quoted-printable back', () => {
    const line = `         amxtest-96      [003] d..2.    34.972005: ${EVENT}`;
    for (const [words, quote] of [
      [['load:'], ''],
      [['x86/fpu:', 'xcomp_bv:'], '> '],
      [['34.972005:'], '> > '],
    ] as const) {
      const wrapped = words.reduce((text, word) => text.replace(` ${word}`, `\n${quote}${word}`), `${quote}${line}`);
      assert.deepEqual(observations(wrapped), [SEEN], wrapped);
    }
    const probe =
      'amxtest-96 [003] d..2. 34.972005: r: (restore_fpregs_from_fpstate+0x0/0x90) size=3D2560 xfd=3D0x40=\n000';
    assert.deepEqual(observations(`${probe}\n`), [
      {
        ...{ line: 1, time: '34.972005', cpu: 3, pid: 96, comm: 'amxtest' },
        kind: 'fpstate',
        size: 2560n,
        xfd: 0x40000n,
      },
    ]);
  });

  it('reads the old name of the flag, and switches as trace-cmd prints them', () => {
    assert.equal(only(`a-1 [000] d... 1.000000: ${EVENT.replace('load', 'initialized')}`).kind, 'fpu');
    const fact = { kind: 'switch', prevPid: 96, prevComm: 'amx test', nextPid: 0, nextComm: 'swapper/0' };
    const seen = { line: 1, time: '1.000000', cpu: 0, pid: 96, comm: 'amx test', ...fact };
    const kernel =
      'prev_comm=amx test prev_pid=96 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120';
    assert.deepEqual(only(`amx test-96 [000] d... 1.000000: sched_switch: ${kernel}`), seen);
    const short = 'amx test:96 [120] S ==> swapper/0:0 [120]';
    assert.deepEqual(only(`amx test-96 [000] d... 1.000000: sched_switch:         ${short}`), seen);
  });

  it('reads system calls as ftrace, trace-cmd and raw_syscalls print them', () => {
    const call = { kind: 'call', name: 'arch_prctl', args: [0x1023n, 0x12n] };
    const answer = { kind: 'return', name: 'arch_prctl', result: -22n };
    const facts = (text: string) =>
      observations(text).map(({ line: _line, time: _time, cpu: _cpu, pid: _pid, comm: _comm, ...fact }) => fact);
    const head = 'a-1 [000] .... 1.000000: ';
    for (const [enter, exit] of [
      ['sys_arch_prctl(option: 1023, arg2: 12)', 'sys_arch_prctl -> 0xffffffffffffffea'],
      ['sys_enter_arch_prctl: option: 0x00001023, arg2: 0x00000012', 'sys_exit_arch_prctl: 0xffffffffffffffea'],
      ['sys_enter: NR 158 (1023, 12, 0, 0, 0, 0)', 'sys_exit: NR 158 = -22'],
    ] as const) {
      const [entered, left] = facts(`${head}${enter}\n${head}${exit}\n`);
      assert.deepEqual({ ...entered, args: entered?.kind === 'call' ? entered.args.slice(0, 2) : [] }, call);
      assert.deepEqual(left, answer);
    }
  });

  it('counts what it does not know by kind, and names the tool that makes text of a binary file', async () => {
    const text = `a-1 [000] .... 1.000000: ${EVENT}\na-1 [000] .... 1.000000: my_event: foo\n# entries\n\nhello\n`;
    assert.equal(imported(text).unknown, '3 lines were not used: 1 × event my_event, 1 × comment, 1 × other line.');
  });
});
