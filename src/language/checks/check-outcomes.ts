/** Outcomes: error codes only where the processor pushes one, values that are known before the run. */
import { exceptionRow } from '../../machine/architecture/exception';
import type { OutcomeSyntax } from '../tree/outcome';
import type { Checker } from './checker';

export function checkOutcomes(checker: Checker, outcomes: readonly OutcomeSyntax[]): void {
  for (const outcome of outcomes) {
    if (outcome.kind === 'exception' && outcome.argument) {
      checkExceptionArgument(checker, outcome, outcome.argument);
    } else if (outcome.kind === 'result') {
      const { value } = outcome;
      const result = checker.reporting(value.range, () => checker.evaluateConstant(value));
      if (result === undefined || typeof result === 'bigint') continue;
      checker.error(value.range, 'not-an-integer', 'A result is an integer.');
    } else if (outcome.kind === 'ok' && outcomes.length > 1) {
      const message = '`ok` says that nothing happens: it stands alone.';
      checker.error(outcome.range, 'ok-with-others', message);
    }
  }
}

function checkExceptionArgument(
  checker: Checker,
  { mnemonic, range }: OutcomeSyntax & { kind: 'exception' },
  argument: NonNullable<(OutcomeSyntax & { kind: 'exception' })['argument']>,
): void {
  const row = exceptionRow(mnemonic);
  if (!row.errorCode) {
    checker.error(range, 'no-error-code', `${mnemonic} has no error code: write ${mnemonic} alone.`);
    return;
  }
  const value = checker.reporting(argument.range, () => checker.evaluateConstant(argument));
  if (value !== undefined && typeof value !== 'bigint') {
    checker.error(argument.range, 'not-an-integer', 'An error code or address is an integer.');
  }
}
