import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ARCH, NT, PTRACE, SA, SIG_HOW, SIGNAL } from '../../../src/kernel/state/constants';
import { CR0 } from '../../../src/machine/architecture/bits';
import { DR6_STEP, Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import {
  CODE,
  DATA,
  fillTiles,
  type Instruction,
  ldtilecfg,
  Machine,
  type MachineOptions,
  raise,
  tilezero,
  XTILEDATA,
} from '../harness';

const fpuUse: Instruction = (cpu) => {
  if (cpu.cr0 & CR0.TS) throw new Fault('#NM', { cause: 'ts', why: 'CR0.TS is set' });
};

describe('without a step', () => {
  it('IA32_XFD_ERR stays set if nobody clears it, and the next #NM by CR0.TS looks like first use', () => {
    for (const routine of ['xfirstuse_event_handler', 'handle_xfd_event']) {
      const policy = routine === 'handle_xfd_event' ? 'linux' : 'linux-rfc-2020';
      const machine = new Machine({ policy }).switch('A').permit();
      machine.state.without.push(`${routine}.clear_xfd_err`);
      machine.user(tilezero);
      assert.equal(machine.cpu.xfdErr, XTILEDATA);
      machine.cpu.cr0 |= CR0.TS;
      assert.throws(() => machine.user(fpuUse), /faults for ever/);
      assert.ok(machine.cpu.cr0 & CR0.TS, 'nobody looked at CR0');
    }
  });

  it('another task reads stale XFD: live tiles under an armed XFD are #NM in the kernel, and an oops', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(fillTiles(1));
    machine.switch('B');
    machine.state.without.push('restore_fpregs_from_fpstate.update_xfd');
    machine.records.length = 0;
    machine.switch('A');
    assert.deepEqual(machine.kinds(), ['switch', 'exception', 'warn', 'oops', 'switch']);
    assert.equal(machine.kernel.state.oops, 'unexpected #NM exception');
    assert.equal(machine.counters.nm, 2);
  });

  it('a task without permission uses tiles that nobody saves when XFD is not armed for it', () => {
    const machine = new Machine({ tasks: ['A', 'B', 'C'] }).switch('A').permit();
    machine.user(fillTiles(1));
    machine.state.without.push('xfd_update_state.write_msr');
    machine.switch('B');
    assert.equal(machine.cpu.xfd, 0n);
    assert.deepEqual(machine.user(fillTiles(2)), [], 'no #NM');
    machine.switch('C').switch('B');
    assert.deepEqual([...new Set(machine.cpu.tiles)], [0], 'lost');
  });

  it('the RFC’s fork copies live tiles into a buffer that is too small for their component: they are lost', () => {
    const machine = new Machine({ policy: 'linux-rfc-2020' }).switch('A');
    machine.user(fillTiles(1));
    machine.state.without.push('fpu__copy.alloc');
    machine.fork('C');
    machine.switch('C');
    assert.deepEqual([...new Set(machine.cpu.tiles)], [0]);
  });

  it('an area without its format bit is refused by XRSTORS, and the initial state taken in its place', () => {
    const machine = new Machine().switch('A').permit();
    machine.state.without.push('fpstate_realloc.init_xcomp_bv', 'save_fpregs_to_fpstate.xsave');
    machine.user(fillTiles(1));
    machine.switch('B');
    machine.records.length = 0;
    machine.switch('A');
    assert.deepEqual(machine.kinds(), ['switch', 'exception', 'warn']);
    assert.equal(machine.records[1]?.kind === 'exception' && machine.records[1].name, '#GP');
    assert.ok(machine.routines.includes('ex_handler_fprestore'));
    assert.deepEqual([...new Set(machine.cpu.tiles)], [0]);
    assert.equal(machine.kernel.state.oops, null);
  });

  it('can be put back', () => {
    const machine = new Machine().switch('A').permit();
    machine.state.without.push('handle_xfd_event.clear_xfd_err');
    machine.user(tilezero);
    machine.state.without.length = 0;
    machine.switch('B').permit();
    machine.user(tilezero);
    assert.equal(machine.cpu.xfdErr, 0n);
  });
});

const SHAPES: readonly MachineOptions[] = [
  { policy: 'linux', options: { oom: 'on', memory: '22000' } },
  { policy: 'linux', options: { version: '6.19' } },
  { policy: 'linux-rfc-2020', options: { reclaim: 'on' } },
  { policy: 'explicit', options: { oom: 'on', memory: '33000' } },
  { policy: 'eager' },
];

/** Everything that the kernel does, once; faults for ever are what a missing step may well lead to. */
function scenario(machine: Machine): void {
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      if (!/(faults|runs) for ever/.test(String(error))) throw error;
      machine.kernel.state.stack.length = 0;
      machine.steps.length = 0;
    }
  };
  attempt(() => machine.switch('A').permit());
  attempt(() => machine.user(ldtilecfg));
  attempt(() => machine.user(fillTiles(1)));
  attempt(() => machine.switch('K').switch('B').switch('A').switch('idle').switch('A'));
  attempt(() => machine.fork('C'));
  attempt(() => machine.switch('C'));
  attempt(() => machine.user(fillTiles(2)));
  attempt(() => born(machine));
  attempt(() => signals(machine));
  attempt(() => powered(machine));
  attempt(() => traced(machine));
  attempt(() => guest(machine));
  attempt(() => machine.syscall('execve'));
  attempt(() => machine.kernelSection('begin', 'fpu').kernelSection('end', 'fpu'));
  attempt(() => machine.kernelSection('begin', 'amx').kernelSection('begin', 'amx'));
  attempt(() => machine.kernelSection('begin', 'fpu').kernelSection('end', 'fpu'));
  attempt(() => machine.kernelSection('end', 'amx').kernelSection('end', 'amx'));
  attempt(() => machine.syscall('exit', 0));
  attempt(() => machine.switch('B').permit());
  machine.state.allocFailures = 1;
  attempt(() => machine.user(fillTiles(3)));
  attempt(() => machine.switch('A'));
  attempt(() => machine.user(ldtilecfg));
  machine.entry.reclaim(undefined);
  machine.run();
  attempt(() => machine.user(raise('#PF', { address: 0x10, errorCode: 4 })));
  machine.entry.enterKernelSection();
  attempt(() => machine.user(raise('#GP', { errorCode: 0 })));
  machine.entry.leaveKernelSection();
  machine.run();
}

/** Other ways to make tasks than fork, and a signal for one of them. */
function born(machine: Machine): void {
  const [VM, THREAD] = [0x100, 0x10900];
  machine.syscall('clone3', VM | THREAD);
  machine.syscall('clone3', 0, 0, 0, SIGNAL.SIGCHLD);
  const { pid = 0, name = '' } = machine.current ?? {};
  machine.syscall('tgkill', pid, pid, SIGNAL.SIGCHLD);
  machine.entry.syscall({ name: 'vfork', arguments: [], as: 'V' });
  machine.run();
  machine.switch('V');
  machine.syscall('exit', 0);
  machine.switch(name);
}

/** CPUs that go and come, and calls that a filter answers. */
function powered(machine: Machine): void {
  const act = (action: () => void) => {
    action();
    machine.run();
  };
  for (const online of [false, true]) act(() => machine.entry.hotplug(1 - machine.cpu.index, online));
  act(() => machine.entry.suspend());
  machine.kernel.addSeccompFilter(machine.current?.name ?? '', 'getpid', -1n);
  machine.kernel.addSeccompFilter(machine.current?.name ?? '', 'sched_yield', 'kill');
  machine.syscall('getpid');
  machine.fork('S');
  const { name = '' } = machine.current ?? {};
  machine.switch('S');
  machine.syscall('sched_yield');
  machine.switch(name);
}

/** Handlers of each kind, in frames that fit and frames that do not. */
function signals(machine: Machine): void {
  const own = () => machine.current?.name ?? '';
  const handle = (signal: number, flags: number) => machine.syscall('rt_sigaction', signal, CODE + 64, flags);
  machine.syscall('sigaltstack', DATA, 4096);
  for (const flags of [SA.SIGINFO, SA.ONSTACK, SA.RESETHAND, SA.NODEFER]) {
    handle(SIGNAL.SIGUSR1, flags);
    machine.signal(own(), SIGNAL.SIGUSR1);
    machine.sigreturn();
  }
  machine.syscall('rt_sigprocmask', SIG_HOW.BLOCK, ~0);
  handle(SIGNAL.SIGUSR2, 0);
  for (const signal of [SIGNAL.SIGUSR2, SIGNAL.SIGCHLD, SIGNAL.SIGTSTP]) machine.signal(own(), signal);
  machine.syscall('rt_sigprocmask', SIG_HOW.SETMASK, 0);
  machine.cpu.memory.poke(machine.cpu.addressSpace, Number(machine.cpu.gpr[GPR.RSP] ?? 0n), new Uint8Array(512));
  machine.sigreturn();
  machine.signal('B', SIGNAL.SIGTERM);
  machine.syscall('kill', machine.current?.pid ?? 0, SIGNAL.SIGUSR1);
  handle(SIGNAL.SIGSEGV, SA.SIGINFO);
  machine.cpu.gpr[GPR.RSP] = 0x10n;
  machine.signal(own(), SIGNAL.SIGUSR1);
}

/** A tracer on another CPU than its tracee. */
function traced(machine: Machine): void {
  const ptrace = (request: bigint, data = DATA) =>
    machine.syscall('ptrace', request, machine.task('B').pid, NT.X86_XSTATE, data);
  const { cpu, addressSpace } = { cpu: machine.cpu.index, addressSpace: machine.cpu.addressSpace };
  machine.onCpu(1).switch('B');
  machine.user(fillTiles(4));
  machine.onCpu(cpu);
  machine.memory.map(addressSpace, DATA, 0x8000);
  machine.memory.poke(addressSpace, DATA, new Uint8Array(new BigUint64Array([BigInt(DATA + 64), 11008n]).buffer));
  for (const request of [PTRACE.ATTACH, PTRACE.GETREGSET, PTRACE.SETREGSET]) ptrace(request);
  for (const request of [PTRACE.GETFPREGS, PTRACE.SETFPREGS, PTRACE.INTERRUPT]) ptrace(request);
  ptrace(PTRACE.SINGLESTEP, 0);
  machine
    .onCpu(1)
    .switch('B')
    .user(raise('#DB', { dr6: DR6_STEP }));
  machine.onCpu(cpu);
  machine.syscall('rt_sigaction', SIGNAL.SIGTRAP, CODE + 64);
  ptrace(PTRACE.SINGLESTEP, SIGNAL.SIGTRAP);
  machine.onCpu(1).switch('B');
  machine.onCpu(cpu);
  ptrace(PTRACE.CONT, 0);
  machine.memory.poke(addressSpace, DATA, new Uint8Array(new BigUint64Array([BigInt(DATA + 64), 11008n]).buffer));
  machine.memory.poke(addressSpace, DATA + 64 + 512, Uint8Array.of(3, 0, 6));
  for (const request of [PTRACE.INTERRUPT, PTRACE.SETREGSET, 0n]) ptrace(request);
  ptrace(PTRACE.DETACH, 0);
  machine.onCpu(1).switch('idle');
  machine.onCpu(cpu);
}

/** A guest from its making to its end, where the policy has guests. */
function guest(machine: Machine): void {
  const { entry } = machine;
  const own = machine.current?.name;
  if (own === undefined) return;
  const act = (action: () => void) => {
    action();
    machine.run();
  };
  machine.syscall('arch_prctl', ARCH.REQ_XCOMP_GUEST_PERM, 18);
  for (const xcr0 of [0x602e7n, null]) act(() => entry.vcpuIoctl('kvm_set_cpuid2', { xcr0 }));
  if (!machine.current?.vcpu) return;
  act(() => entry.runGuest());
  for (const msr of [0x1c4n, 0x1c5n]) {
    machine.cpu.gpr[GPR.RCX] = msr;
    machine.cpu.gpr[GPR.RAX] = 0x40000n;
    machine.state.preemptions.push({ task: 'B', at: 'kvm_emulate_wrmsr.set_xfd' });
    act(() => entry.guestInstruction('wrmsr'));
  }
  for (const mnemonic of ['xsetbv', 'cpuid']) act(() => entry.guestInstruction(mnemonic));
  act(() => entry.guestException('#NM'));
  machine.switch('B').switch(own);
  act(() => entry.putGuest());
}

for (const setup of SHAPES) {
  describe(`any step left out under ${setup.policy} ${JSON.stringify(setup.options)}`, () => {
    const make = () => new Machine({ ...setup, cpus: 2, kthreads: ['K'], threads: ['T'] });
    const names = make().kernel.policy.routines.flatMap(({ name, steps }) =>
      steps.map((step) => `${name}.${step.name}`),
    );

    it('breaks the kernel in whatever way, but never the model', () => {
      for (const name of names) {
        const machine = make();
        machine.state.without.push(name);
        assert.doesNotThrow(() => scenario(machine), name);
      }
    });

    it('nor do all the steps at the head of a loop together', () => {
      const heads = ['next_task', 'check_elsewhere', 'check_init'].map((step) => `harvest_xstate_areas.${step}`);
      const machine = make();
      machine.state.without.push(...heads);
      assert.doesNotThrow(() => scenario(machine));
      const other = make();
      other.state.without.push(...heads.slice(0, 2));
      assert.doesNotThrow(() => scenario(other));
    });

    it('nor do several of them together', () => {
      fc.assert(
        fc.property(fc.subarray(names, { minLength: 2, maxLength: 6 }), (left) => {
          const machine = make();
          machine.state.without.push(...left);
          scenario(machine);
        }),
        { numRuns: 60 },
      );
    });
  });
}
