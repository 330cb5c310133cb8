/**
 * The trace buffer (Documentation/trace/ftrace.rst, events.rst, kprobetrace.rst). The offsets in the probes are those of
 * `struct fpstate` (arch/x86/include/asm/fpu/types.h), the same since 5.16: its area begins at 64, the header of that at 576.
 */
export const FTRACE = `#!/bin/sh
# Records what a program and its children do with extended state, for xtrace import.
#
#     sudo sh record.sh PROGRAM [ARGUMENT ...] > trace.txt
#     xtrace import trace.txt -o trace.xtrace
#
# Needs root, and a kernel with CONFIG_FTRACE, CONFIG_ENABLE_DEFAULT_TRACERS or another tracer, CONFIG_FTRACE_SYSCALLS and
# CONFIG_KPROBE_EVENTS. What is not there is named, and left out. It uses the buffer of the whole machine: nobody else may.
set -eu
[ $# -gt 0 ] || { echo "usage: $0 PROGRAM [ARGUMENT ...] > trace.txt" >&2; exit 2; }

t=/sys/kernel/tracing
[ -e "$t/trace" ] || t=/sys/kernel/debug/tracing
[ -w "$t/trace" ] || { echo "$0: there is no trace buffer that may be written: run it as root" >&2; exit 1; }

event() {
    if [ -e "$t/events/$1/enable" ]; then
        [ $# -lt 2 ] || echo "$2" > "$t/events/$1/filter"
        echo 1 > "$t/events/$1/enable"
    else
        echo "$0: this kernel has no event $1" >&2
    fi
}

probe() {
    echo "$2" >> "$t/kprobe_events" 2>/dev/null && event "kprobes/$1" || echo "$0: no probe $1" >&2
}

stop() {
    echo 0 > "$t/tracing_on"
    echo > "$t/set_event_pid"
    echo 0 > "$t/events/enable"
    for name in xtrace_restore xtrace_enable xtrace_enabled xtrace_clone xtrace_flush; do
        echo "-:$name" >> "$t/kprobe_events" 2>/dev/null || true
    done
}

trap stop EXIT
stop
echo > "$t/trace"
echo 16384 > "$t/buffer_size_kb"
echo nop > "$t/current_tracer"
echo 1 > "$t/options/event-fork"

event x86_fpu
event msr/read_msr 'msr == 0x1c4 || msr == 0x1c5 || msr == 0xda0'
event msr/write_msr 'msr == 0x1c4 || msr == 0x1c5 || msr == 0xda0'
for name in switch process_fork process_exec process_exit; do event "sched/sched_$name"; done
event signal/signal_generate
event signal/signal_deliver
for name in arch_prctl sigaltstack rt_sigreturn; do
    event "syscalls/sys_enter_$name"
    event "syscalls/sys_exit_$name"
done
probe xtrace_restore 'p:xtrace_restore restore_fpregs_from_fpstate size=+0(%di):u32 usize=+4(%di):u32 xfeatures=+8(%di):x64 uxfeatures=+16(%di):x64 xfd=+24(%di):x64 bv=+576(%di):x64 comp=+584(%di):x64 mask=%si:x64'
probe xtrace_enable 'p:xtrace_enable __xfd_enable_feature err=%di:x64'
probe xtrace_enabled 'r:xtrace_enabled __xfd_enable_feature ret=$retval:s32'
probe xtrace_clone 'p:xtrace_clone fpu_clone flags=%si:x64'
probe xtrace_flush 'p:xtrace_flush fpu_flush_thread'

status=0
T=$t sh -c 'echo $$ > "$T/set_event_pid"; echo 1 > "$T/tracing_on"; exec "$@"' sh "$@" >&2 || status=$?
echo 0 > "$t/tracing_on"
sed 's/^/# /' /proc/version
cat "$t/trace"
exit $status
`;
