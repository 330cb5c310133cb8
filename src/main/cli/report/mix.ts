/** Which instructions a program has executed, by feature and function; and whether they are those that were asked for. */
import type { Retired } from '../../../library';

/** What every x86-64 processor has. */
const BASE = 'x86-64';
/** Lines of C that a row of text tells of. */
const MOST_LINES = 4;

interface LineCount {
  readonly file: string;
  readonly line: number;
  readonly count: number;
}

/** What one function has executed of one feature. An instruction that needs two features is in the rows of both. */
interface MixRow {
  readonly program: string;
  readonly feature: string;
  /** The shared object that the function is in; null where it is in the program. */
  readonly object: string | null;
  /** Null outside of all functions that the file names. */
  readonly function: string | null;
  readonly count: number;
  /** The mnemonics, the most frequent first. */
  readonly instructions: readonly string[];
  /** The C lines, the most frequent first; empty without debugging information. */
  readonly lines: readonly LineCount[];
}

/** Features by their names, and in each the functions that have executed the most of it first. */
export function mixOf(retired: readonly Retired[]): readonly MixRow[] {
  const groups = new Map<string, Retired[]>();
  for (const one of retired) {
    for (const feature of one.features.length === 0 ? [BASE] : one.features) {
      const key = JSON.stringify([feature, one.program, one.object ?? null, one.function ?? null]);
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  const rows = [...groups].map(([key, group]): MixRow => {
    const [feature, program, object, name] = JSON.parse(key) as [string, string, string | null, string | null]; // as it was made above
    return {
      program,
      feature,
      object,
      function: name,
      count: sum(group),
      instructions: ranked(group, ({ mnemonic }) => mnemonic).map(([mnemonic]) => mnemonic),
      lines: linesOf(group),
    };
  });
  return rows.sort((a, b) => compareTexts(a.feature, b.feature) || b.count - a.count);
}

function sum(group: readonly { readonly count: number }[]): number {
  return group.reduce((total, { count }) => total + count, 0);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function linesOf(group: readonly Retired[]): readonly LineCount[] {
  const placed = group.filter(({ file, line }) => file !== undefined && line !== undefined);
  return ranked(placed, ({ file, line }) => `${line} ${file}`).map(([place, count]) => {
    const space = place.indexOf(' ');
    return { file: place.slice(space + 1), line: Number(place.slice(0, space)), count };
  });
}

/** Names with the sums of their counts, the greatest first. */
function ranked(group: readonly Retired[], nameOf: (one: Retired) => string): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const one of group) sums.set(nameOf(one), (sums.get(nameOf(one)) ?? 0) + one.count);
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** Functions of one feature that text tells of. */
const MOST_FUNCTIONS = 20;

/** A line a row, with the sum of each feature before them. */
export function mixText(rows: readonly MixRow[]): string {
  const features = [...new Set(rows.map(({ feature }) => feature))];
  const groups = features.map((feature) => rows.filter((row) => row.feature === feature));
  const widest = Math.max(0, ...groups.map((group) => String(sum(group)).length));
  const count = (value: number) => String(value).padStart(widest);
  const lines = groups.flatMap((group, index) => {
    const rest = group.slice(MOST_FUNCTIONS);
    return [
      `${count(sum(group))}  ${features[index]}`,
      ...group.slice(0, MOST_FUNCTIONS).map((row) => `${count(row.count)}    ${rowText(row)}`),
      ...(rest.length > 0 ? [`${count(sum(rest))}    and ${rest.length} more functions`] : []),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function rowText({ object, function: name, instructions, lines }: MixRow): string {
  const where = object === null ? '' : ` in ${object.replace(/^.*\//, '')}`;
  const shown = lines.slice(0, MOST_LINES).map(({ file, line }) => `${file.replace(/^.*\//, '')}:${line}`);
  const places = lines.length > MOST_LINES ? [...shown, `and ${lines.length - MOST_LINES} more lines`] : shown;
  const mnemonics =
    instructions.length > MOST_MNEMONICS ? [...instructions.slice(0, MOST_MNEMONICS), '...'] : instructions;
  return `${name ?? '(no function)'}${where}: ${mnemonics.join(' ')}${places.length > 0 ? ` (${places.join(', ')})` : ''}`;
}

const MOST_MNEMONICS = 6;

/** A JSON object a line, with `kind: 'mix'`. */
export function mixJson(rows: readonly MixRow[]): string {
  return rows.map((row) => `${JSON.stringify({ kind: 'mix', ...row })}\n`).join('');
}

/** A sentence for each required feature of which nothing has retired, and for each forbidden one of which something has. */
export function featureProblems(
  retired: readonly Retired[],
  required: readonly string[],
  forbidden: readonly string[],
): readonly string[] {
  const of = (feature: string) => retired.filter(({ features }) => features.includes(feature));
  return [
    ...required
      .filter((feature) => of(feature).length === 0)
      .map((feature) => `--require ${feature}: the program has not executed one instruction of it.`),
    ...forbidden.flatMap((feature) => {
      const group = of(feature);
      const [first] = group;
      return first
        ? [
            `--forbid ${feature}: the program has executed ${first.mnemonic}${placeText(first)}, and ${sum(group)} instructions of it in all.`,
          ]
        : [];
    }),
  ];
}

function placeText({ function: name, file, line, address }: Retired): string {
  const place = file === undefined ? '' : ` (${file}:${line})`;
  return `${name === undefined ? ` at 0x${address.toString(16)}` : ` in ${name}`}${place}`;
}
