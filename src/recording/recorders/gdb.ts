/** gdb (its manual, "Core File Generation"). */
export const GDB = `# Runs a program until a signal would end it, and writes a core of it there, for xtrace import.
#
#     gdb -q -batch -x record.gdb --args PROGRAM [ARGUMENT ...]
#     xtrace import xtrace.core -o core.xtrace
#
# Needs gdb, and a program that it may run. Of a process that runs already, gcore PID writes the same.
set pagination off
set confirm off
set startup-with-shell off
handle SIGSEGV SIGILL SIGBUS SIGFPE SIGTRAP SIGABRT SIGSYS stop print
handle SIGUSR1 SIGUSR2 SIGALRM SIGCHLD SIGPIPE nostop noprint pass
run
if $_siginfo.si_signo != 0
  generate-core-file xtrace.core
end
`;
