/**
 * `npm run bench [-- NAME]`: measures the rows whose name contains NAME, or all, and prints them as a table.
 * `npm run bench -- --peers`: measures other programs at the same work, and XTrace beside them.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { PEERS, type Peer } from '../bench/peers';
import { PROCESSOR_TIME } from '../bench/processor-time';
import type { Measured, Row, Summary } from '../bench/row';
import { summarize } from '../bench/row';
import { ROWS } from '../bench/rows';
import { type Compared, type Failed, failureOf, peerTable, type Result, table } from '../bench/table';
import { runOrThrow } from './command.mjs';
import { findOnPath } from './find-program.mjs';
import { runMain, step } from './progress.mjs';
import { inRoot, outFolder } from './project.mjs';
import { buildVsix } from './vsix.mjs';

const folder = `${outFolder}/bench`;
/** Enough for a machine that has other things to do. */
const ROW_SECONDS = 600;
const PEERS_OPTION = '--peers';

async function main(): Promise<void> {
  const named = process.argv.slice(2).join(' ');
  const rows = named === PEERS_OPTION ? [] : chosen(named);
  await step('Building', buildVsix);
  await step('Building what measures', buildBench);
  process.stdout.write('\n');
  if (named === PEERS_OPTION) return measurePeers();
  const results: Result[] = [];
  for (const row of rows) {
    await step(row.what, async () => {
      const result = await attempt(() => resultOf(row));
      results.push('failure' in result ? { ...row, ...result } : result);
      return wordOn(result);
    });
  }
  process.stdout.write(`\n${machine()}\n\n${table(results)}\n\n${notes(results)}`);
}

/** What the work gives, or why it has failed: a row that fails takes no other row along, but the exit code says so. */
async function attempt<Given extends object>(work: () => Promise<Given>): Promise<Given | Failed> {
  try {
    return await work();
  } catch (error) {
    process.exitCode = 1;
    return { failure: failureOf(error) };
  }
}

function wordOn(result: object): string | undefined {
  return 'failure' in result ? 'failed' : undefined;
}

async function measurePeers(): Promise<void> {
  const present = PEERS.filter(({ programs }) => programs.every((program) => findOnPath([program])));
  const ours = new Map<string, Pick<Summary, 'median'> | Failed>();
  for (const what of new Set(present.map(({ row }) => row))) {
    await step(what, async () => {
      const result = await attempt(() => resultOf(rowOf(what), { [PROCESSOR_TIME]: '1' }));
      ours.set(what, result);
      return wordOn(result);
    });
  }
  const compared: Compared[] = [];
  for (const peer of present) {
    await step(peer.what, async () => {
      const result = await attempt(() => compare(peer, ours.get(peer.row)));
      compared.push({ ...peer, ...result });
      return wordOn(result);
    });
  }
  const absent = PEERS.filter((peer) => !present.includes(peer)).map(
    ({ what, packages }) => `Not measured: ${what}. It needs the packages ${packages}.\n`,
  );
  process.stdout.write(`\n${machine()}\n\n${peerTable(compared)}\n\n${absent.join('')}`);
}

async function compare(
  peer: Peer,
  own: Pick<Summary, 'median'> | Failed | undefined,
): Promise<{ readonly theirs: number; readonly ours: number }> {
  if (!own || 'failure' in own) throw new Error(`XTrace's own row has failed: ${own?.failure ?? peer.row}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xtrace-peer-'));
  try {
    return { theirs: await peer.measure(folder), ours: peer.rateOf(own.median) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(what: string): Row {
  const row = ROWS.find((each) => each.what === what);
  if (!row) throw new Error(`A peer is compared with the row "${what}", and there is none.`);
  return row;
}

function chosen(name: string): readonly Row[] {
  const rows = ROWS.filter(({ what }) => what.toLowerCase().includes(name.toLowerCase()));
  if (rows.length > 0) return rows;
  throw new Error(`No row has "${name}" in its name. The rows are:\n${ROWS.map(({ what }) => `  ${what}`).join('\n')}`);
}

/** The code is measured as it ships: bundled, not as the test runner transforms it. */
async function buildBench(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [
      { in: inRoot('bench/measure.ts'), out: 'measure' },
      { in: inRoot('bench/load.ts'), out: 'load' },
      { in: inRoot('bench/check-once.ts'), out: 'check-once' },
      { in: inRoot('bench/load-once.ts'), out: 'load-once' },
      { in: inRoot('bench/vscode-stub.ts'), out: 'modules/vscode' },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  copyFileSync(inRoot('node_modules/iced-x86/iced_x86_bg.wasm'), `${folder}/iced_x86_bg.wasm`);
}

/** Each row in a process of its own: nothing is warm from the row before, and nothing in its way. */
async function resultOf(row: Row, env: NodeJS.ProcessEnv = {}): Promise<Row & Summary> {
  const output = await runOrThrow(process.execPath, [`${folder}/measure.js`, row.what], {
    env,
    timeoutSeconds: ROW_SECONDS,
  });
  return { ...row, ...summarize(row, JSON.parse(output) as Measured) };
}

function machine(): string {
  const cpus = os.cpus();
  return `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} CPUs, Node ${process.version}, ${os.platform()}`;
}

function notes(results: readonly Result[]): string {
  const places = results.flatMap((result) =>
    'worstAt' in result && result.worstAt ? [`${result.what}: the worst was at ${result.worstAt}.\n`] : [],
  );
  return `An aim is met when the median meets it; of hostile files, when the worst does.\n${places.join('')}`;
}

runMain(main);
