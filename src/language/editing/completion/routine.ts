/** `ROUTINE.STEP` behind `without`, `with` and `inject preempt at`: what the kernel of the trace has, with the reasons. */
import type { RoutineNames, RoutineStepNames } from '../../checks/check-context';
import { describeStep, policyOfTrace } from '../policy-of-trace';
import type { Completion, CompletionPlace } from './item';

/** Routines; or, behind the dot, the steps of one. @param isOffered which steps are of use there. */
export function routineCompletions(
  { tokens, trace, context }: CompletionPlace,
  isOffered: (step: RoutineStepNames) => boolean = () => true,
): readonly Completion[] {
  const routines = policyOfTrace(trace, context)?.routines ?? [];
  if (tokens.at(-1)?.text !== '.') {
    return routines.filter(({ steps }) => steps.some(isOffered)).map(routineCompletion);
  }
  const routine = routines.find(({ name }) => name === tokens.at(-2)?.text);
  return (routine?.steps ?? []).filter(isOffered).map(stepCompletion);
}

/** Where a preemption can come. Of a kernel whose contexts are not known, that is everywhere. */
export function canBePreempted({ run, runsIn }: RoutineStepNames): boolean {
  return run !== undefined && runsIn?.preemptible !== false;
}

function routineCompletion({ name, signature, summary }: RoutineNames): Completion {
  return {
    label: name,
    kind: 'proc',
    ...(signature && { detail: signature }),
    ...(summary && { documentation: summary }),
  };
}

function stepCompletion(step: RoutineStepNames): Completion {
  const { name, code } = step;
  const documentation = describeStep(step);
  return {
    label: name,
    kind: 'member',
    ...(code && { detail: code.trim() }),
    ...(documentation && { documentation }),
  };
}
