import assert from 'node:assert/strict';
import type { ExceptionMnemonic, FaultDetail } from '../../src/machine/architecture/exception';
import { DATA, Machine, raise } from './harness';

const IP = 0x401040;

/** Signal numbers, codes and addresses of force_sig and force_sig_fault calls in arch/x86/kernel/traps.c, mm/fault.c. */
const SIGNALS: readonly (readonly [ExceptionMnemonic, Partial<FaultDetail>, string, number, number | null])[] = [
  ['#DE', {}, 'SIGFPE', 1, IP],
  ['#DB', { dr6: 0x4000 }, 'SIGTRAP', 2, IP],
  ['#DB', { dr6: 0 }, 'SIGTRAP', 1, IP],
  ['#BP', {}, 'SIGTRAP', 128, null],
  // truth: linux/results.txt, "tilezero, tiles not configured": SIGILL si_code=2 at the instruction.
  ['#UD', {}, 'SIGILL', 2, IP],
  // truth: "ldtilecfg palette=2": SIGSEGV si_code=128 without an address.
  ['#GP', { errorCode: 0 }, 'SIGSEGV', 128, null],
  // truth: "tileloadd from NULL+8": SIGSEGV si_code=1 at the data.
  ['#PF', { errorCode: 4, address: 8 }, 'SIGSEGV', 1, 8],
  ['#PF', { errorCode: 7, address: 0x401000 }, 'SIGSEGV', 2, 0x401000],
  ['#PF', { errorCode: 5, address: -4096 }, 'SIGSEGV', 1, -4096],
  ['#SS', { errorCode: 0 }, 'SIGBUS', 128, null],
  ['#AC', { errorCode: 0 }, 'SIGBUS', 1, 0],
];

for (const policy of ['linux', 'linux-rfc-2020']) {
  describe(`exceptions of user code under ${policy}`, () => {
    for (const [mnemonic, detail, signal, code, address] of SIGNALS) {
      it(`${mnemonic} (${JSON.stringify(detail)}) is ${signal}, code ${code}`, () => {
        const machine = new Machine({ policy }).switch('A');
        machine.cpu.rip = IP;
        machine.user(raise(mnemonic, detail));
        assert.deepEqual(
          machine.records.filter(({ kind }) => kind === 'signal' || kind === 'killed'),
          [
            { kind: 'signal', task: 'A', signal, code, address },
            { kind: 'killed', task: 'A', signal },
          ],
        );
        assert.equal(machine.task('A').state, 'killed');
      });
    }

    it('a page that was away comes back, and the instruction succeeds', () => {
      const machine = new Machine({ policy }).switch('A');
      machine.memory.injectFault(DATA, 2);
      assert.deepEqual(
        machine.user((cpu) => cpu.memory.write8(cpu.access, DATA, 1)),
        ['#PF', '#PF'],
      );
      assert.equal(machine.task('A').state, 'running');
      assert.equal(machine.cpu.cr2, BigInt(DATA));
    });

    it('a fatal signal ends all threads of the process, and only them', () => {
      const machine = new Machine({ policy, threads: ['T'] }).switch('A');
      machine.user(raise('#UD'));
      assert.deepEqual(
        [machine.task('T').state, machine.task('T').signal, machine.task('B').state],
        ['killed', 'SIGILL', 'ready'],
      );
      assert.equal(machine.kinds().filter((kind) => kind === 'killed').length, 1);
    });

    it('takes the CPU from a thread that runs elsewhere', () => {
      const machine = new Machine({ policy, threads: ['T'], cpus: 2 });
      machine.onCpu(1).switch('T');
      machine.onCpu(0).switch('A');
      machine.user(raise('#UD'));
      assert.equal(machine.kernel.state.cpus[1]?.current, null);
      assert.equal(machine.cpus[1]?.cpl, 0);
    });
  });

  describe(`exceptions in ring0 under ${policy}`, () => {
    for (const [mnemonic, detail] of SIGNALS) {
      it(`${mnemonic} (${JSON.stringify(detail)}) is an oops, without a signal`, () => {
        const machine = new Machine({ policy }).switch('A');
        machine.entry.enterKernelSection();
        machine.user(raise(mnemonic, detail));
        assert.notEqual(machine.kernel.state.oops, null);
        assert.deepEqual(
          machine.records.filter(({ kind }) => kind === 'signal' || kind === 'killed'),
          [],
        );
        assert.deepEqual([machine.task('A').state, machine.task('A').signal], ['killed', null]);
      });
    }

    it('in idle leaves nothing running', () => {
      const machine = new Machine({ policy });
      machine.entry.enterKernelSection();
      machine.user(raise('#UD'));
      assert.equal(machine.kernel.state.oops, 'invalid opcode');
      assert.equal(machine.kernel.active, false);
    });
  });
}
