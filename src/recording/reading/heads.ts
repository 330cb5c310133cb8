/**
 * What stands ahead of an event, in the forms that Linux's tools print (Documentation/trace/ftrace.rst, perf-script(1)):
 *
 *     amxtest-96 [000] d..2. 34.972005: NAME: ...          trace, trace_pipe, trace-cmd report; flags of 4 or 5, or none
 *     amxtest-96 (  96) [000] d..2. 34.972005: NAME: ...   with record-tgid
 *     amxtest-96 0d..2. 12us+: NAME: ...                   latency format, in microseconds
 *     amxtest 96 [000] 34.972005: GROUP:NAME: ...          perf script and bpftrace, with 96/96 for process and thread
 *
 * Names of tasks may hold blanks, dashes, brackets: so a head is read from its end.
 */
export interface Head {
  readonly comm: string;
  readonly pid: number;
  readonly cpu: number;
  readonly time: string;
  /** The event's name, and what is printed behind it. Empty where the line ends at the colon. */
  readonly event: string;
  readonly text: string;
}

const BY_SECONDS = / \[(\d{1,4})\]\s+(?:([^\s:]{1,8})\s+)?(\d{1,12}\.\d{1,9}):/y;
const BY_MICROSECONDS = /\s(\d{1,4})([dDbBnNpPhHsSzZ.\d]{4,6})\s+(\d{1,15})us[ +!#*@$]?\s*:/;
const WITHOUT_CPU = /\s()()(\d{1,12}\.\d{1,9}):\s/;

const TASK = /(?:^|[-\s])(\d{1,10})(?:\/(\d{1,10}))?(?:\s+\(\s*[-\d]+\))?$/;

/** Undefined for a line that has none of these heads. */
export function readHead(line: string): Head | undefined {
  const match = bySeconds(line) ?? BY_MICROSECONDS.exec(line) ?? WITHOUT_CPU.exec(line);
  if (!match) return undefined;
  const task = taskOf(line.slice(0, match.index));
  if (!task) return undefined;
  const [head, cpu = '', , time = ''] = match;
  const rest = line.slice(match.index + head.length).trim();
  const { comm, pid } = task;
  const { event, text } = eventOf(rest);
  return { comm, pid, cpu: Number(cpu), time: time.includes('.') ? time : seconds(time), event, text };
}

/** Most lines have this form: it is looked for where a bracket is, which a name may have too. */
function bySeconds(line: string): RegExpExecArray | null {
  for (let at = line.indexOf(' ['); at >= 0; at = line.indexOf(' [', at + 1)) {
    BY_SECONDS.lastIndex = at;
    const match = BY_SECONDS.exec(line);
    if (match) return match;
  }
  return null;
}

function taskOf(text: string): { comm: string; pid: number } | undefined {
  const task = text.trim();
  const match = TASK.exec(task);
  return match ? { comm: task.slice(0, match.index).trim(), pid: Number(match[2] ?? match[1]) } : undefined;
}

/** `NAME: text`, `GROUP:NAME: text`, `sys_NAME(arguments)`, `sys_NAME -> result`. */
function eventOf(rest: string): { event: string; text: string } {
  const [head, event = ''] = /^(?:[\w-]+:){0,2}([\w.]+)(?=:(?:\s|$)|\(| -> )/.exec(rest) ?? [];
  if (head === undefined) return { event: '', text: rest };
  const behind = rest.slice(head.length);
  return { event, text: (behind.startsWith(':') ? behind.slice(1) : behind).trim() };
}

function seconds(microseconds: string): string {
  const digits = microseconds.padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
