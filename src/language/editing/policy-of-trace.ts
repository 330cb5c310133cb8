/** The kernel of a trace that is being edited. */

import type { CheckContext, PolicyNames, RoutineStepNames } from '../checks/check-context';
import { DEFAULT_POLICY } from '../checks/check-setting';
import { ExpressionError } from '../errors/expression-error';
import type { Name } from '../tree/name';
import type { Trace } from '../tree/statement';

/** The policy of the trace, as its options shape it; undefined for a name that nobody knows, and a file that is no policy. */
export function policyOfTrace({ statements }: Trace, context: CheckContext): PolicyNames | undefined {
  const { policies } = context;
  const declarations = statements.flatMap((each) => (each.kind === 'declaration' ? [each.declaration] : []));
  const kernel = declarations.find((each) => each.kind === 'kernel');
  if (kernel?.image) return context.vmlinux;
  if (kernel?.fromFile) return policyInFile(kernel.policy, context);
  const named = policies.find(({ name }) => name === (kernel?.policy.text ?? DEFAULT_POLICY));
  const options = Object.fromEntries((kernel?.options ?? []).map(({ key, value }) => [key.text, value]));
  return named?.configure?.(options) ?? named;
}

/** The policies that `kernel` takes by a word, and the policy of an image. */
export function policyWords({ policies, vmlinux }: CheckContext): readonly PolicyNames[] {
  return vmlinux ? [...policies, vmlinux] : policies;
}

function policyInFile(name: Name, { readPolicy, files }: CheckContext): PolicyNames | undefined {
  try {
    return readPolicy?.(name, files).policy;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** Why a step is there, and in what context it runs: `Interrupts off.` */
export function describeStep({ why = '', runsIn, run }: RoutineStepNames): string {
  const context =
    run && runsIn ? `${runsIn.title.charAt(0).toUpperCase()}${runsIn.title.slice(1)}.` : 'Never executed.';
  return [why, runsIn ? context : ''].filter(Boolean).join(' ');
}
