/** bpftrace (its manual, bpftrace(8)): it prints the lines of a trace buffer, which is what is imported. */
export const BPFTRACE = String.raw`#!/usr/bin/env bpftrace
/*
 * Records what one process and its children do with extended state, for xtrace import.
 *
 *     sudo bpftrace -q -c 'PROGRAM ARGUMENT' record.bt > trace.txt
 *     xtrace import trace.txt -o trace.xtrace
 *
 * Needs root, and a kernel with CONFIG_BPF_SYSCALL, CONFIG_BPF_EVENTS, CONFIG_FTRACE_SYSCALLS and CONFIG_DEBUG_INFO_BTF.
 */

BEGIN { @mine[cpid] = 1; }

tracepoint:sched:sched_process_fork /@mine[args->parent_pid]/
{
    @mine[args->child_pid] = 1;
    printf("%s-%d [%03d] %llu.%06llu: sched_process_fork: comm=%s pid=%d child_comm=%s child_pid=%d\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
        comm, args->parent_pid, comm, args->child_pid);
}

tracepoint:x86_fpu:x86_fpu_regs_activated,
tracepoint:x86_fpu:x86_fpu_regs_deactivated,
tracepoint:x86_fpu:x86_fpu_dropped
/@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: %s: x86/fpu: %p load: %d xfeatures: %llx xcomp_bv: %llx\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
        probe, args->fpu, args->load_fpu, args->xfeatures, args->xcomp_bv);
}

tracepoint:msr:read_msr,
tracepoint:msr:write_msr
/@mine[tid] && (args->msr == 0x1c4 || args->msr == 0x1c5 || args->msr == 0xda0)/
{
    printf("%s-%d [%03d] %llu.%06llu: %s: %x, value %llx\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000, probe, args->msr, args->val);
}

tracepoint:sched:sched_switch /@mine[args->prev_pid] || @mine[args->next_pid]/
{
    printf("%s-%d [%03d] %llu.%06llu: sched_switch: prev_comm=%s prev_pid=%d prev_prio=%d prev_state=R ==> next_comm=%s next_pid=%d next_prio=%d\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
        args->prev_comm, args->prev_pid, args->prev_prio, args->next_comm, args->next_pid, args->next_prio);
}

tracepoint:sched:sched_process_exec /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: sched_process_exec: filename= pid=%d old_pid=%d\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000, args->pid, args->old_pid);
}

tracepoint:sched:sched_process_exit /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: sched_process_exit: comm=%s pid=%d prio=%d\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000, args->comm, args->pid, args->prio);
}

tracepoint:signal:signal_generate /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: signal_generate: sig=%d errno=%d code=%d comm=%s pid=%d grp=%d res=%d\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
        args->sig, args->errno, args->code, args->comm, args->pid, args->group, args->result);
}

tracepoint:signal:signal_deliver /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: signal_deliver: sig=%d errno=%d code=%d sa_handler=%lx sa_flags=%lx\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
        args->sig, args->errno, args->code, args->sa_handler, args->sa_flags);
}

tracepoint:syscalls:sys_enter_arch_prctl /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: sys_enter_arch_prctl: option: %lx, arg2: %lx\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000, args->option, args->arg2);
}

tracepoint:syscalls:sys_exit_arch_prctl /@mine[tid]/
{
    printf("%s-%d [%03d] %llu.%06llu: sys_exit_arch_prctl: %lx\n",
        comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000, args->ret);
}

END { clear(@mine); }
`;
