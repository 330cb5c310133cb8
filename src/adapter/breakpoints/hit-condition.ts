/** The hit condition of a breakpoint: a number of hits, with a comparison before it if need be. */
import type { BreakpointCondition } from '../../world/debugger/debugger-types';
import { UserError } from '../protocol/user-error';

export type HitCondition = NonNullable<BreakpointCondition['hitCondition']>;

const PATTERN = /^\s*(==?=?|>=?|<=?|%)?\s*(\d+)\s*$/;

/** `5` is the fifth hit, `>= 5` that and all after, `% 2` every second. Undefined for an empty text. */
export function parseHitCondition(text: string | undefined): HitCondition | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const match = PATTERN.exec(text);
  const count = Number(match?.[2]);
  if (!match || !Number.isSafeInteger(count)) {
    throw new UserError(
      'bad-hit-condition',
      `The hit condition \`${text}\` cannot be used: write a number of hits, such as \`5\`, \`>= 5\` or \`% 2\`.`,
    );
  }
  const operator = match[1]?.startsWith('=') ? '==' : ((match[1] ?? '==') as HitCondition['operator']); // by the pattern
  if (operator === '%' && count === 0) {
    throw new UserError('bad-hit-condition', 'The hit condition `% 0` cannot be used: nothing is a multiple of zero.');
  }
  if (!canHold(operator, count)) {
    throw new UserError(
      'bad-hit-condition',
      `The hit condition \`${text.trim()}\` cannot be used: the first hit is number 1.`,
    );
  }
  return { operator, count };
}

/** Whether there is a hit, of those that count from 1, at which it holds. */
function canHold(operator: HitCondition['operator'], count: number): boolean {
  return operator === '<' ? count > 1 : count > 0 || operator.startsWith('>');
}
