/** `xtrace test`: runs traces and says which of them hold. */
import { loadProgram } from '../../world/program/load-program';
import type { Happening } from '../../world/state/happening';
import type { Command, Invocation } from './command';
import { diagnosticText, hasErrors } from './diagnostic-text';
import { execute } from './execute';
import { EXIT, type ExitStatus } from './exit-status';
import { findTraces } from './find-traces';
import { countOption, someFiles } from './options';
import { recordText } from './record-text';
import { readTraceFile, type TraceFile } from './trace-file';
import { UsageError } from './usage-error';

/** A trace that has not ended by then never will. */
const MAX_STEPS = 10_000_000;

interface Verdict {
  readonly status: ExitStatus;
  /** Behind the name, on its line. */
  readonly note: string;
  readonly details: readonly string[];
}

export const TEST: Command = {
  name: 'test',
  usage: 'FILE|FOLDER ... [--max-steps N]',
  summary: 'Run traces, also all in a folder, and say which of them hold.',
  options: [
    { name: 'max-steps', value: 'N', summary: `Fail a trace that has not ended after N steps (${MAX_STEPS}).` },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { out, options } = invocation;
  const maxSteps = countOption(options, 'max-steps') ?? MAX_STEPS;
  const counts = { [EXIT.OK]: 0, [EXIT.FAILED]: 0, [EXIT.UNUSABLE]: 0 };
  for (const name of findTraces(someFiles(invocation, 'traces or folders'))) {
    const { status, note, details } = await judge(name, invocation, maxSteps);
    counts[status]++;
    out(`${status === EXIT.OK ? 'ok  ' : 'FAIL'} ${name}${note ? ` (${note})` : ''}\n`);
    for (const detail of details) out(`     ${detail}\n`);
  }
  const failed = counts[EXIT.FAILED] + counts[EXIT.UNUSABLE];
  out(`${counts[EXIT.OK]} passed, ${failed} failed\n`);
  if (counts[EXIT.UNUSABLE] > 0) return EXIT.UNUSABLE;
  return failed > 0 ? EXIT.FAILED : EXIT.OK;
}

async function judge(name: string, { readInput }: Invocation, maxSteps: number): Promise<Verdict> {
  let file: TraceFile;
  try {
    file = readTraceFile(name, readInput);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { status: EXIT.UNUSABLE, note: 'unusable', details: [error.message] };
  }
  const { program, diagnostics } = loadProgram(file.text, { readFile: file.readFile });
  if (!program || hasErrors(diagnostics)) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return {
      status: EXIT.FAILED,
      note: 'does not parse',
      details: errors.map((error) => diagnosticText(file.name, error)),
    };
  }
  let expectations = 0;
  const { steps, failures } = await execute(program, {
    maxSteps,
    onHappening: ({ kind }) => {
      if (kind === 'expect') expectations++;
    },
  });
  return {
    status: failures.length > 0 ? EXIT.FAILED : EXIT.OK,
    note: `${count(steps, 'step')}, ${count(expectations, 'expectation')}`,
    details: failures.map((failure) => `${file.name}:${failureText(failure)}`),
  };
}

function failureText(failure: Happening): string {
  return recordText(failure) ?? failure.kind;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
