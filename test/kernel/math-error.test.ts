import assert from 'node:assert/strict';
import type { Cpu } from '../../src/machine/cpu/cpu';
import { Machine, raise } from './harness';

const IP = 0x401040;
const RETRIED = 'the instruction faults for ever';

interface Case {
  readonly raised: string;
  /** Flags of MXCSR and FSW, in the same places: IE 0, DE 1, ZE 2, OE 3, UE 4, PE 5. */
  readonly flags: number;
  /** asm-generic/siginfo.h, by the order of fpu__exception_code. */
  readonly code: number;
}

const CASES: readonly Case[] = [
  { raised: 'an invalid operation', flags: 0x01, code: 7 },
  { raised: 'a denormal', flags: 0x02, code: 5 },
  { raised: 'a division by zero', flags: 0x04, code: 3 },
  { raised: 'an overflow', flags: 0x08, code: 4 },
  { raised: 'an underflow', flags: 0x10, code: 5 },
  { raised: 'an inexact result', flags: 0x20, code: 6 },
  { raised: 'an overflow that is inexact', flags: 0x28, code: 4 },
  { raised: 'a division by zero beside an invalid operation', flags: 0x05, code: 7 },
];

const KINDS = [
  { mnemonic: '#XM', set: (cpu: Cpu, flags: number, masks: number) => (cpu.mxcsr = (masks << 7) | flags) },
  {
    mnemonic: '#MF',
    set: (cpu: Cpu, flags: number, masks: number) => Object.assign(cpu, { fsw: flags, fcw: 0x340 | masks }),
  },
] as const;

for (const policy of ['linux', 'linux-rfc-2020', 'explicit']) {
  for (const { mnemonic, set } of KINDS) {
    describe(`${mnemonic} of user code under ${policy}`, () => {
      for (const { raised, flags, code } of CASES) {
        it(`says that it was ${raised}: si_code ${code}`, () => {
          const machine = new Machine({ policy }).switch('A');
          machine.cpu.rip = IP;
          set(machine.cpu, flags, 0);
          machine.user(raise(mnemonic));
          assert.deepEqual(
            machine.records.filter(({ kind }) => kind === 'signal'),
            [{ kind: 'signal', task: 'A', signal: 'SIGFPE', code, address: IP }],
          );
        });
      }

      it('leaves out what is masked, and tries again where nothing is left', () => {
        const machine = new Machine({ policy }).switch('A');
        set(machine.cpu, 0x24, 0x04);
        machine.user(raise(mnemonic));
        assert.equal(machine.records.find(({ kind }) => kind === 'signal')?.kind, 'signal');
        const spurious = new Machine({ policy }).switch('A');
        set(spurious.cpu, 0x3f, 0x3f);
        assert.throws(() => spurious.user(raise(mnemonic)), new RegExp(RETRIED));
        assert.equal(spurious.task('A').state, 'running');
      });

      it('has the registers in memory when the signal is sent', () => {
        const machine = new Machine({ policy }).switch('A');
        set(machine.cpu, 0x01, 0);
        machine.cpu.zmm[1] = 0x5a;
        machine.user(raise(mnemonic));
        assert.ok(machine.steps.some((step) => /^(save_fpregs|copy_fpregs)_to_fpstate\./.test(step)));
      });

      it('is an oops in ring0', () => {
        const machine = new Machine({ policy }).switch('A');
        machine.entry.enterKernelSection();
        machine.user(raise(mnemonic));
        assert.equal(machine.kernel.state.oops, mnemonic === '#MF' ? 'fpu exception' : 'simd exception');
      });
    });
  }
}
