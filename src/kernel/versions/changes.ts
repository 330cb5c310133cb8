/**
 * What changed in mainline: one row a change, with the version that brought it and, if it is gone again, the version that
 * took it away. A step or a routine that came or went with a change bears the change's name in `since` or `until`; the tables
 * of a version are those of all versions without what it lacks (`of-version.ts`). Where no single step came with a change,
 * code asks `kernel.has(change)`.
 */
import { isAtLeast, isSameSeries } from './version';

/** A mainline version, and the first of each other stable series that took the same over. */
interface Appearance {
  readonly version: string;
  readonly stable?: readonly string[];
}

interface Change {
  /** The first mainline version that has it. */
  readonly since: string;
  /** The first point release of each older series that has it too. */
  readonly stable?: readonly string[];
  /** The first versions that no longer have it. */
  readonly until?: Appearance;
  /** A clause for the documentation; its subject is the version. */
  readonly what: string;
  /** A phrase for the documentation: where a trace sees the change. */
  readonly seen: string;
  /** Of mainline: the commit that brought it, else the one that took it away; where it is not one commit, the file. */
  readonly source: string;
}

const CHANGES = {
  leavesX87ToKernelCode: {
    since: '5.12',
    what: 'loads MXCSR for kernel code that uses vectors, and leaves x87 as it is',
    seen: 'FCW between kernel_fpu_begin and kernel_fpu_end',
    source: 'arch/x86/include/asm/fpu/api.h',
  },
  switchesPkruByItself: {
    since: '5.14',
    what: 'switches PKRU at once, and XRSTORS does not load it',
    seen: 'PKRU of a task that was switched to',
    source: 'arch/x86/kernel/process_64.c',
  },
  tellsFrameSize: {
    since: '5.14',
    what: 'tells programs how large a signal frame can be',
    seen: 'AT_MINSIGSTKSZ',
    source: 'arch/x86/kernel/signal.c',
  },
  checksSignalStackOnEntry: {
    since: '5.14',
    what: 'checks that a signal frame fits the alternate stack that it enters',
    seen: 'SIGSEGV instead of memory below the stack overwritten',
    source: 'arch/x86/kernel/signal.c',
  },
  dropsPkruOfTracers: {
    since: '5.14',
    until: { version: '6.2', stable: ['5.15.88', '6.1.6'] },
    what: 'drops PKRU of an image that PTRACE_SETREGSET brings',
    seen: 'the write of PKRU has no effect',
    source: '4a804c4f8356',
  },
  trustsFrameSize: {
    since: '5.14',
    until: { version: '6.8', stable: ['6.1.79', '6.6.18', '6.7.6'] },
    what: 'faults a signal frame in by the size that the frame claims (CVE-2024-26603)',
    seen: 'rt_sigreturn never ends where the frame claims less than it holds',
    source: 'd877550eaf2d',
  },
  knowsFrameSizes: {
    since: '5.16',
    what: 'knows signal frames of different sizes',
    seen: 'sigaltstack and the permission check each other',
    source: 'arch/x86/kernel/signal.c',
  },
  forgetsPermissions: {
    since: '5.16',
    until: { version: '5.18', stable: ['5.16.20', '5.17.2'] },
    what: 'overwrites the permissions of a process with the one that it asks for',
    seen: 'ARCH_GET_XCOMP_PERM answers 0x40000',
    source: '063452fd94d1',
  },
  hasGuests: {
    since: '5.17',
    what: 'has permissions and buffers for guests (KVM)',
    seen: 'ARCH_REQ_XCOMP_GUEST_PERM, vmenter',
    source: 'arch/x86/kernel/fpu/core.c',
  },
  tellsHalfOfTiles: {
    since: '5.17',
    until: { version: '6.4' },
    what: 'tells guests of XTILECFG when it may not tell of XTILEDATA',
    seen: 'leaf D.0 of a guest without permission',
    source: '55cd57b596e8',
  },
  managesPasid: {
    since: '5.18',
    what: 'manages PASID as a supervisor component, where it is configured',
    seen: 'IA32_XSS, masks of areas',
    source: 'arch/x86/kernel/fpu/xstate.c',
  },
  releasesTilesInIdle: {
    since: '6.0',
    what: 'releases tiles before deep idle',
    seen: 'a task that comes back from idle loads its registers',
    source: 'drivers/idle/intel_idle.c',
  },
  writesPkruByHeader: {
    since: '6.3',
    stable: ['6.1.22'],
    what: 'writes PKRU into the image of PTRACE_GETREGSET only if the area has it',
    seen: 'the image of a task that has not run',
    source: 'b15888840207',
  },
  tellsRseqSize: {
    since: '6.3',
    what: 'tells programs in the auxiliary vector how large struct rseq is',
    seen: 'AT_RSEQ_FEATURE_SIZE and AT_RSEQ_ALIGN of a program',
    source: '317c8194e6ae',
  },
  managesShadowStacks: {
    since: '6.6',
    what: 'manages CET_U as a supervisor component, where user shadow stacks are configured',
    seen: 'IA32_XSS, masks and sizes of areas, NT_X86_SHSTK',
    source: 'arch/x86/kernel/fpu/xstate.c',
  },
  limitsGuestImage: {
    since: '6.6',
    stable: ['6.1.60', '6.5.9'],
    what: 'limits KVM_GET_XSAVE to the components that the guest is told of',
    seen: 'images of guests',
    source: '8647c52e9504',
  },
  keepsXfdInStep: {
    since: '6.9',
    stable: ['6.1.84', '6.6.24', '6.7.12', '6.8.3'],
    what: 'notes the value of IA32_XFD when a CPU comes up',
    seen: 'the first write of IA32_XFD on a CPU that has come up',
    source: '10e4b5166df9',
  },
  opensPkru: {
    since: '6.12',
    what: 'opens PKRU while it writes a signal frame',
    seen: 'signal stacks that the interrupted code has no access to',
    source: 'arch/x86/kernel/signal.c',
  },
  leavesPkruInitial: {
    since: '6.12',
    until: { version: '6.13', stable: ['6.12.5'] },
    what: 'writes PKRU into a signal frame without its bit in XSTATE_BV',
    seen: 'PKRU is 0 behind rt_sigreturn where the processor tracks PKRU (AMD)',
    source: 'ae6012d72fa6',
  },
  asksForPkruBit: {
    since: '6.13',
    stable: ['6.12.5'],
    until: { version: '6.16', stable: ['6.12.36', '6.15.5'] },
    what: 'writes the XSTATE_BV of a signal frame anew, from XGETBV(1) and the bit of PKRU',
    seen: 'processors without XGETBV(1)',
    source: 'ae6012d72fa6',
  },
  knowsGraniteIdle: {
    since: '6.12',
    what: 'knows the idle states of Granite Rapids, and releases tiles there too',
    seen: 'a task that comes back from idle loads its registers',
    source: 'drivers/idle/intel_idle.c',
  },
  tellsCoreLayout: {
    since: '6.12',
    what: 'says in core files where each component lies',
    seen: 'NT_X86_XSAVE_LAYOUT',
    source: 'arch/x86/kernel/fpu/xstate.c',
  },
  locksForKernelUse: {
    since: '6.15',
    what: 'takes fpregs_lock in kernel_fpu_begin, unless interrupts are off',
    seen: 'the text of kernel_fpu_begin',
    source: 'arch/x86/kernel/fpu/core.c',
  },
  asksForTaskSwitched: {
    since: '6.15',
    what: 'saves IA32_XFD_ERR of a guest only where CR0.TS of the guest is 0',
    seen: 'IA32_XFD_ERR of a guest with CR0.TS set',
    source: '3ef0df3f760f',
  },
  seeksMagicAtUserSize: {
    since: '6.15',
    until: { version: '7.1', stable: ['6.18.35'] },
    what: 'looks for the end of a signal frame where frames of this task end now, and checks no sizes',
    seen: 'a frame from before the first use of tiles, or of a smaller machine, comes back without AVX',
    source: 'dc8aa31a7ac2',
  },
  addsPkruBit: {
    since: '6.16',
    stable: ['6.12.36', '6.15.5'],
    what: 'adds the bit of PKRU to the XSTATE_BV that a signal frame has',
    seen: 'processors without XGETBV(1)',
    source: 'd1e420772cd1',
  },
  keepsSupervisorPermissions: {
    since: '6.16',
    what: 'keeps supervisor components among the permissions of a process that asks for more',
    seen: 'the permissions of a process behind ARCH_REQ_XCOMP_PERM, as a debugger shows them',
    source: 'd8414603b29f',
  },
  dropsUnlessSaved: {
    since: '6.16',
    what: 'lets an ending task give up the registers only if they are its own',
    seen: 'whose registers a CPU holds behind the end of a task',
    source: 'arch/x86/kernel/fpu/core.c',
  },
  knowsApx: {
    since: '6.16',
    what: 'knows APX, so that component number 19 is no longer invalid',
    seen: 'ARCH_REQ_XCOMP_PERM of 19, masks',
    source: 'arch/x86/kernel/fpu/xstate.c',
  },
  switchesInOne: {
    since: '6.16',
    what: 'marks the task that leaves, in one function for the switch',
    seen: 'switch_fpu',
    source: 'arch/x86/include/asm/fpu/sched.h',
  },
  listsKernelUse: {
    since: '6.16',
    what: 'keeps per CPU whether the kernel may use the registers, not whether it does',
    seen: 'the text of kernel_fpu_begin',
    source: 'arch/x86/kernel/fpu/core.c',
  },
  tracesLess: {
    since: '6.16',
    what: 'has seven trace events of extended state, where eleven were',
    seen: 'recordings of real kernels only',
    source: '99850a1c93fe',
  },
  hasGuestDefaults: {
    since: '6.17',
    what: 'has defaults of their own for guests, with CET_S',
    seen: 'masks and sizes of guests',
    source: 'arch/x86/kernel/fpu/xstate.c',
  },
  syncsXfdOnDelivery: {
    since: '6.18',
    stable: ['6.1.159', '6.12.58'],
    what: 'brings XFD in step when a signal is delivered',
    seen: 'a task that is preempted between its signal frame and its handler',
    source: '388eff894d6b',
  },
  virtualisesCet: {
    since: '6.18',
    what: 'gives guests shadow stacks and branch tracking, where the host manages CET_U and CET_S',
    seen: 'IA32_XSS, CPUID and MSRs of guests',
    source: 'e140467bbdaf',
  },
  clearsGuestDisabled: {
    since: '6.19',
    stable: ['6.1.162', '6.12.67'],
    what: 'takes out of a guest’s area what the guest disables',
    seen: 'XRSTORS of a guest with tiles that it has disabled',
    source: 'b45f72177594',
  },
  switchesGuestStateOutside: {
    since: '6.19',
    what: 'switches XCR0, IA32_XSS and PKRU of a guest outside of the loop of entries',
    seen: 'the order of VM entry and VM exit',
    source: '3377a9233d30',
  },
} as const satisfies Readonly<Record<string, Change>>;

export type LinuxChange = keyof typeof CHANGES;

/** In the order of the table: by the version that brought it. */
export const LINUX_CHANGES = Object.keys(CHANGES) as readonly LinuxChange[]; // its own keys

export function changeRow(change: LinuxChange): Change {
  return CHANGES[change];
}

/** Whether the kernel of that version has the change: mainline, or a stable kernel that took it over. */
export function hasChange(version: string, change: LinuxChange): boolean {
  const { since, stable, until }: Change = CHANGES[change];
  return isBehind(version, { version: since, ...(stable && { stable }) }) && !(until && isBehind(version, until));
}

function isBehind(version: string, { version: mainline, stable = [] }: Appearance): boolean {
  return isAtLeast(version, mainline) || stable.some((from) => isSameSeries(version, from) && isAtLeast(version, from));
}
