/**
 * One process, recorded on a real Linux 6.18 without AMX, by perf and by a trace buffer that is limited to it: what such a recording leaves out,
 * the switches to the process or the saves of its registers, contradicts nothing.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problems, run } from '../world/harness';
import { imported } from './harness';

const MOMENTS = 1_000_000;

const RECORDINGS = [
  ['perf trace', 'perf-trace.txt', 'perf'],
  ['perf script', 'perf-script.txt', 'ftrace'],
  ['a trace buffer that is limited to it', 'limited-to-tasks.txt', 'ftrace'],
] as const;

function recording(file: string): string {
  return readFileSync(path.join(__dirname, '../fixtures/linux', file), 'latin1');
}

function contradictions(text: string): readonly string[] {
  return problems(run(imported(text).trace, MOMENTS));
}

describe('a process on Linux 6.18', () => {
  for (const [by, file, format] of RECORDINGS) {
    it(`as ${by} has it imports without one contradiction`, () => {
      const text = recording(file);
      const all = imported(text);
      assert.equal(all.format, format);
      assert.equal(all.unknown, '');
      assert.deepEqual(problems(run(all.trace, MOMENTS)), []);
      assert.match(all.trace, /signal SIGUSR1 +; line \d+$/m);
      assert.match(all.trace, /mov rax, \[rcx\] => #PF, SIGSEGV, killed +; line \d+$/m);
    });
  }

  it('is of the newest kernel, whose events include x86_fpu_copy_dst', () => {
    for (const [, file] of RECORDINGS) {
      assert.match(recording(file), /x86_fpu_copy_dst/);
      assert.match(imported(recording(file)).trace, /^kernel linux$/m, file);
    }
  });

  it('contradicts an answer that was altered, and an image', () => {
    const [call] = contradictions(recording('perf-trace.txt').replace('-1 EOPNOTSUPP (Operation not supported)', '0'));
    assert.match(call ?? '', /expected = 0, got = -EOPNOTSUPP/);
    const [image] = contradictions(
      recording('perf-trace.txt').replace(/(exe.*load_fpu: 1), (xcomp_bv)/, '$1, xfeatures: 4, $2'),
    );
    assert.match(image ?? '', /fpstate\.xstate_bv/);
  });
});

describe('what perf trace prints', () => {
  const facts = (line: string) =>
    imported(line, 'perf').observations.map(({ line: _line, cpu: _cpu, ...fact }) => fact);

  it('is read with the task, its number alone, or none', () => {
    const call = 'arch_prctl(option: GET_XCOMP_PERM, arg2: 0x7ffd323327b8)              = 0';
    for (const [task, pid, comm] of [
      ['req/32671 ', 32671, 'req'],
      ['kworker/0:1/96 ', 96, 'kworker/0:1'],
      ['32692 ', 32692, 'task'],
      ['', 1, 'task'],
    ] as const) {
      assert.deepEqual(facts(`     0.843 ( 0.012 ms): ${task}${call}`), [
        { kind: 'call', name: 'arch_prctl', args: [0x1022n, 0x7ffd_3233_27b8n], time: '0.000843', pid, comm },
        { kind: 'return', name: 'arch_prctl', result: 0n, time: '0.000855', pid, comm },
      ]);
    }
  });

  it('is read in the order of time, calls that others interrupted included', () => {
    const lines = [
      '         ? (         ): req/7  ... [continued]: execve())                                           = 0',
      '     2.000 (         ): req/7 signal:signal_generate(sig: 11, code: 1, comm: "req", pid: 7 (req))',
      '     1.000 (         ): exe/8 sigaltstack(uss: 0x7ffdb7d36470)                                      ...',
      '     1.000 ( 3.000 ms): exe/8  ... [continued]: sigaltstack())                                      = -1 ENOMEM (Cannot allocate memory)',
      '     0.500 (         ): req/7 sched:sched_switch(prev_comm: "req", prev_pid: 7 (req), next_comm: "x", next_pid: 9 (x))',
    ];
    assert.deepEqual(
      facts(lines.join('\n')).map(({ kind, time }) => `${time} ${kind}`),
      ['null exec', '0.000500 other', '0.001000 call', '0.002000 signal', '0.004000 return'],
    );
  });

  it('counts what it does not know', () => {
    const line = '     0.843 ( 0.012 ms): req/7 ';
    assert.equal(
      imported(`${line}probe:mine(x: 1)\n${line}brk()  = 0x1\nhello\n`, 'perf').unknown,
      '2 lines were not used: 1 × other event, 1 × other line.',
    );
  });
});
