/** What a step did, and what its `=>` says it must do (docs/language.md, "Outcomes"). */
import type { ExceptionMnemonic } from '../machine/exception';

export type Outcome =
  | { readonly kind: 'exception'; readonly mnemonic: ExceptionMnemonic; readonly argument?: bigint }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'killed' | 'oops' }
  | { readonly kind: 'result'; readonly value: bigint; readonly text: string };

/** An outcome as written; one without an argument matches any. */
export type ExpectedOutcome =
  | { readonly kind: 'exception'; readonly mnemonic: ExceptionMnemonic; readonly argument?: bigint }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'killed' | 'oops' | 'ok' }
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

/** Results are 64-bit register values; a trace may write them signed. */
function sameResult(a: bigint, b: bigint): boolean {
  return BigInt.asUintN(64, a) === BigInt.asUintN(64, b);
}

/** Whether a step did exactly what is written: the same outcomes in order; a result only counts where one is written. */
export function outcomesMatch(expected: readonly ExpectedOutcome[], actual: readonly Outcome[]): boolean {
  const wanted = expected.filter(({ kind }) => kind !== 'ok');
  const compared = wanted.some(({ kind }) => kind === 'result')
    ? actual
    : actual.filter(({ kind }) => kind !== 'result');
  return wanted.length === compared.length && wanted.every((outcome, index) => matches(outcome, compared[index]!)); // same length
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

/** For messages: `nothing` where a step had no outcome. */
export function formatOutcomes(outcomes: readonly (Outcome | ExpectedOutcome)[]): readonly string[] {
  return outcomes.length === 0 ? ['ok'] : outcomes.map(formatOutcome);
}
