/**
 * What each change of mainline does to a trace: the same trace under the last version without it and the first with it, or the
 * other way round. Lines that begin with `with:` or `without:` are for one of the two only.
 */
import assert from 'node:assert/strict';
import { setXstateBv } from '../../../src/kernel/model/xstate/fpstate';
import { uabiImage } from '../../../src/kernel/model/xstate/uabi-image';
import { enterRoutine } from '../../../src/kernel/routines/interpreter';
import type { LinuxChange } from '../../../src/kernel/versions/changes';
import { CR0 } from '../../../src/machine/architecture/bits';
import { problems, run } from '../../world/harness';
import { Machine, XTILEDATA } from '../harness';

/** On Sapphire Rapids, in the standard format. */
const PKRU_OFFSET = 2688;

interface Case {
  readonly change: LinuxChange;
  readonly machine?: string;
  readonly with: string;
  readonly without: string;
  readonly body: string;
}

const CASES: readonly Case[] = [
  {
    change: 'forgetsPermissions',
    with: '5.17.1',
    without: '5.17.2',
    body: `
data mask = u64[1] zero
task A
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    syscall arch_prctl(ARCH_GET_XCOMP_PERM, mask) => = 0
with:    expect u64[mask] == 0x40000
without:    expect u64[mask] == 0x602e7`,
  },
  {
    change: 'dropsPkruOfTracers',
    with: '6.1.5',
    without: '6.1.6',
    body: `
data image = zero 11008
data iov   = u64[2] { image, 11008 }
task tracer
task tracee
switch tracer
    syscall ptrace(PTRACE_ATTACH, tracee.pid) => = 0
    syscall ptrace(PTRACE_GETREGSET, tracee.pid, NT_X86_XSTATE, iov) => = 0
    mov     DWORD PTR [image + 2688], 0x12345670
    or      DWORD PTR [image + 512], 0x200
    syscall ptrace(PTRACE_SETREGSET, tracee.pid, NT_X86_XSTATE, iov) => = 0
with:    expect tracee.pkru == 0x55555554
without:    expect tracee.pkru == 0x12345670
    and     DWORD PTR [image + 512], ~0x200 & 0xffffffff
    syscall ptrace(PTRACE_SETREGSET, tracee.pid, NT_X86_XSTATE, iov) => = 0
with:    expect tracee.pkru == 0x55555554
without:    expect tracee.pkru == 0`,
  },
  {
    change: 'leavesPkruInitial',
    machine: 'zen4',
    with: '6.12.4',
    without: '6.12.5',
    body: `
task A
switch A
    syscall rt_sigaction(SIGUSR1, handler) => = 0
    signal  SIGUSR1 => SIGUSR1
with:    expect pkru == 0
without:    expect pkru == 0x55555554
proc handler
    nop
    ret
end`,
  },
  {
    change: 'asksForPkruBit',
    machine: 'zen4 -xgetbv1',
    with: '6.12.35',
    without: '6.12.36',
    body: `
task A
switch A
    syscall rt_sigaction(SIGUSR1, handler) => = 0
with:    signal  SIGUSR1 => SIGUSR1, oops
without:    signal  SIGUSR1 => SIGUSR1
proc handler
    nop
    ret
end`,
  },
  {
    change: 'seeksMagicAtUserSize',
    with: '6.18.34',
    without: '6.18.35',
    body: `
data cfg  = tilecfg { tmm0: 16x64 }
data ones = u8[32] fill(7)
task A
switch A
    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    syscall   rt_sigaction(SIGUSR1, handler) => = 0
    vmovdqu   ymm0, [ones]
    signal    SIGUSR1 => SIGUSR1
    expect    xmm0.u8[0] == 7
with:    expect ymm0.u8[31] == 0
without:    expect ymm0.u8[31] == 7
proc handler
    ldtilecfg [cfg]
    tilezero  tmm0 => #NM
    ret
end`,
  },
  {
    change: 'seeksMagicAtUserSize',
    machine: 'skylake-sp',
    with: '6.15',
    without: '6.14.y',
    body: `
data v = u8[64] ramp(1, 1)
task A
switch A
    syscall   rt_sigaction(SIGUSR1, handler, SA_SIGINFO) => = 0
    vmovdqu64 zmm1, [v]
    signal    SIGUSR1 => SIGUSR1
with:    expect zmm1.u8[63] == 64, "nobody looks at the size"
without:    expect zmm1.u8[63] == 0
proc handler
    mov    rbx, [rdx + UC_FPSTATE]
    mov    DWORD PTR [rbx + SW_XSTATE_SIZE], 0
    ret
end`,
  },
];

/** A signal frame that claims 832 bytes and has AVX-512, which lies on a page that is not there. */
const SHORT_FRAME = `
task A
switch A
    syscall mmap(0x10000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO) => = 0
    signal  SIGUSR1 => SIGUSR1
proc handler
    mov     rsi, [rdx + UC_FPSTATE]
    mov     edi, 0x10000c80
    mov     [rdx + UC_FPSTATE], rdi
    mov     ecx, 832
    rep movsb
    mov     DWORD PTR [0x10000c80 + SW_XSTATE_SIZE], 832
    mov     DWORD PTR [0x10000c80 + 832], 0x46505845
    mov     DWORD PTR [0x10000c80 + 512], 0xe7
    ret
end`;

/** The trace as it is with the change, or without it. */
function traceOf({ machine = 'sapphire-rapids', body, ...versions }: Case, which: 'with' | 'without'): string {
  const lines = body.split('\n').flatMap((line) => {
    const [, only, rest] = /^(with|without):(.*)$/.exec(line) ?? [];
    return only === undefined ? [line] : only === which ? [rest ?? ''] : [];
  });
  return `xtrace 1\nmachine ${machine}\nkernel linux version=${versions[which]}\n${lines.join('\n')}\n`;
}

describe('a change of mainline', () => {
  for (const row of CASES) {
    for (const which of ['with', 'without'] as const) {
      it(`${row.change} shows under ${row[which]}, which is ${which} it`, () => {
        assert.deepEqual(problems(run(traceOf(row, which))), []);
      });
    }
  }

  it('trustsFrameSize lets rt_sigreturn hang on a frame that holds more than it claims (CVE-2024-26603)', () => {
    const end = (version: string) => {
      const text = `xtrace 1\nmachine sapphire-rapids\nkernel linux version=${version}\n${SHORT_FRAME}\n`;
      const { world, happenings } = run(text);
      const hangs = happenings.filter(({ kind }) => kind === 'hang').length;
      return [hangs, world.kernel?.state.tasks[0]?.signal];
    };
    assert.deepEqual(end('6.6.17'), [1, null]);
    assert.deepEqual(end('6.6.18'), [0, 'SIGSEGV']);
  });

  it('writesPkruByHeader leaves PKRU out of the image of a task whose area has none', () => {
    const shown = (version: string) => {
      const { kernel, state } = new Machine({ options: { version } });
      const { fpstate } = state.tasks[1]!; // B
      setXstateBv(kernel.context, fpstate, 0n); // as fpu_flush_thread leaves it at execve
      return new DataView(uabiImage(kernel.context, fpstate, 0x55555554).buffer).getUint32(PKRU_OFFSET, true);
    };
    assert.deepEqual([shown('6.1.21'), shown('6.1.22'), shown('6.2'), shown('6.3')], [0x55555554, 0, 0x55555554, 0]);
  });

  it('leavesPkruInitial is not seen where the processor takes a written PKRU for in use', () => {
    const row = CASES.find(({ change }) => change === 'leavesPkruInitial') ?? assert.fail();
    const text = traceOf({ ...row, machine: 'sapphire-rapids' }, 'without').replace('6.12.5', '6.12.4');
    assert.deepEqual(problems(run(text)), []);
  });

  it('keepsXfdInStep lets a CPU that comes up remember what it has written to IA32_XFD', () => {
    const cached = (version: string) => {
      const machine = new Machine({ options: { version } });
      machine.state.cpus[0]!.xfdState = 0n; // as the CPU went down with a task that uses tiles
      enterRoutine(machine.kernel.context, { routine: 'fpu__init_cpu_xstate', locals: {}, cpu: 0 });
      machine.run();
      return [machine.cpu.xfd, machine.percpu.xfdState];
    };
    assert.deepEqual(cached('6.8.2'), [1n << 18n, 0n]);
    assert.deepEqual(cached('6.8.3'), [1n << 18n, 1n << 18n]);
  });

  it('dropsUnlessSaved leaves another task its registers when one ends whose registers are in memory', () => {
    const owner = (version: string) => {
      const machine = new Machine({ options: { version } }).switch('A');
      machine.task('A').needFpuLoad = true;
      machine.state.cpus[0]!.fpregsOwner = machine.task('B').id; // one CPU
      machine.syscall('exit', 0);
      return machine.percpu.fpregsOwner === machine.task('B').id;
    };
    assert.deepEqual([owner('6.15.y'), owner('6.16')], [false, true]);
  });

  it('leavesX87ToKernelCode keeps FCW of the task in the register, and the RFC’s kernel had not come to that', () => {
    const control = (policy: string) => {
      const machine = new Machine({ policy }).switch('A');
      Object.assign(machine.cpu, { fcw: 0x27f, mxcsr: 0x1fc0 });
      machine.kernelSection('begin', 'fpu');
      return [machine.cpu.fcw, machine.cpu.mxcsr];
    };
    assert.deepEqual(control('linux'), [0x27f, 0x1f80]);
    assert.deepEqual(control('linux-rfc-2020'), [0x37f, 0x1f80]);
  });

  /** A machine whose task is in its guest, which has armed XFD. */
  const inGuest = (version: string) => {
    const machine = new Machine({ options: { version } }).switch('A');
    machine.entry.vcpuIoctl('kvm_set_cpuid2', { xcr0: null });
    machine.run();
    machine.entry.runGuest();
    machine.run();
    return machine;
  };

  it('asksForTaskSwitched leaves IA32_XFD_ERR of a guest alone where CR0.TS of the guest has raised #NM', () => {
    const kept = (version: string, cr0: bigint) => {
      const machine = inGuest(version);
      const vcpu = machine.task('A').vcpu ?? assert.fail();
      machine.task('A').fpstate.xfd = XTILEDATA;
      vcpu.xfdPassthrough = true;
      Object.assign(machine.cpu, { xfd: XTILEDATA, xfdErr: XTILEDATA, cr0: machine.cpu.cr0 | cr0 });
      machine.entry.guestException('#NM');
      while (machine.kernel.active) machine.step();
      return vcpu.xfdErr;
    };
    assert.deepEqual([kept('6.14.y', CR0.TS), kept('6.15', CR0.TS)], [XTILEDATA, 0n]);
    assert.deepEqual([kept('6.14.y', 0n), kept('6.15', 0n)], [XTILEDATA, XTILEDATA], 'with CR0.TS = 0 it is by XFD');
  });

  // kvm_load_xfeatures() and kvm_load_guest_pkru() stand in vcpu_enter_guest() itself since 3377a9233d30 and 7df3021b622f.
  it('switchesGuestStateOutside is seen in the text of VM entry and VM exit, and changes no value', () => {
    const shown = (version: string) => {
      const { routines } = new Machine({ options: { version } }).kernel.policy;
      const code = (routine: string, step: string) =>
        routines.find(({ name }) => name === routine)?.steps.find(({ name }) => name === step)?.code;
      return [code('vcpu_enter_guest', 'guest_xsave_state'), code('vmx_vcpu_exit', 'host_xsave_state')];
    };
    assert.deepEqual(shown('6.18.y'), ['kvm_load_guest_xsave_state(vcpu);', 'kvm_load_host_xsave_state(vcpu);']);
    assert.deepEqual(shown('6.19'), [
      'kvm_load_xfeatures(vcpu, true); kvm_load_guest_pkru(vcpu);',
      'kvm_load_host_pkru(vcpu); kvm_load_xfeatures(vcpu, false);',
    ]);
    const values = (version: string) => {
      const machine = inGuest(version);
      const { xcr0, xss, pkru } = machine.cpu;
      return [xcr0, xss, pkru];
    };
    assert.deepEqual(values('6.19'), values('6.18.y'));
  });

  it('locksForKernelUse and listsKernelUse are seen in the text of kernel_fpu_begin', () => {
    const lock = (version: string) =>
      new Machine({ options: { version } }).kernel.policy.routines
        .find(({ name }) => name === 'kernel_fpu_begin')
        ?.steps.find(({ name }) => name === 'preempt_disable')?.code;
    assert.equal(lock('6.14'), 'preempt_disable(); this_cpu_write(in_kernel_fpu, true);');
    assert.equal(lock('6.15'), 'if (!irqs_disabled()) fpregs_lock(); this_cpu_write(in_kernel_fpu, true);');
    assert.equal(lock('6.16'), 'if (!irqs_disabled()) fpregs_lock(); this_cpu_write(kernel_fpu_allowed, false);');
  });
});
