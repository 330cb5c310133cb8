/** CPUs that go and come, and the machine that sleeps (kernel/cpu.c, arch/x86/power/cpu.c; commit 10e4b5166df9). */
import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../src/machine/architecture/bits';
import { fillTiles, ldtilecfg, Machine, type MachineOptions, tilezero, XTILEDATA } from './harness';

const EBUSY = -16n;
const XCR0 = 0x602e7n;

/** By the point releases that took the commit over. */
const VERSIONS = [
  ['6.1.83', true],
  ['6.1.84', false],
  ['6.8.2', true],
  ['6.8.3', false],
  ['6.9', false],
] as const;

class Rack extends Machine {
  constructor(setup: MachineOptions = {}) {
    super({ cpus: 3, ...setup });
  }

  hotplug(index: number, online: boolean): bigint {
    this.entry.hotplug(index, online);
    this.run();
    return this.kernel.state.result ?? 0n;
  }

  suspend(): this {
    this.entry.suspend();
    this.run();
    return this;
  }

  /** A with tiles that hold 7 in every byte, on CPU 1. The trace is on CPU 0. */
  withTiles(): this {
    this.onCpu(1).switch('A').permit();
    this.user(ldtilecfg);
    this.user(fillTiles(7));
    return this.onCpu(0);
  }
}

describe('a CPU that goes', () => {
  it('leaves its task to the others, with everything that it had in registers', () => {
    const machine = new Rack().withTiles();
    assert.equal(machine.hotplug(1, false), 0n);
    assert.deepEqual([machine.task('A').cpu, machine.task('A').state], [null, 'ready']);
    machine.switch('A');
    assert.deepEqual([machine.cpu.tiles[0], machine.cpu.tilecfg[0], machine.cpu.xfd], [7, 1, 0n]);
  });

  it('takes its guest along', () => {
    const machine = new Rack();
    machine.onCpu(1).switch('A');
    machine.entry.vcpuIoctl('kvm_set_cpuid2', { xcr0: null });
    machine.run();
    machine.entry.runGuest();
    machine.run();
    assert.ok(machine.entry.inGuest);
    machine.onCpu(0).hotplug(1, false);
    assert.equal(machine.onCpu(1).entry.inGuest, false);
    machine.onCpu(0).switch('A');
    assert.ok(machine.entry.inGuest);
  });

  it('is gone once: to take it away again, or to bring back one that is there, does nothing', () => {
    const machine = new Rack();
    machine.hotplug(1, false);
    machine.records.length = 0;
    assert.deepEqual([machine.hotplug(1, false), machine.hotplug(2, true), machine.records.length], [0n, 0n, 0]);
  });

  it('is not the last one', () => {
    const machine = new Rack();
    machine.hotplug(1, false);
    machine.hotplug(2, false);
    assert.equal(machine.hotplug(0, false), EBUSY);
  });
});

describe('a CPU that comes', () => {
  for (const policy of ['linux', 'linux-rfc-2020', 'explicit', 'eager']) {
    it(`is set up as at boot (${policy})`, () => {
      const machine = new Rack({ policy });
      const controls = () => {
        const { xcr0, xss, xfd, xfdErr, cr4, pkru, mxcsr } = machine.cpus[1]!; // of three
        return { xcr0, xss, xfd, xfdErr, cr4, pkru, mxcsr };
      };
      const atBoot = controls();
      machine.onCpu(1).switch('B');
      machine.cpu.pkru = 0;
      machine.cpu.zmm.fill(9);
      machine.onCpu(0);
      machine.hotplug(1, false);
      machine.hotplug(1, true);
      assert.deepEqual(controls(), atBoot);
      assert.equal(machine.cpus[1]?.zmm[0], 0, 'registers are as after power-up');
      assert.ok((machine.cpus[1]?.cr0 ?? 0n) & CR0.AM);
    });
  }

  it('does not take registers that it no longer has for those of the task that ran there last', () => {
    const machine = new Rack().withTiles();
    machine.hotplug(1, false);
    machine.hotplug(1, true);
    machine.onCpu(1).switch('A');
    assert.equal(machine.cpu.tiles[0], 7);
  });

  it('has forgotten IA32_XFD, and before 6.9 the kernel has not: live tiles are #NM in the kernel', () => {
    for (const [version, isStale] of VERSIONS) {
      const machine = new Rack({ options: { version } }).withTiles();
      machine.hotplug(1, false);
      machine.hotplug(1, true);
      assert.equal(machine.cpus[1]?.xfd, XTILEDATA);
      assert.equal(machine.kernel.state.cpus[1]?.xfdState, isStale ? 0n : XTILEDATA, version);
      machine.onCpu(1).switch('A');
      assert.equal(machine.kernel.state.oops !== null, isStale, version);
    }
  });
});

describe('suspend', () => {
  it('brings the boot CPU back as its task needs it, and all others as by hotplug', () => {
    const machine = new Rack().withTiles();
    machine.switch('B').suspend();
    for (const cpu of machine.cpus) {
      assert.deepEqual([cpu.xcr0, cpu.xfd, (cpu.cr4 & CR4.OSXSAVE) !== 0n], [XCR0, XTILEDATA, true]);
    }
    assert.deepEqual([machine.current?.name, machine.task('A').state], ['B', 'ready']);
    machine.switch('A');
    assert.equal(machine.cpu.tiles[0], 7);
  });

  it('keeps the state of the task that suspends, tiles included', () => {
    const machine = new Rack().switch('A').permit();
    machine.user(ldtilecfg);
    machine.user(fillTiles(7));
    machine.cpu.gpr[3] = 42n;
    machine.suspend();
    assert.deepEqual([machine.cpu.tiles[0], machine.cpu.xfd, machine.cpu.gpr[3]], [7, 0n, 42n]);
    machine.switch('B');
    assert.equal(machine.cpu.xfd, XTILEDATA);
  });

  it('leaves a CPU down that was down before', () => {
    const machine = new Rack().switch('A');
    machine.hotplug(2, false);
    machine.suspend();
    assert.deepEqual(
      machine.kernel.state.cpus.map(({ online }) => online),
      [true, true, false],
    );
  });

  it('loses what nobody sets anew', () => {
    const machine = new Rack().switch('A').permit();
    machine.user(tilezero);
    machine.state.without.push('fpu__resume_cpu.xfd');
    machine.switch('B').suspend();
    assert.equal(machine.cpu.xfd, 0n, 'B may use tiles that nobody saves');
    assert.deepEqual(machine.user(tilezero), []);
  });
});
