/**
 * The locals of every routine, by its name: parameters, and variables that a debugger shows beside them. A table, a call and
 * whatever reads a local are checked against it, so a name that is spelt wrong does not compile. Kernels that have a routine
 * of the same name share its row.
 */
import type { LocalValue } from '../state/routine-frame';

/** Routines for exceptions that need nothing but a signal. */
export type TrapRoutine =
  | 'exc_divide_error'
  | 'exc_debug'
  | 'exc_int3'
  | 'exc_overflow'
  | 'exc_bounds'
  | 'exc_invalid_op'
  | 'exc_double_fault'
  | 'exc_invalid_tss'
  | 'exc_segment_not_present'
  | 'exc_stack_segment'
  | 'exc_general_protection'
  | 'exc_coprocessor_error'
  | 'exc_alignment_check'
  | 'exc_simd_coprocessor_error'
  | 'exc_control_protection';

/** Routines that exceptions enter. */
export type ExceptionRoutine = TrapRoutine | 'exc_device_not_available' | 'exc_page_fault';

/** @public The compiler names it in the declarations of routines that are variations of others. */
export interface RoutineLocals extends Record<TrapRoutine, 'dr6' | 'error_code' | 'regs_ip' | 'si_code' | 'user_mode'> {
  __fpregs_load_activate: 'tsk';
  __seccomp_filter: 'answer' | 'kill' | 'this_syscall';
  __switch_to: 'next' | 'prev';
  __switch_to_code: 'next' | 'prev';
  __xfd_enable_feature: 'err' | 'guest_fpu' | 'ksize' | 'perm' | 'usize' | 'xfd_err' | 'xfd_event';
  __xstate_request_perm: 'guest' | 'ksize' | 'mask' | 'permitted' | 'requested' | 'usize';
  alloc_xstate_area: 'fpu' | 'mask' | 'newsz' | 'oldsz' | 'state_mask' | 'state_ptr';
  arch_do_signal_or_restart: 'handled' | 'signr';
  arch_release_task_struct: 'tsk';
  begin_new_exec: 't';
  context_switch: 'next' | 'prev';
  copy_fpregs_to_fpstate: 'fpstate' | 'state_mask';
  copy_fpstate_to_sigframe: 'buf_fx' | 'err' | 'mask' | 'pkru' | 'size' | 'tsk';
  copy_kernel_to_fpregs: 'fpstate';
  copy_process: 'child_tid' | 'clone_flags' | 'err' | 'newsp' | 'p' | 'parent_tid' | 'tls';
  copy_uabi_to_xstate: 'guest' | 'hdr.xfeatures' | 'target';
  copy_user_to_xstate: 'hdr.xfeatures' | 'target';
  cpu_down: 'cpu';
  cpu_up: 'cpu';
  die: 'str';
  do_coredump: 'index' | 'ret' | 'signr' | 't';
  do_exit: 'code' | 'oops' | 'signal';
  do_syscall_64: 'nr' | 'ret';
  do_mprotect_pkey: 'end' | 'len' | 'pkey' | 'prot' | 'start';
  do_group_exit: 'exit_code' | 'signal' | 't';
  ex_handler_fprestore: never;
  exc_device_not_available: 'cr0' | 'handled' | 'regs_ip' | 'user_mode' | 'xfd_err';
  exc_page_fault: 'address' | 'error_code' | 'regs_ip' | 'user_mode';
  exit_to_user_mode_prepare: 'delivered' | 'rounds' | 'tsk';
  finish_task_switch: 'prev';
  flush_thread: never;
  fpregs_restore_userregs: 'tsk';
  fpstate_alloc: 'newfps' | 'nofail' | 'tsk';
  fpstate_realloc:
    | 'curfps'
    | 'guest_fpu'
    | 'ksize'
    | 'newfps'
    | 'newfps->size'
    | 'newfps->user_size'
    | 'newfps->user_xfeatures'
    | 'newfps->xfd'
    | 'newfps->xfeatures'
    | 'usize'
    | 'xfeatures';
  fpu__clear_all: never;
  fpu__clear_user_states: 'tsk';
  fpu__copy: 'clone_flags' | 'dst' | 'err';
  fpu__drop: 'tsk';
  fpu__init_cpu_xstate: never;
  fpu__init_system: never;
  fpu__init_system_xstate: 'features' | 'xfeatures';
  fpu__restore_sig:
    | 'buf'
    | 'buf_fx'
    | 'extended_size'
    | 'fx_only'
    | 'magic1'
    | 'ok'
    | 'tsk'
    | 'xfeatures'
    | 'xstate_size';
  fpu__resume_cpu: never;
  fpu_alloc_guest_fpstate: 'fpstate';
  fpu_clone: 'clone_flags' | 'dst' | 'err';
  fpu_copy_guest_fpstate_to_uabi: 'buf' | 'xfeatures';
  fpu_copy_uabi_to_guest_fpstate: 'buf' | 'ret' | 'xcr0';
  fpu_enable_guest_xfd_features: 'ret' | 'xfeatures';
  fpu_flush_thread: 'old';
  fpu_idle_fpregs: never;
  fpu_swap_kvm_fpstate: 'enter_guest';
  fpu_sync_guest_vmexit_xfd_state: never;
  fpu_update_guest_xfd: 'xfd';
  fpu_xstate_prctl: 'arg2' | 'option' | 'ret';
  free_xstate_area: 'fpu';
  get_sigframe:
    | 'entering_altstack'
    | 'fpstate'
    | 'math_size'
    | 'nested_altstack'
    | 'pkru'
    | 'pr_info'
    | 'saved'
    | 'sp'
    | 'tsk';
  get_signal: 'signal' | 'signr' | 'traced';
  handle_cr: never;
  handle_exception_nmi: 'queued';
  handle_signal: 'err' | 'stepping';
  handle_xfd_event: 'err' | 'regs_ip' | 'user_mode' | 'xfd_err';
  harvest_xstate_areas: 'index' | 'only' | 'state_ptr' | 'tsk';
  hrtimer_interrupt: never;
  kernel_amx_begin: 'area' | 'xfd';
  kernel_amx_end: 'xfd';
  kernel_clone: 'child_tid' | 'clone_flags' | 'newsp' | 'p' | 'parent_tid' | 'tls';
  kernel_fpu_begin: 'nested';
  kernel_fpu_end: 'unbalanced';
  kvm_arch_vcpu_ioctl_run: never;
  kvm_emulate_cpuid: 'eax' | 'ecx';
  kvm_emulate_rdmsr: 'msr';
  kvm_emulate_wrmsr: 'data' | 'msr';
  kvm_emulate_xsetbv: 'index' | 'xcr0';
  kvm_put_guest_fpu: never;
  kvm_get_msr_ignored_check: 'data' | 'msr';
  kvm_set_msr_ignored_check: 'data' | 'msr';
  kvm_vcpu_ioctl_set_cpuid2: 'as_supported' | 'ok' | 'ret' | 'xcr0';
  kvm_vcpu_ioctl_x86_get_xcrs: 'argp';
  kvm_vcpu_ioctl_x86_get_xsave2: 'argp' | 'xfeatures';
  kvm_vcpu_ioctl_x86_set_xcrs: 'xcr0';
  kvm_vcpu_ioctl_x86_set_xsave: 'argp' | 'ret';
  msr_io: 'err' | 'fpu_loaded' | 'i' | 'nmsrs' | 'user_msrs' | 'writeback';
  preempt_schedule_irq: 'next' | 'prev';
  ptrace_attach: 'addr' | 'child' | 'data' | 'request';
  ptrace_regset: 'child' | 'kiov.iov_base' | 'kiov.iov_len' | 'request' | 'ret' | 'type';
  ptrace_request: 'addr' | 'child' | 'data' | 'kiov.iov_base' | 'kiov.iov_len' | 'len' | 'request' | 'ret';
  ptrace_resume: 'child' | 'data' | 'request';
  ptrace_signal: 'exit_code';
  ptrace_stop: 'child' | 'exit_code';
  restore_fpregs_from_fpstate: 'fpstate' | 'mask';
  restore_fpregs_from_user: 'buf' | 'fx_only' | 'init_bv' | 'ret' | 'size' | 'tsk' | 'xrestore';
  save_fpregs_to_fpstate: 'fpstate' | 'mask';
  sched_tick: 'next' | 'prev';
  send_signal_locked: 'code' | 'group' | 'sender' | 'sig' | 't';
  setup_rt_frame: 'frame';
  signal_setup_done: 'failed' | 'stepping';
  start_kernel: 'cpu' | 'index' | 't';
  suspend_enter: 'cpu' | 'frozen';
  switch_fpu: 'old';
  switch_fpu_finish: 'new' | 'old';
  switch_fpu_prepare: 'old';
  switch_fpu_return: 'tsk';
  sys_arch_prctl: 'arg2' | 'option' | 'ret';
  sys_clone: 'child_tid' | 'clone_flags' | 'newsp' | 'parent_tid' | 'pid' | 'tls';
  sys_clone3: 'child_tid' | 'clone_flags' | 'exit_signal' | 'parent_tid' | 'pid' | 'stack' | 'stack_size' | 'tls';
  sys_execve: 'argc' | 'argv' | 'envc' | 'envp' | 'path';
  sys_exit: 'error_code';
  sys_exit_group: 'error_code';
  sys_fork: 'pid';
  sys_kill: 'p' | 'pid' | 'ret' | 'sig';
  sys_mmap: 'addr' | 'fd' | 'flags' | 'len' | 'off' | 'path' | 'prot';
  sys_mprotect: 'len' | 'prot' | 'ret' | 'start';
  sys_munmap: 'addr' | 'len';
  sys_pkey_alloc: 'flags' | 'init_val' | 'pkey';
  sys_pkey_free: 'pkey';
  sys_pkey_mprotect: 'len' | 'pkey' | 'prot' | 'ret' | 'start';
  sys_ptrace: 'addr' | 'child' | 'data' | 'pid' | 'request' | 'ret';
  sys_rt_sigaction: 'flags' | 'handler' | 'mask' | 'restorer' | 'sig';
  sys_rt_sigprocmask: 'how' | 'newset' | 'nset';
  sys_rt_sigreturn: 'cs' | 'fpstate' | 'frame' | 'ok' | 'ss';
  sys_getpid: never;
  sys_sched_yield: never;
  sys_tgkill: 'p' | 'pid' | 'ret' | 'sig' | 'tgid';
  sys_vfork: 'pid';
  sys_sigaltstack: 'fsize' | 'ss_flags' | 'ss_size' | 'ss_sp';
  vcpu_enter_guest: never;
  vmx_vcpu_exit: 'exit';
  xdisable_switch: 'next' | 'next_mask' | 'prev' | 'prev_mask' | 'xfd';
  xfd_update_state: 'fpstate' | 'fpstate->xfd';
  xfirstuse_event_handler: 'err' | 'event_mask' | 'user_mode' | 'xfd';
  xstate_request_access: 'err' | 'idx' | 'ksize' | 'requested' | 'usize';
  xstate_request_perm: 'guest' | 'idx' | 'permitted' | 'requested' | 'ret';
  xfpregs_get: 'target' | 'to' | 'ret';
  xfpregs_set: 'count' | 'ret' | 'target' | 'ubuf';
  xstateregs_get: 'target' | 'to' | 'ret';
  xstateregs_set: 'count' | 'err' | 'ret' | 'target' | 'ubuf';
}

export type RoutineName = keyof RoutineLocals;

/** Routines that save the registers of the local `fpstate`. */
export type SaveRoutine = 'save_fpregs_to_fpstate' | 'copy_fpregs_to_fpstate';

/** Locals of a routine; of any of several. */
export type LocalName<R extends RoutineName = RoutineName> = RoutineLocals[R];

/** Set before an instruction of the kernel restarts behind its exception: every routine has it. */
type Restarted = 'restarted';

/** Locals by their names. What no step has set is not there. */
export type LocalsWith<L extends string> = { [K in L | Restarted]?: LocalValue };
