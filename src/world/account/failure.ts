/** Why a run fails as a test. */
import { expectationText } from '../run/events/expectation';
import type { ComparedValue, Happening } from '../state/happening';
import type { RunFailure } from './run-account';

/** Code of the error that ends a run after too many steps. */
export const LIMIT = 'max-steps';

/** The failure that a happening is; undefined for a happening that fails no test. */
export function failureOf(happening: Happening): RunFailure | undefined {
  const { line, task } = happening;
  const place = { line, task };
  switch (happening.kind) {
    case 'expect': {
      if (happening.ok) return undefined;
      const { values } = happening;
      return { kind: 'expect', ...place, message: `expect ${expectationText(happening)}`, values, ...sides(happening) };
    }
    case 'divergence': {
      const [expected, actual] = [happening.expected.join(', '), happening.actual.join(', ')];
      const message = `The step does ${actual}, and not ${expected}.`;
      return { kind: 'divergence', ...place, message, expected, actual, outcomes: happening.actual };
    }
    case 'unwritten': {
      const actual = happening.outcomes.join(', ');
      const message = `The step does ${actual}, and nothing is written behind it: write \`=> ${actual}\`.`;
      return { kind: 'unwritten', ...place, message, outcomes: happening.outcomes };
    }
    case 'error':
      return { kind: happening.code === LIMIT ? 'limit' : 'error', ...place, message: happening.message };
    default:
      return undefined;
  }
}

/** The values of the two sides of an equation. What else is compared has no one value that was wanted. */
function sides({ expression, values }: { readonly expression: string; readonly values: readonly ComparedValue[] }) {
  const [left, right] = values;
  const isPair = left && right && values.length === 2 && isEquation(expression, left, right);
  return isPair ? { expected: right.value, actual: left.value } : {};
}

function isEquation(expression: string, left: ComparedValue, right: ComparedValue): boolean {
  return (
    expression.startsWith(left.expression) &&
    expression.endsWith(right.expression) &&
    expression.slice(left.expression.length, -right.expression.length).trim() === '=='
  );
}
