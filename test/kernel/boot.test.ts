import assert from 'node:assert/strict';
import { CR4 } from '../../src/machine/architecture/bits';
import { inUse } from '../../src/machine/xstate/xinuse';
import { Machine, XTILEDATA } from './harness';

for (const policy of ['linux', 'linux-rfc-2020']) {
  describe(`boot under ${policy}`, () => {
    it('enables everything on every CPU, with tile data armed', () => {
      const { cpus, kernel } = new Machine({ policy, cpus: 3 });
      for (const [index, cpu] of cpus.entries()) {
        assert.equal(cpu.xcr0, 0x602e7n);
        assert.equal(cpu.xfd, XTILEDATA);
        assert.equal(cpu.cr4 & (CR4.OSXSAVE | CR4.PKE), CR4.OSXSAVE | CR4.PKE);
        assert.deepEqual([kernel.state.cpus[index]?.xfdState, cpu.pkru], [XTILEDATA, 0x5555_5554]);
      }
    });

    it('starts the counters at zero, and on the first CPU', () => {
      const { counters, cpu } = new Machine({ policy, cpus: 2 });
      assert.deepEqual(counters, { allocs: 0, frees: 0, buffer_bytes: 0, xfd_writes: 0, nm: 0 });
      assert.equal(cpu.index, 0);
    });

    it('gives every task an area of its own, aligned to 64 bytes, in kernel memory', () => {
      const { kernel, memory } = new Machine({ policy, threads: ['T'], kthreads: ['K'] });
      const addresses = kernel.state.tasks.map(({ fpstate }) => fpstate.address);
      assert.equal(new Set(addresses).size, 4);
      for (const address of addresses) {
        assert.equal(Math.abs(address % 64), 0);
        assert.ok(address < 0 && memory.isMapped(0, address, 2560));
      }
    });

    it('gives threads a stack each in the memory that they share', () => {
      const machine = new Machine({ policy, threads: ['T'] });
      const { kernel, memory } = machine;
      const stacks = ['A', 'T'].map((name) => Number(machine.task(name).saved.gpr[4]));
      const space = kernel.state.processes[0]?.space ?? 0;
      assert.equal(kernel.state.processes[0]?.threads.length, 2);
      for (const rsp of stacks) {
        assert.equal(rsp % 16, 0);
        assert.ok(memory.isMapped(space, rsp - 0x8000, 0x8000));
      }
      assert.notEqual(stacks[0], stacks[1]);
    });

    it('writes XFD before XCR0 in mainline, and behind it in the RFC', () => {
      const machine = new Machine({ policy });
      machine.kernel.boot();
      machine.run();
      const order = machine.steps
        .filter((step) => /^fpu__init_cpu_xstate\.(xfd|xcr0)$/.test(step))
        .map((step) => step.split('.')[1]);
      assert.deepEqual(order, policy === 'linux' ? ['xfd', 'xcr0'] : ['xcr0', 'xfd']);
    });
  });
}

describe('what a processor tracks behind the boot', () => {
  for (const policy of ['linux', 'linux-rfc-2020'])
    it(`has x87 in use on further CPUs, by FNINIT, and not on the boot CPU, whose registers are loaded (${policy})`, () => {
      // Debian's 6.12.107, its code executed on the same two CPUs: XGETBV(1) is 0x200 and 0x201.
      const machine = new Machine({ policy, cpus: 2 });
      machine.kernel.boot();
      machine.run();
      assert.deepEqual(
        machine.cpus.map((cpu) => inUse(cpu) & 1n),
        [0n, 1n],
      );
    });
});

describe('boot on other processors', () => {
  it('does without XSAVES, XSAVEC or XSAVE, and switches all the same', () => {
    for (const feature of ['XSAVES', 'XSAVEC', 'XSAVEOPT', 'XSAVE'] as const) {
      const machine = new Machine({ changes: [{ feature, present: false }] }).switch('A');
      machine.cpu.zmm.fill(7, 0, 16);
      machine.switch('B');
      assert.equal(machine.cpu.zmm[0], 0, feature);
      machine.switch('A');
      assert.equal(machine.cpu.zmm[0], 7, feature);
      assert.equal(machine.cpu.mxcsr, 0x1f80, feature);
    }
  });
});

describe('state', () => {
  it('is plain data at every step, and going on from a copy leads to the same', () => {
    const first = new Machine().switch('A').permit();
    const second = new Machine().switch('A').permit();
    const act = (machine: Machine, each: () => void) => {
      machine.entry.syscall({ name: 'fork', arguments: [], as: 'C' });
      while (machine.kernel.active) {
        each();
        machine.step();
      }
    };
    act(first, () => undefined);
    act(second, () => {
      const copy = second.kernel.snapshot();
      assert.deepEqual(copy, second.kernel.state);
      second.kernel.restore(copy);
      assert.notEqual(second.kernel.state, copy);
    });
    assert.deepEqual(second.kernel.state, first.kernel.state);
  });
});
