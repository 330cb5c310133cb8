/** The outcomes behind a step's `=>`, with their arguments evaluated. */

import type { Expression } from '../../language/tree/expression';
import type { OutcomeSyntax } from '../../language/tree/outcome';
import type { Value } from '../../language/vocabulary/value';
import type { ExpectedOutcome } from './outcome';
import { errnoText } from './result-text';

export type ConstantEvaluator = (expression: Expression) => Value;

export function expectedOutcomes(outcomes: readonly OutcomeSyntax[], evaluate: ConstantEvaluator): ExpectedOutcome[] {
  return outcomes.map((outcome): ExpectedOutcome => {
    switch (outcome.kind) {
      case 'exception': {
        const argument = outcome.argument && evaluate(outcome.argument);
        return {
          kind: 'exception',
          mnemonic: outcome.mnemonic,
          ...(typeof argument === 'bigint' && { argument: BigInt.asUintN(64, argument) }),
        };
      }
      case 'signal':
        return { kind: 'signal', name: outcome.name };
      case 'result': {
        const value = evaluate(outcome.value);
        const result = typeof value === 'bigint' ? value : 0n;
        return { kind: 'result', value: result, text: errnoText(BigInt.asUintN(64, result)) };
      }
      default:
        return { kind: outcome.kind };
    }
  });
}
