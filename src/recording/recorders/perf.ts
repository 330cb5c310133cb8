/** perf (perf-record(1), perf-script(1)). */
export const PERF = String.raw`#!/bin/sh
# Records what a program and its children do with extended state, for xtrace import.
#
#     sudo sh record.sh PROGRAM [ARGUMENT ...] > perf.txt
#     xtrace import perf.txt -o trace.xtrace
#
# Needs perf, the rights of root (or kernel.perf_event_paranoid = -1), and a kernel with CONFIG_PERF_EVENTS,
# CONFIG_FTRACE_SYSCALLS and the trace events of extended state.
set -eu
[ $# -gt 0 ] || { echo "usage: $0 PROGRAM [ARGUMENT ...] > perf.txt" >&2; exit 2; }

data=$(mktemp)
trap 'rm -f "$data"' EXIT
msrs='msr == 0x1c4 || msr == 0x1c5 || msr == 0xda0'
status=0
perf record -q -o "$data" \
    -e 'x86_fpu:*' \
    -e msr:read_msr --filter "$msrs" -e msr:write_msr --filter "$msrs" \
    -e sched:sched_switch -e sched:sched_process_fork -e sched:sched_process_exec -e sched:sched_process_exit \
    -e signal:signal_generate -e signal:signal_deliver \
    -e syscalls:sys_enter_arch_prctl -e syscalls:sys_exit_arch_prctl \
    -e syscalls:sys_enter_sigaltstack -e syscalls:sys_exit_sigaltstack \
    -- "$@" >&2 || status=$?
sed 's/^/# /' /proc/version
perf script -i "$data" -F comm,tid,cpu,time,event,trace
exit $status
`;
