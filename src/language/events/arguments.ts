/** Arguments that several events take: tasks, counts, CPUs. */

import { checkValue } from '../checks/check-expression';
import { requireName } from '../checks/check-task';
import type { Checker } from '../checks/checker';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';

export function requireTask(checker: Checker, task: Name): void {
  requireName(checker, task, ['task'], 'task');
}

/** The value of a count where it is known before the run. */
export function checkCount(checker: Checker, expression: Expression, at: number, what: string): bigint | undefined {
  const shape = checkValue(checker, expression, at);
  if (!shape) return undefined;
  const value = checker.tryConstant(expression);
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return value;
  checker.error(expression.range, 'not-a-count', `${what} is a whole number that is not negative.`);
  return undefined;
}

export function checkCpu(checker: Checker, index: Expression, at: number): void {
  const value = checkCount(checker, index, at, 'A CPU');
  const { cpuCount } = checker.setting;
  if (value === undefined || value < BigInt(cpuCount)) return;
  const message = `The machine has ${cpuCount === 1 ? 'one CPU, number 0' : `CPUs 0 to ${cpuCount - 1}`}. Write \`machine ... cpus=${value + 1n}\` for more.`;
  checker.error(index.range, 'cpu-out-of-range', message);
}
