/**
 * A real trace buffer (test/fixtures/linux/trace.txt.gz) against the model: as it is, nothing contradicts; with a line altered,
 * that line does.
 */
import assert from 'node:assert/strict';
import { problems, run } from '../world/harness';
import { imported, LINUX_TRACE, part } from './harness';

const MOMENTS = 1_000_000;

/** Lines of the recording that the run of its trace contradicts. */
function contradicted(recording: string): number[] {
  const { trace } = imported(recording);
  const lines = trace.split('\n');
  return problems(run(trace, MOMENTS)).map((problem) => {
    const at = Number(/^line (\d+)/.exec(problem)?.[1]);
    return Number(/; lines? (?:\d+ to )?(\d+)$/.exec(lines[at - 1] ?? '')?.[1]);
  });
}

interface Alteration {
  readonly what: string;
  readonly pattern: RegExp;
  readonly alter: (line: string) => string | undefined;
}

const flip = (digits: string, bit: bigint) => (BigInt(`0x${digits}`) ^ bit).toString(16);

const ALTERATIONS: readonly Alteration[] = [
  {
    what: 'another value of IA32_XFD',
    pattern: /write_msr: 1c4, value (\w+)/,
    alter: (line) => line.replace(/value (\w+)/, (_, digits: string) => `value ${flip(digits, 0x40000n)}`),
  },
  {
    what: 'another value of IA32_XFD_ERR',
    pattern: /read_msr: 1c5/,
    alter: (line) => line.replace('value 40000', 'value 0'),
  },
  {
    what: 'another xfd of a buffer',
    pattern: /restore_fp: .*xfd=/,
    alter: (line) => line.replace(/ xfd=0x(\w+)/, (_, digits: string) => ` xfd=0x${flip(digits, 0x40000n)}`),
  },
  {
    what: 'another size of a buffer',
    pattern: /restore_fp: /,
    alter: (line) => line.replace(/ size=\d+/, ' size=2561'),
  },
  {
    what: 'a bit of XSTATE_BV',
    pattern: /x86_fpu_regs_activated: /,
    alter: (line) => line.replace(/xfeatures: (\w+)/, (_, digits: string) => `xfeatures: ${flip(digits, 4n)}`),
  },
  {
    what: 'a bit of XCOMP_BV',
    pattern: /x86_fpu_regs_deactivated: /,
    alter: (line) => line.replace(/xcomp_bv: (\w+)/, (_, digits: string) => `xcomp_bv: ${flip(digits, 0x200n)}`),
  },
  {
    what: 'another answer of arch_prctl',
    pattern: /sys_arch_prctl -> 0x0/,
    alter: (line) => line.replace('-> 0x0', '-> 0xffffffffffffffff'),
  },
  { what: 'no such line', pattern: /sched_switch: /, alter: () => undefined },
];

/** Every how many lines that could be altered one is, in a part of the recording. */
const STRIDE = 7;

describe('a recorded Linux 6.1', () => {
  it('imports without one contradiction, and says what its machine and its kernel are', () => {
    const { trace, unknown, format } = imported(LINUX_TRACE);
    assert.equal(format, 'ftrace');
    assert.match(trace, /^machine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr$/m);
    assert.match(trace, /^; machine: a buffer has tile data: mask 0x602e7 of line 754$/m);
    assert.match(trace, /^kernel linux version=6\.15\.y idle=halt$/m);
    // The recording names no version: what it has began with 5.16, and ended with 6.15.
    assert.match(
      trace,
      /^; kernel: no line names the version: from 5\.16 on \(IA32_XFD, line 8\), up to 6\.15, as x86_fpu_copy_src of line 4 is gone since 6\.16$/m,
    );
    assert.match(trace, /^; kernel: task 115 comes back from idle .* without loading its registers: line 756$/m);
    assert.equal(unknown, '15 lines were not used: 15 × comment.');
    assert.deepEqual(contradicted(LINUX_TRACE), []);
  });

  it('is one of 6.1.192 as well, when somebody says so', () => {
    const { trace } = imported(LINUX_TRACE);
    const told = trace.replace(/^kernel .*$/m, 'kernel linux version=6.1.192 idle=halt');
    assert.deepEqual(problems(run(told, MOMENTS)), []);
  });

  it('takes the version that a line names, of the kernel or of the header of perf script', () => {
    for (const line of ['# Linux version 6.1.192 (builder@host)', '# os release : 6.1.192-amd64']) {
      const { trace } = imported(`${line}\n${LINUX_TRACE}`);
      assert.match(trace, /^kernel linux version=6\.1\.192 idle=halt$/m);
      assert.match(trace, /^; kernel: line 1 names the version$/m);
    }
  });

  it('writes the recorded signals and deaths as outcomes', () => {
    const { trace } = imported(LINUX_TRACE);
    assert.match(trace, /tilezero tmm0 => #NM, SIGILL +; line 100$/m);
    assert.doesNotMatch(trace, /[^ \n]; lines? \d/);
    assert.equal(trace.match(/=> #NM, SIGILL, killed/g)?.length, 2);
    assert.match(trace, /ud2 => #UD, SIGILL +; line 1029$/m);
  });

  it('knows by a load without a save that the kernel has used the registers itself', () => {
    const lines = LINUX_TRACE.split('\n');
    const loaded = [27, 28];
    assert.match(lines[27] ?? '', /restore_fp: .* bv=0x2a2/);
    // The program had used YMM in between: what the kernel saved, and loads again, has one component more.
    const used = lines.map((line, index) =>
      loaded.includes(index) ? line.replace(/(bv=0x|xfeatures: )2a2/, '$12a6') : line,
    );
    assert.match(imported(used.join('\n')).trace, /observe in_use=0x2a6\n {4}kernel_fpu_begin\n {4}kernel_fpu_end\n/);
    assert.deepEqual(contradicted(used.join('\n')), []);
  });

  it('imports on another CPU as well', () => {
    const recording = part('ctx').replaceAll('[000]', '[001]');
    assert.match(imported(recording).trace, /^machine .* cpus=2$/m);
    assert.deepEqual(contradicted(recording), []);
  });

  it('numbers the CPUs of a large machine anew', () => {
    const recording = part('ctx').replaceAll('[000]', '[112]');
    const { trace } = imported(recording);
    assert.match(trace, /^; CPUs as the recording numbers them: 0 is 112\.$/m);
    assert.doesNotMatch(trace, /^machine .* cpus=/m);
    assert.deepEqual(contradicted(recording), []);
  });

  for (const { what, pattern, alter } of ALTERATIONS) {
    it(`contradicts a line that was altered: ${what}`, () => {
      let altered = 0;
      for (const name of ['noperm', 'perm', 'fork']) {
        const lines = part(name).split('\n');
        const places = lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
        for (const place of places.filter((_, index) => index % STRIDE === 1)) {
          const line = alter(lines[place] ?? '');
          const found = contradicted(
            (line === undefined ? lines.toSpliced(place, 1) : lines.with(place, line)).join('\n'),
          );
          const isThere =
            line === undefined ? found.some((at) => at > place && at <= place + 2) : found.includes(place + 1);
          assert.ok(isThere, `${name}, line ${place + 1}: ${lines[place]}: found at ${found}`);
          altered++;
        }
      }
      assert.ok(altered > 0);
    });
  }
});
