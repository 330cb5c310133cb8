import assert from 'node:assert/strict';
import { SIGNAL } from '../../src/kernel/state/constants';
import { componentsIn } from '../../src/machine/architecture/component';
import { problems, run } from '../world/harness';
import { CODE, DATA, fillTiles, ldtilecfg, Machine, type MachineOptions } from './harness';

const IA32_PL3_SSP = 0x6a7;
const NT_X86_SHSTK = 0x204;

/** Supervisor components of tasks and guests, by number. */
function supervisor(version: string, config: string): readonly number[] {
  const machine = new Machine({ options: { version, config } });
  return componentsIn(machine.kernel.state.fpu.supervisor).map(({ index }) => index);
}

function atKernel<T>({ cpu }: Machine, action: () => T): T {
  const { cpl } = cpu;
  cpu.cpl = 0;
  try {
    return action();
  } finally {
    cpu.cpl = cpl;
  }
}

describe('config=distro', () => {
  it('manages PASID since 5.18, CET_U since 6.6, and CET_S for guests since 6.17', () => {
    const versions = ['5.17', '5.18', '6.5', '6.6', '6.16', '6.17'];
    assert.deepEqual(
      versions.map((version) => supervisor(version, 'distro')),
      [[], [10], [10], [10, 11], [10, 11], [10, 11, 12]],
    );
    for (const version of versions) assert.deepEqual(supervisor(version, 'minimal'), []);
  });

  it('gives no task room for CET_S', () => {
    const { fpu } = new Machine({ options: { version: '6.17', config: 'distro' } }).kernel.state;
    assert.deepEqual([(fpu.kernelMax >> 12n) & 1n, (fpu.kernelDefault >> 12n) & 1n], [1n, 0n]);
  });

  it('permits guests CET_S since 6.17, and keeps supervisor components among permissions since 6.16', () => {
    const permissions = ['6.15', '6.16', '6.17'].map((version) => {
      const machine = new Machine({ options: { version, config: 'distro' } }).switch('A');
      const [process] = machine.kernel.state.processes;
      const guest = process?.guestPerm ?? 0n;
      machine.permit();
      return [(guest >> 10n) & 7n, ((process?.perm ?? 0n) >> 10n) & 7n];
    });
    assert.deepEqual(permissions, [
      [3n, 0n],
      [3n, 3n],
      [7n, 3n],
    ]);
  });

  it('leaves out what the processor does not have', () => {
    const machine = new Machine({
      options: { version: '6.17', config: 'distro' },
      changes: [
        { feature: 'ENQCMD', present: false },
        { feature: 'CET_SS', present: false },
      ],
    });
    assert.equal(machine.kernel.state.fpu.supervisor, 0n);
  });

  for (const [machine, kernel, size] of [
    ['zen4', 'version=6.6', 2456],
    ['zen4', 'version=6.5', 2440],
    ['zen4', 'version=6.6 config=minimal', 2440],
    ['sapphire-rapids', 'version=6.6', 2560],
  ] as const) {
    it(`makes the buffer of ${machine} ${size} bytes under ${kernel}`, () => {
      const text = `xtrace 1\nmachine ${machine}\nkernel linux ${kernel}\ntask A\nswitch A\nexpect A.fpstate.size == ${size}\n`;
      assert.deepEqual(problems(run(text)), []);
    });
  }

  it('answers -ENODEV for NT_X86_SHSTK since 6.6, where other kernels know no such register set', () => {
    const answer = (version: string, config: string) => {
      const machine = new Machine({ options: { version, config } }).switch('A');
      machine.memory.write(machine.cpu.access, DATA, new Uint8Array(new BigUint64Array([BigInt(DATA), 8n]).buffer));
      assert.equal(machine.syscall('ptrace', 16, machine.task('B').pid, 0, 0), 0n);
      return machine.syscall('ptrace', 0x4204, machine.task('B').pid, NT_X86_SHSTK, DATA);
    };
    assert.deepEqual([answer('6.6', 'distro'), answer('6.5', 'distro'), answer('6.6', 'minimal')], [-19n, -22n, -22n]);
  });

  it('warns once where IA32_XFD does not fit what is saved, and a minimal kernel does not', () => {
    const warnings = (config: string) => {
      const machine = new Machine({ options: { config } }).switch('A').permit();
      machine.user(ldtilecfg);
      machine.user(fillTiles(1));
      for (let turn = 0; turn < 2; turn++) {
        machine.switch('A');
        machine.state.cpus[0]!.xfdState = 1n << 18n; // as if the kernel had lost track of it
        machine.switch('B');
      }
      return machine.kinds().filter((kind) => kind === 'warn').length;
    };
    assert.deepEqual([warnings('distro'), warnings('minimal')], [1, 0]);
  });

  it('warns of nothing in a switch, a fork, a signal and a return from it', () => {
    const machine = new Machine({ options: { version: '7.3', config: 'distro' } }).switch('A').permit();
    machine.user(ldtilecfg);
    machine.user(fillTiles(1));
    machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, 0);
    machine.fork('C');
    machine.switch('B').switch('C').switch('A').signal('A', SIGNAL.SIGUSR1);
    machine.switch('B').switch('A').sigreturn();
    machine.switch('B');
    assert.deepEqual(
      machine.kinds().filter((kind) => kind === 'warn' || kind === 'oops'),
      [],
    );
  });

  it('brings supervisor state back in rt_sigreturn, which a signal frame does not have', () => {
    const shadowStack = (without: readonly string[]) => {
      const setup: MachineOptions = { options: { version: '6.12', config: 'distro' } };
      const machine = new Machine(setup).switch('A');
      machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, 0);
      atKernel(machine, () => machine.kernel.context.writeMsr(IA32_PL3_SSP, 0x7000n));
      machine.state.without.push(...without);
      machine.signal('A', SIGNAL.SIGUSR1);
      machine.state.preemptions.push({ task: 'B', at: 'sys_rt_sigreturn.fpu' });
      machine.sigreturn();
      return atKernel(machine, () => machine.kernel.context.readMsr(IA32_PL3_SSP));
    };
    assert.equal(shadowStack([]), 0x7000n);
    assert.notEqual(shadowStack(['restore_fpregs_from_user.supervisor']), 0x7000n);
  });

  it('brings supervisor state back on the way into a handler, where another task has had the registers since the frame', () => {
    const shadowStack = (without: readonly string[]) => {
      const machine = new Machine({ options: { version: '6.12', config: 'distro' } }).switch('A');
      machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, 0);
      atKernel(machine, () => machine.kernel.context.writeMsr(IA32_PL3_SSP, 0x7000n));
      machine.state.without.push(...without);
      machine.state.preemptions.push({ task: 'B', at: 'handle_signal.clear_user_states' });
      machine.signal('A', SIGNAL.SIGUSR1);
      return atKernel(machine, () => machine.kernel.context.readMsr(IA32_PL3_SSP));
    };
    assert.equal(shadowStack([]), 0x7000n);
    assert.notEqual(shadowStack(['fpu__clear_user_states.supervisor']), 0x7000n);
  });
});

describe('idle', () => {
  /** Whether tiles stay in use. @param options beside `kernel linux`. */
  function keepsTiles(machine: string, options: string): boolean {
    const text = `xtrace 1
machine ${machine}
kernel linux ${options}
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)
    ldtilecfg [cfg]
switch idle
    expect    has(xinuse, XTILECFG)
`;
    return problems(run(text)).length === 0;
  }

  for (const [machine, options, keeps] of [
    ['sapphire-rapids', '', false],
    ['emerald-rapids', '', false],
    ['granite-rapids', '', false],
    ['diamond-rapids', '', true],
    ['sapphire-rapids', 'version=6.0', false],
    ['sapphire-rapids', 'version=5.19', true],
    ['sapphire-rapids', 'version=5.19 idle=c6', true],
    ['granite-rapids', 'version=6.11', true],
    ['granite-rapids', 'version=6.12', false],
    ['sapphire-rapids', 'idle=halt', true],
    ['diamond-rapids', 'idle=c6', false],
  ] as const) {
    it(`${keeps ? 'keeps' : 'releases'} tiles on ${machine} under kernel linux ${options}`, () => {
      assert.equal(keepsTiles(machine, options), keeps);
    });
  }
});
