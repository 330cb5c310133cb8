/** Changes of a trace's text, and where its lines are afterwards. */

/** A `machine` or `kernel` line that says something else, or lines that come before another one. */
export type Change =
  | { readonly kind: 'setting'; readonly keyword: 'machine' | 'kernel'; readonly value: string }
  | {
      readonly kind: 'insert';
      /** Zero-based, of the trace as it is without any change. */
      readonly before: number;
      readonly lines: readonly string[];
    };

export interface Edited {
  readonly text: string;
  /** The zero-based line of the trace that a line of the text was; that of what it stands before, for a line that is new. */
  readonly lineOf: (line: number) => number;
}

/** With all of the changes, each of which speaks of the lines of `text`. */
export function changed(text: string, changes: readonly Change[]): Edited {
  const lines = text.split('\n');
  const before = new Map<number, readonly string[]>();
  for (const change of changes) {
    if (change.kind === 'setting') set(lines, before, change);
    else before.set(change.before, [...(before.get(change.before) ?? []), ...change.lines]);
  }
  const written = lines.flatMap((line, index) => {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const added = (before.get(index) ?? []).map((each) => ({ text: `${indent}${each}`, line: index }));
    return [...added, { text: line, line: index }];
  });
  return { text: written.map((line) => line.text).join('\n'), lineOf: (line) => written[line]?.line ?? line };
}

interface Settings {
  readonly machine?: string | undefined;
  readonly kernel?: string | undefined;
}

/** With the settings that are given. */
export function settingChanged(text: string, settings: Settings): Edited {
  const changes = (['machine', 'kernel'] as const).flatMap((keyword): readonly Change[] => {
    const value = settings[keyword];
    return value === undefined ? [] : [{ kind: 'setting', keyword, value }];
  });
  return changed(text, changes);
}

/** In the place of the trace's own line; a trace that has none gets one behind its first line that says something. */
function set(
  lines: string[],
  before: Map<number, readonly string[]>,
  { keyword, value }: Change & { readonly kind: 'setting' },
): void {
  const line = `${keyword} ${value}`;
  const own = lines.findIndex((candidate) => new RegExp(`^\\s*${keyword}\\b`).test(candidate));
  const behind = lines.findIndex((candidate) => /^\s*xtrace\b/.test(candidate)) + 1;
  if (own >= 0) lines[own] = line;
  else before.set(behind, [...(before.get(behind) ?? []), line]);
}

/** What the `machine` or `kernel` line says behind the keyword; undefined where there is none. */
export function settingOf(text: string, keyword: 'machine' | 'kernel'): string | undefined {
  const line = text.split('\n').find((candidate) => new RegExp(`^\\s*${keyword}\\b`).test(candidate));
  return line?.split(';')[0]?.trim().slice(keyword.length).trim();
}
