/** `xtrace explore`: whether a trace can go wrong in another order, and how. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { didYouMean, listed } from '../../../language/errors/nearest';
import {
  type ExploreReport,
  type ExploreSettings,
  type Finding,
  INVARIANTS,
  VARIATIONS,
  type Variation,
} from '../../../library';
import { finish } from '../../../machine/pausable';
import { reporting, USUAL_SETTINGS } from '../../../world/explore/explore-trace';
import { knownInvariant } from '../../../world/explore/known-invariant';
import type { Overrides } from '../../../world/program/override';
import { isNoReproducer, reproducing } from '../../../world/reproducer/reproducer';
import { counted } from '../../../world/state/happening-count';
import { jobsOption } from '../arguments/jobs-argument';
import { countOption, onlyFile } from '../arguments/options';
import { readTraceFile, STANDARD_INPUT, type TraceFile } from '../arguments/trace-file';
import { putUnder, readVmlinux, VMLINUX_OPTION } from '../arguments/vmlinux-argument';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { exploreAll } from '../exploring/explore-in-threads';
import { loadingUnder } from '../exploring/loading-under';
import { orRefuse } from '../running/execute';
import { inBreaths } from '../running/in-breaths';
import { loadOrTell } from '../running/load-or-tell';
import { UsageError } from '../usage-error';
import { writingOrRefuse } from '../written-file';

const ALL_VARIATIONS = Object.keys(VARIATIONS) as readonly Variation[]; // its own keys
const LAWS = INVARIANTS.map(({ name }) => name);

export const EXPLORE: Command = {
  name: 'explore',
  usage:
    'FILE [--vary KIND,...] [--depth N] [--budget RUNS|SECONDSs] [--invariant EXPR] ... [-o FOLDER [--c]] [--json]',
  summary: 'Run a trace under every placement of what may come between, and say in which order it goes wrong.',
  options: [
    { name: 'vary', value: 'KIND,...', summary: `Of ${ALL_VARIATIONS.join(', ')}: all but without unless given.` },
    { name: 'depth', value: 'N', summary: 'How many things may come between in one run (1).' },
    {
      name: 'budget',
      value: 'RUNS',
      summary: `How many runs (${USUAL_SETTINGS.budget}); or how many seconds, as 30s.`,
    },
    { name: 'seed', value: 'N', summary: 'Which runs are taken where the budget does not reach all.' },
    { name: 'invariant', value: 'EXPR', isRepeated: true, summary: 'Must hold at every step in user mode.' },
    { name: 'except', value: 'LAW', isRepeated: true, summary: `Do not hold runs to that law: ${LAWS.join(', ')}.` },
    { name: 'kernel', value: 'K', summary: 'In place of that of the trace: "linux version=6.12".' },
    VMLINUX_OPTION,
    { name: 'machine', value: 'M', summary: 'In place of that of the trace: "granite-rapids".' },
    { name: 'output', short: 'o', value: 'FOLDER', summary: 'Write each finding there, as a trace.' },
    { name: 'c', summary: 'Beside each trace of a finding, a C program that does the same on a real machine.' },
    { name: 'jobs', value: 'N', summary: 'Threads at a time, at most four a core (one a core).' },
    { name: 'json', summary: 'One JSON object a finding, and one for the summary.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, error, out, breathe, readInput, startThread, onInterrupt } = invocation;
  const settings = settingsOf(options);
  if (options.c === true && typeof options.output !== 'string') {
    throw new UsageError('--c: -o FOLDER says where the programs go.');
  }
  const name = onlyFile(invocation);
  const file = readTraceFile(name, readInput);
  const jobs = jobsOption(options);
  const trace = loadOrTell(file, error, choicesOf(settings));
  if (!trace) return EXIT.UNUSABLE;
  for (const text of settings.invariants) orRefuse(() => knownInvariant(file.text, text), '--invariant');
  const vmlinux = typeof options.vmlinux === 'string' ? options.vmlinux : null;
  if (vmlinux !== null) putUnder(trace, readVmlinux(vmlinux));
  const seconds = secondsOf(options);
  const folder = name === STANDARD_INPUT ? '.' : path.dirname(name);
  const tell = progressTeller(options.json === true ? () => {} : error);
  const explored = await exploreAll(
    { text: file.text, folder, settings, seconds, vmlinux },
    { jobs, start: startThread, onInterrupt },
    tell,
  );
  const report = await inBreaths(
    reporting(file.text, loadingUnder(file.files, vmlinux), settings, { explored, name: file.name }),
    breathe,
  );
  const written = writeFindings(options, file, report.findings);
  if (options.c === true) writePrograms(written ?? [], file, report.findings, error);
  out(options.json === true ? jsonText(report, written) : reportText(report, written));
  return report.findings.length + report.already.length > 0 ? EXIT.FAILED : EXIT.OK;
}

function settingsOf(options: OptionValues): ExploreSettings {
  const budget = options.budget;
  const invariants = listOf(options.invariant);
  return {
    vary: typeof options.vary === 'string' ? variationsIn(options.vary) : USUAL_SETTINGS.vary,
    depth: countOption(options, 'depth') ?? USUAL_SETTINGS.depth,
    budget:
      typeof budget === 'string' && budget.endsWith('s')
        ? Number.MAX_SAFE_INTEGER
        : (countOption(options, 'budget') ?? USUAL_SETTINGS.budget),
    seed: countOption(options, 'seed') ?? USUAL_SETTINGS.seed,
    except: listOf(options.except).map(lawNamed),
    invariants,
    ...(typeof options.machine === 'string' && { machine: options.machine }),
    ...(typeof options.kernel === 'string' && { kernel: options.kernel }),
  };
}

function choicesOf({ machine, kernel }: ExploreSettings): Overrides {
  return { ...(machine !== undefined && { machine }), ...(kernel !== undefined && { kernel }) };
}

/** Null where the budget is a number of runs. */
function secondsOf({ budget }: OptionValues): number | null {
  if (typeof budget !== 'string' || !budget.endsWith('s')) return null;
  const seconds = /^\d+(\.\d+)?s$/.test(budget) ? Number(budget.slice(0, -1)) : 0;
  if (seconds > 0) return seconds;
  throw new UsageError(`--budget takes a number of runs, or of seconds as 30s, not "${budget}".`);
}

function listOf(value: OptionValues[string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function variationsIn(text: string): readonly Variation[] {
  return text.split(',').map((word) => {
    const found = ALL_VARIATIONS.find((variation) => variation === word);
    if (found !== undefined) return found;
    const hint = didYouMean(word, ALL_VARIATIONS);
    throw new UsageError(`--vary takes ${listed(ALL_VARIATIONS, 'and')}, with commas between, not "${word}".${hint}`);
  });
}

function lawNamed(word: string): (typeof LAWS)[number] {
  const found = LAWS.find((law) => law === word);
  if (found !== undefined) return found;
  throw new UsageError(`There is no law "${word}": there are ${listed(LAWS, 'and')}.${didYouMean(word, LAWS)}`);
}

/** A line on the error stream for each tenth. */
function progressTeller(error: (text: string) => void): (share: number) => void {
  let told = 0;
  return (share) => {
    const tenth = Math.floor(Math.min(share, 1) * 10);
    if (tenth <= told || tenth === 10) return;
    told = tenth;
    error(`${tenth * 10}%\n`);
  };
}

/** The files, in the order of the findings. Null without a folder. */
function writeFindings(
  { output }: OptionValues,
  { name }: TraceFile,
  findings: readonly Finding[],
): readonly string[] | null {
  if (typeof output !== 'string') return null;
  const base = path.basename(name).replace(/\.xtrace$|[<>]/g, '');
  return writingOrRefuse(output, () => {
    if (findings.length > 0) mkdirSync(output, { recursive: true });
    return findings.map(({ law, trace }, index) => {
      const file = path.join(output, `${base}-${index + 1}-${law}.xtrace`);
      writeFileSync(file, trace);
      return file;
    });
  });
}

/** A finding with an injection makes a program whose comments say how to bring that about. */
function writePrograms(
  traces: readonly string[],
  { files }: TraceFile,
  findings: readonly Finding[],
  error: (text: string) => void,
): void {
  for (const [index, file] of traces.entries()) {
    const made = finish(reproducing(findings[index]?.trace ?? '', { name: path.basename(file), files }));
    const program = file.replace(/\.xtrace$/, '.c');
    if (isNoReproducer(made)) error(`${file}: ${made.problem}\n`);
    else writingOrRefuse(program, () => writeFileSync(program, made.source));
  }
}

function reportText(report: ExploreReport, written: readonly string[] | null): string {
  const blocks = report.findings.map(({ law, sentence, text, culprit, injections, trace }, index) =>
    [
      `${law}: ${sentence}`,
      `  ${text}`,
      ...injections.map(({ line, story }) => `  Line ${line + 1}: ${story}.`),
      ...(culprit === null ? [] : [`  ${culprit}`]),
      ...(written
        ? [`  ${written[index]}`]
        : ['', ...trace.split('\n').map((line) => (line === '' ? '' : `    ${line}`))]),
      '',
    ].join('\n'),
  );
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${alreadyText(report)}${summaryText(report)}\n`;
}

/** Of a trace that is wrong by itself, these say enough. */
const MOST_ALREADY = 10;

function alreadyText({ already, alreadyBy }: ExploreReport): string {
  if (already.length === 0) return '';
  const lines = already.slice(0, MOST_ALREADY).map(({ line, kind, text }) => `  Line ${line + 1}: ${kind}: ${text}\n`);
  const by = alreadyBy === null ? '' : `  ${alreadyBy}\n`;
  const more = already.length > MOST_ALREADY ? `  And ${already.length - MOST_ALREADY} more.\n` : '';
  return `Wrong already, with nothing in between, and therefore in no finding:\n${lines.join('')}${more}${by}`;
}

function summaryText({
  runs,
  possible,
  injections,
  states,
  already,
  findings,
  covered,
  missed,
}: ExploreReport): string {
  const few = runs < possible ? ` of ${possible.toLocaleString('en')}` : '';
  const nothing = already.length === 0 ? 'Nothing goes wrong' : 'Nothing else goes wrong';
  const found = findings.length === 0 ? nothing : `${findings.length} found`;
  return [
    `${found}: ${counted(runs, 'run')}${few} with ${counted(injections, 'thing')} that may come between, ${counted(states, 'state')}.`,
    `The kernel's steps: ${covered.length} covered, ${missed.length} not, of the routines that ran.`,
    ...byRoutine(missed).map(([routine, steps]) => `  not ${routine}: ${steps.join(', ')}`),
  ].join('\n');
}

function byRoutine(places: readonly string[]): readonly (readonly [routine: string, steps: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const place of places) {
    const [routine = '', step = ''] = place.split('.');
    found.set(routine, [...(found.get(routine) ?? []), step]);
  }
  return [...found];
}

function jsonText({ findings, already, ...summary }: ExploreReport, written: readonly string[] | null): string {
  const lines = findings.map(({ line, injections, ...finding }, index) =>
    JSON.stringify({
      kind: 'finding',
      ...finding,
      line: line + 1,
      injections: injections.map((injection) => ({ ...injection, line: injection.line + 1 })),
      ...(written && { file: written[index] }),
    }),
  );
  const wrong = already.map(({ kind: law, text, line }) =>
    JSON.stringify({ kind: 'already', law, text, line: line + 1 }),
  );
  const numbers = { findings: findings.length, already: already.length, ...summary };
  return [...lines, ...wrong, JSON.stringify({ kind: 'summary', ...numbers })].join('\n').concat('\n');
}
