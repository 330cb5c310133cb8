/**
 * Puts mistakes into a copy of the source, one at a time, and says which of them the tests do not notice:
 *
 *     npx tsx scripts/mutants.ts [WORDS OF A NAME]
 *
 * Ends with 1 when one is not noticed, or has nowhere to be put because the source has changed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutants/mutant';
import { SAVING_MUTANTS } from './mutants/saving';
import { TILE_MUTANTS } from './mutants/tiles';

const ROOT = path.join(__dirname, '..');
/** What the tests of the machine need. */
const FOLDERS = ['src/machine', 'test/machine', 'test/fixtures', 'assembly', 'scripts'];
const FILES = ['package.json', 'tsconfig.json', '.mocharc.json'];
/** Milliseconds. A mutant may loop for ever, which counts as noticed. */
const PATIENCE = 120_000;

type Verdict = 'noticed' | 'NOT NOTICED' | 'NOT APPLICABLE';

function makeCopy(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-mutants-'));
  for (const part of [...FOLDERS, ...FILES])
    cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** What mocha says of the suites in the copy when one of them fails; undefined when all pass. */
function failure(folder: string, suites: readonly string[]): string | undefined {
  const files = suites.map((suite) => `test/machine/${suite}.test.ts`);
  const mocha = path.join(ROOT, 'node_modules/mocha/bin/mocha.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, '--bail', '--reporter', 'dot', ...files], {
    cwd: folder,
    timeout: PATIENCE,
    encoding: 'utf8',
  });
  return status === 0 ? undefined : stdout + stderr;
}

function judge(folder: string, { file, from, to, suites }: Mutant): Verdict {
  const target = path.join(folder, 'src/machine', `${file}.ts`);
  const source = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (source.split(from).length !== 2) return 'NOT APPLICABLE';
  writeFileSync(
    target,
    source.replace(from, () => to),
  );
  const verdict = failure(folder, suites) === undefined ? 'NOT NOTICED' : 'noticed';
  writeFileSync(target, source);
  return verdict;
}

function main(words: string): void {
  const chosen = [...TILE_MUTANTS, ...SAVING_MUTANTS].filter(({ name }) => name.includes(words));
  const folder = makeCopy();
  try {
    const broken = failure(folder, [...new Set(chosen.flatMap(({ suites }) => suites))]);
    if (broken !== undefined) {
      console.log(`The suites fail without any mistake; mend that first.\n${broken}`);
      process.exitCode = 1;
      return;
    }
    const verdicts = chosen.map((mutant) => {
      const verdict = judge(folder, mutant);
      console.log(`${verdict.padEnd(15)} ${mutant.name}`);
      return verdict;
    });
    const noticed = verdicts.filter((verdict) => verdict === 'noticed').length;
    console.log(`${noticed} of ${chosen.length} noticed`);
    process.exitCode = noticed === chosen.length ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.slice(2).join(' '));
