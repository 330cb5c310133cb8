/**
 * Keeps what `xtrace conform --json` has found of one build, for docs/conformance.md: by hand, behind a run of
 * scripts/conform-debian.sh, which calls this.
 *
 *     npx tsx scripts/record-conformance.ts BUILD SET=FILE ...
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildResults, SetResults } from './conformance-page';

const FOLDER = path.join(__dirname, '../test/fixtures/conformance');

interface Line {
  readonly file?: string;
  readonly disagreement?: { readonly line: number; readonly functions: readonly string[] };
}

function resultsOf(file: string): SetResults & { readonly version: string } {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const all = lines.map((line) => JSON.parse(line) as Line);
  const { version, ...sum } = all.at(-1) as unknown as SetResults & { readonly version: string };
  const differences = all.flatMap(({ file: name = '', disagreement }) =>
    disagreement ? [{ file: name, line: disagreement.line + 1, functions: disagreement.functions }] : [],
  );
  return { version, ...sum, differences };
}

const [build = '', ...sets] = process.argv.slice(2);
const named = sets.map((set) => {
  const [name = '', file = ''] = set.split('=');
  const { version, ...results } = resultsOf(file);
  return { version, name, results };
});
const version = named[0]?.version ?? '';
const kept: BuildResults = {
  build,
  version,
  sets: Object.fromEntries(named.map(({ name, results }) => [name, results])),
};
writeFileSync(path.join(FOLDER, `${version}.json`), `${JSON.stringify(kept, null, 2)}\n`);
