import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SA, SIGNAL } from '../../../src/kernel/state/constants';
import { FLAG } from '../../../src/machine/architecture/bits';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { CODE, fillTiles, ldtilecfg, Machine, type MachineOptions } from '../harness';

const POLICIES: readonly MachineOptions[] = [
  { policy: 'linux', options: { version: '5.16' } },
  { policy: 'linux', options: { version: '6.12' } },
  // From 6.15 to 6.18.34 a handler that uses tiles first costs the interrupted code its state (changes.test.ts).
  { policy: 'linux', options: { version: '6.18.35' } },
  { policy: 'linux-rfc-2020' },
  { policy: 'explicit' },
  { policy: 'eager' },
];

interface State {
  readonly gpr: readonly bigint[];
  readonly vectors: Uint8Array;
  readonly tiles: number | null;
  readonly pkru: number;
  readonly flags: number;
}

const states = fc.record<State>({
  gpr: fc.array(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), { minLength: 16, maxLength: 16 }),
  vectors: fc.uint8Array({ minLength: 64, maxLength: 64 }),
  tiles: fc.option(fc.integer({ min: 0, max: 255 })),
  pkru: fc.integer({ min: 0, max: 0x7fff_fffc }).map((value) => value & ~3),
  flags: fc.nat(0xffff).map((bits) => bits & (FLAG.CF | FLAG.PF | FLAG.ZF | FLAG.SF | FLAG.OF | FLAG.DF)),
});

const RSP = 4;

function load(cpu: Cpu, { gpr, vectors, pkru, flags }: State): void {
  for (const [index, value] of gpr.entries()) if (index !== RSP) cpu.gpr[index] = value;
  for (let at = 0; at < cpu.zmm.length; at += vectors.length) cpu.zmm.set(vectors, at);
  cpu.xinuse |= 0xe6n;
  cpu.pkru = pkru;
  cpu.rflags = (cpu.rflags & ~0xcd5) | flags;
}

/** What instructions of the program could tell; not tiles that XFD hides, which may be another task's. */
function seen({ gpr, zmm, tilecfg, tiles, pkru, rflags, mxcsr, rip, xfd }: Cpu): unknown {
  const shown = xfd === 0n ? tiles : new Uint8Array(tiles.length);
  return structuredClone({ gpr: [...gpr.subarray(0, 16)], zmm, tilecfg, tiles: shown, pkru, rflags, mxcsr, rip });
}

describe('a signal and the return from its handler', () => {
  for (const setup of POLICIES) {
    it(`are the identity on what a program sees, whatever happens in between (${JSON.stringify(setup)})`, () => {
      fc.assert(
        fc.property(states, states, fc.boolean(), fc.boolean(), (own, other, preempted, preemptedBack) => {
          const machine = new Machine(setup).switch('B').permit();
          machine.user(ldtilecfg);
          machine.user(fillTiles(7));
          machine.switch('A');
          machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, SA.SIGINFO);
          machine.permit();
          machine.user((cpu) => load(cpu, own));
          if (own.tiles !== null) {
            machine.user(ldtilecfg);
            machine.user(fillTiles(own.tiles));
          }
          const before = seen(machine.cpu);
          const { preemptions } = machine.kernel.state;
          if (preempted) preemptions.push({ task: 'B', at: 'handle_signal.clear_user_states' });
          machine.signal('A', SIGNAL.SIGUSR1);
          assert.equal(machine.cpu.rip, CODE + 64);
          assert.deepEqual([...new Set(machine.cpu.zmm)], [0]);
          assert.deepEqual([...new Set(machine.cpu.tiles)], [0]);
          const frame = machine.cpu.gpr[RSP] ?? 0n;
          machine.user((cpu) => load(cpu, other));
          if (other.tiles !== null) {
            machine.user(ldtilecfg);
            machine.user(fillTiles(other.tiles));
          }
          machine.switch('B').switch('A');
          machine.cpu.gpr[RSP] = frame;
          if (preemptedBack) preemptions.push({ task: 'B', at: 'sys_rt_sigreturn.fpu' });
          machine.sigreturn();
          assert.deepEqual(seen(machine.cpu), before);
          assert.equal(machine.cpu.xfd, machine.task('A').fpstate.xfd);
        }),
        { numRuns: 40 },
      );
    });
  }
});
