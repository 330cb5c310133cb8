/** What a breakpoint has to say once its place is reached: pass by, stop, or write a line. */
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate, truth } from '../../language/expressions/evaluate';
import type { Scope } from '../../language/vocabulary/value';
import { fillTemplate } from '../run/events/print';
import type { Breakpoint, HitCondition } from './debugger-types';

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'log'; readonly text: string }
  /** `problem` says why its condition could not be evaluated: it stops, since silence would look like "never true". */
  | { readonly kind: 'stop'; readonly problem?: string };

const PASS: Verdict = { kind: 'pass' };

/** `countHit` counts this meeting, and tells how many there have been. */
export function verdictOf(breakpoint: Breakpoint, scope: Scope, countHit: (id: number) => number): Verdict {
  const { id, condition, hitCondition, logMessage } = breakpoint;
  try {
    if (condition && !truth(evaluate(condition, scope))) return PASS;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: 'stop', problem: `The condition could not be evaluated here: ${error.message}` };
  }
  if (hitCondition && !isSatisfied(hitCondition, countHit(id))) return PASS;
  return logMessage ? { kind: 'log', text: fillTemplate(scope, logMessage) } : { kind: 'stop' };
}

function isSatisfied({ operator, count }: HitCondition, hits: number): boolean {
  return HIT[operator](hits, count);
}

const HIT: Readonly<Record<HitCondition['operator'], (hits: number, count: number) => boolean>> = {
  '==': (hits, count) => hits === count,
  '>=': (hits, count) => hits >= count,
  '>': (hits, count) => hits > count,
  '<': (hits, count) => hits < count,
  '<=': (hits, count) => hits <= count,
  '%': (hits, count) => count > 0 && hits % count === 0,
};
