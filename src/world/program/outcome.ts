/** What a step did, and what its `=>` says it must do (docs/language.md, "Outcomes"). */
import type { KernelRecord } from '../../kernel/state/kernel-record';
import type { ExceptionMnemonic, Fault } from '../../machine/architecture/exception';
import { errnoText } from './result-text';

export type Outcome =
  | { readonly kind: 'exception'; readonly mnemonic: ExceptionMnemonic; readonly argument?: bigint }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'killed' | 'oops' | 'WARN' | 'hang' }
  | { readonly kind: 'result'; readonly value: bigint; readonly text: string };

/** An outcome as written; one without an argument matches any. */
export type ExpectedOutcome =
  | { readonly kind: 'exception'; readonly mnemonic: ExceptionMnemonic; readonly argument?: bigint }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'killed' | 'oops' | 'WARN' | 'hang' | 'ok' }
  | { readonly kind: 'result'; readonly value: bigint; readonly text: string };

function matches(expected: ExpectedOutcome, actual: Outcome): boolean {
  if (expected.kind === 'exception' && actual.kind === 'exception') {
    if (expected.mnemonic !== actual.mnemonic) return false;
    return expected.argument === undefined || expected.argument === actual.argument;
  }
  if (expected.kind === 'signal' && actual.kind === 'signal') return expected.name === actual.name;
  if (expected.kind === 'result' && actual.kind === 'result') return sameResult(expected.value, actual.value);
  return expected.kind === actual.kind;
}

/** Whether somebody does not live to see the end of the step. */
export function isFatal({ kind }: Outcome): boolean {
  return kind === 'killed' || kind === 'oops';
}

/** Results are 64-bit register values; a trace may write them signed. */
function sameResult(a: bigint, b: bigint): boolean {
  return BigInt.asUintN(64, a) === BigInt.asUintN(64, b);
}

/** Outcomes that count only where one of their kind is written. */
const OPTIONAL: readonly Outcome['kind'][] = ['result', 'WARN'];

/**
 * Whether a step did exactly what is written: the same outcomes in order. A result and a WARN only count where one is written,
 * and what a step met again and again until it hung only where more than that is.
 */
export function outcomesMatch(expected: readonly ExpectedOutcome[], actual: readonly Outcome[]): boolean {
  const wanted = expected.filter(({ kind }) => kind !== 'ok');
  if (wanted.every(({ kind }) => kind === 'hang') && actual.at(-1)?.kind === 'hang') return wanted.length === 1;
  const ignored = OPTIONAL.filter((optional) => wanted.every(({ kind }) => kind !== optional));
  const compared = actual.filter(({ kind }) => !ignored.includes(kind));
  return wanted.length === compared.length && wanted.every((outcome, index) => matches(outcome, compared[index]!)); // same length
}

/** Whether a step may do this where nothing is written behind it: a kernel that hangs is never what a trace leaves unsaid. */
export function mayBeUnwritten({ kind }: Outcome): boolean {
  return kind !== 'hang';
}

export function formatOutcome(outcome: Outcome | ExpectedOutcome): string {
  switch (outcome.kind) {
    case 'exception':
      return outcome.argument === undefined
        ? outcome.mnemonic
        : `${outcome.mnemonic}(${formatArgument(outcome.mnemonic, outcome.argument)})`;
    case 'signal':
      return outcome.name;
    case 'result':
      return `= ${outcome.text}`;
    default:
      return outcome.kind;
  }
}

function formatArgument(mnemonic: ExceptionMnemonic, argument: bigint): string {
  return mnemonic === '#PF' ? `0x${argument.toString(16)}` : argument.toString();
}

/** For messages: `ok` where a step had no outcome. */
export function formatOutcomes(outcomes: readonly (Outcome | ExpectedOutcome)[]): readonly string[] {
  return outcomes.length === 0 ? ['ok'] : outcomes.map(formatOutcome);
}

export function outcomeOfFault({ mnemonic, detail }: Fault): Outcome {
  const argument = mnemonic === '#PF' ? detail.address : detail.errorCode;
  if (argument === undefined) return { kind: 'exception', mnemonic };
  return { kind: 'exception', mnemonic, argument: BigInt.asUintN(64, BigInt(argument)) };
}

/** What a record of the kernel means for the step that it belongs to. */
export function outcomeOfRecord(record: KernelRecord): Outcome | undefined {
  switch (record.kind) {
    case 'signal':
      return { kind: 'signal', name: record.signal };
    case 'killed':
    case 'oops':
      return { kind: record.kind };
    case 'warn':
      return { kind: 'WARN' };
    case 'hang':
      return { kind: 'hang' };
    case 'syscall':
      return { kind: 'result', value: record.result, text: errnoText(record.result) };
    default:
      return undefined;
  }
}
