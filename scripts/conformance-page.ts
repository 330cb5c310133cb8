/** docs/conformance.md: how far the model and the code of real kernels agree, of results that have been kept. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NATIVE_ROWS } from '../src/kernel/policies/vmlinux';
import { changeRow, LINUX_CHANGES } from '../src/kernel/versions/changes';
import { CONFIRMED } from '../src/kernel/versions/confirmed';
import { EVIDENCE, type Evidence } from './change-evidence';
import { markdownTable, replaceTable } from './marked-table';

/** As `xtrace conform --json` sums up. */
export interface SetResults {
  readonly traces: number;
  readonly agree: number;
  readonly differ: number;
  readonly left_out: number;
  readonly steps: number;
  /** Calls in steps that agree. */
  readonly functions: Readonly<Record<string, number>>;
  readonly differences: readonly {
    readonly file: string;
    readonly line: number;
    readonly functions: readonly string[];
  }[];
}

export interface BuildResults {
  /** The package that the image is from. */
  readonly build: string;
  readonly version: string;
  /** By the keys of `SETS`, which scripts/conform-debian.sh gives to folders of traces. */
  readonly sets: Readonly<Record<string, SetResults>>;
}

const FOLDER = path.join(__dirname, '../test/fixtures/conformance');
const SETS: Readonly<Record<string, string>> = {
  groups: 'recorded groups',
  examples: 'examples',
  machines: 'machines',
  others: 'other events',
};

/** The boot around the counted functions, and a second row for the same function. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['fpu__init_system_xstate', '__switch_to_code']);

export function keptResults(): readonly BuildResults[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  const all = files.map((name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as BuildResults);
  return all.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

/** The page with its tables made anew. @throws Error where a mark is missing. */
export function withResults(page: string, builds: readonly BuildResults[]): string {
  const rows = builds.flatMap(({ build, sets }) =>
    Object.entries(sets).map(([set, { traces, agree, differ, left_out: leftOut, steps }]) => [
      `\`${build}\``,
      SETS[set] ?? set,
      ...[traces, agree, differ, leftOut, steps].map(number),
    ]),
  );
  const sums = markdownTable([['build', 'traces', 'all', 'agree', 'differ', 'left out', 'steps that agree'], ...rows]);
  const routines = NATIVE_ROWS.map(({ routine, needs }) => [routine.name, needs] as const).filter(
    ([name]) => !NOT_COUNTED.has(name),
  );
  const calls = markdownTable([
    ['routine', ...builds.map(({ version }) => version)],
    ...routines.map(([name, needs]) => [`\`${name}\``, ...builds.map((build) => number(callsOf(build, needs)))]),
  ]);
  return replaceTable(replaceTable(replaceTable(page, 'sums', sums), 'calls', calls), 'confirmed', confirmedTable());
}

function confirmedTable(): string {
  const rows = LINUX_CHANGES.flatMap((change) => {
    const [confirmed, evidence] = [CONFIRMED[change], EVIDENCE[change]];
    if (!confirmed || !evidence) return [];
    const { since, what } = changeRow(change);
    return [[since, what, confirmed.join(' and '), evidenceText(evidence)]];
  });
  return markdownTable([['since', 'the kernel', 'confirmed by', 'what shows it'], ...rows]);
}

function evidenceText(evidence: Evidence): string {
  if (evidence.kind === 'trace') return `\`${evidence.file}\`: its code agrees with the row, and not without it`;
  if (evidence.kind === 'member')
    return `the member \`${evidence.path}\` of \`struct ${evidence.struct}\` came with it`;
  return `the symbol \`${evidence.name}\` ${evidence.isGone ? 'went' : 'came'} with it`;
}

function callsOf({ sets }: BuildResults, name: string): number {
  return Object.values(sets).reduce((sum, { functions }) => sum + (functions[name] ?? 0), 0);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
