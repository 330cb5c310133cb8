/** Changes of a trace's text, and where its lines are afterwards. */

export interface Edited {
  readonly text: string;
  /** The zero-based line of the trace that a line of the text was; that of what it stands before, for a line that is new. */
  readonly lineOf: (line: number) => number;
}

/** @param before zero-based. */
export function insertLines(text: string, before: number, added: readonly string[]): Edited {
  const lines = text.split('\n');
  const indent = /^\s*/.exec(lines[before] ?? '')?.[0] ?? '';
  const changed = [...lines.slice(0, before), ...added.map((line) => `${indent}${line}`), ...lines.slice(before)];
  return {
    text: changed.join('\n'),
    lineOf: (line) => (line < before ? line : Math.max(before, line - added.length)),
  };
}

/** With another `machine` or `kernel` line; a trace that has none gets one behind its first line that says something. */
export function setSetting(text: string, keyword: 'machine' | 'kernel', value: string): Edited {
  const lines = text.split('\n');
  const own = lines.findIndex((line) => new RegExp(`^\\s*${keyword}\\b`).test(line));
  if (own >= 0) return { text: lines.with(own, `${keyword} ${value}`).join('\n'), lineOf: (line) => line };
  const first = lines.findIndex((line) => /^\s*xtrace\b/.test(line));
  return insertLines(text, first + 1, [`${keyword} ${value}`]);
}

interface Settings {
  readonly machine?: string | undefined;
  readonly kernel?: string | undefined;
}

/** With the settings that are given. */
export function withSettings(text: string, { machine, kernel }: Settings): Edited {
  const first = machine === undefined ? unchanged(text) : setSetting(text, 'machine', machine);
  if (kernel === undefined) return first;
  const second = setSetting(first.text, 'kernel', kernel);
  return { text: second.text, lineOf: (line) => first.lineOf(second.lineOf(line)) };
}

function unchanged(text: string): Edited {
  return { text, lineOf: (line) => line };
}

/** What the `machine` or `kernel` line says behind the keyword; undefined where there is none. */
export function settingOf(text: string, keyword: 'machine' | 'kernel'): string | undefined {
  const line = text.split('\n').find((candidate) => new RegExp(`^\\s*${keyword}\\b`).test(candidate));
  return line?.split(';')[0]?.trim().slice(keyword.length).trim();
}
