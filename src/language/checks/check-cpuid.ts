/** `cpuid`: the value fits a register, and the guest is one that can be. */
import type { Declaration } from '../tree/declaration';
import { requireName } from './check-task';
import type { Checker } from './checker';

const LARGEST = 0xffff_ffffn;

export function checkCpuid(checker: Checker, { value, task }: Declaration & { kind: 'cpuid' }): void {
  if (task) requireName(checker, task, ['task'], 'task');
  const result = checker.reporting(value.range, () => checker.evaluateConstant(value));
  if (result === undefined || (typeof result === 'bigint' && result >= 0n && result <= LARGEST)) return;
  checker.error(
    value.range,
    'value-out-of-range',
    'A register of CPUID has 32 bits: the value is from 0 to 0xffffffff.',
  );
}
