/** Processor time, of which a machine with other work takes nothing away: other programs and XTrace are compared by it. */
import { readFileSync } from 'node:fs';

/** Set for a row that is to be measured by the processor time of its process instead of by the clock. */
export const PROCESSOR_TIME = 'XTRACE_BENCH_PROCESSOR_TIME';

/** Milliseconds that all threads of this process have had. */
export function ownProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A second has so many ticks in what Linux says of processes. */
const TICKS = 100;

/** Places in what stands behind the name of a program (proc_pid_stat(5)): `utime`, and those of children that have ended. */
const UTIME = 11;
const CUTIME = 13;

/** Seconds that programs have had which this process has started and which have ended, with what those have started. */
export function processorTimeOfChildren(): number {
  return ticksFrom(readFileSync('/proc/self/stat', 'utf8').replace(/.*\) /s, ''), CUTIME) / TICKS;
}

/** A command for a shell: a line for the program that runs it, and for each child of that, with `mark` before it. */
export function askForProcessorTime(mark: string): string {
  return `for p in $PPID $(cat /proc/$PPID/task/$PPID/children); do sed 's/.*) /${mark} /' /proc/$p/stat; done`;
}

/** Seconds, of the lines with a mark that such a command has written. */
export function processorTimeIn(output: string, mark: string): number {
  const lines = output.split('\n').filter((line) => line.startsWith(`${mark} `));
  return lines.reduce((sum, line) => sum + ticksFrom(line.slice(mark.length + 1), UTIME), 0) / TICKS;
}

/** Of a time in user mode and the one in the kernel behind it. */
function ticksFrom(stat: string, at: number): number {
  const fields = stat.split(' ');
  return Number(fields[at]) + Number(fields[at + 1]);
}
