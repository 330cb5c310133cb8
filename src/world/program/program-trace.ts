/** The trace that runs a program by itself: what `xtrace exec` and a launch of a program run. */

/** How a program is called. */
export interface ProgramStart {
  /** Of its file, beside the trace. */
  readonly name: string;
  readonly args: readonly string[];
  /** `K=V`. */
  readonly environment: readonly string[];
  /** The file that standard input reads; nothing without it. */
  readonly input?: string | undefined;
}

/** The task has a name that expressions use: `A`. */
export function programTrace({ name, args, environment, input }: ProgramStart): string {
  const list = (word: string, texts: readonly string[]) =>
    texts.length === 0 ? '' : ` ${word} ${texts.map(quoted).join(' ')}`;
  const call = `${list('args', args)}${list('env', environment)}${input === undefined ? '' : list('stdin', [input])}`;
  return `xtrace 1\ntask A exec ${quoted(name)}${call}\nrun A\n`;
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return `"${escaped}"`;
}
