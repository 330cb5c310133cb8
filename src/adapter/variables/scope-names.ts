/** What rows of scopes are called in expressions: a watch looks only into scopes that can have its name. */
import { EXTENDED_GPR_NAMES, GPR_NAMES } from '../../machine/architecture/gpr';
import { REGISTER_ROWS, type Register } from '../../machine/architecture/registers';

export type CanName = (expression: string) => boolean;

/** Registers of a group and of a file: `xfd`, `cpu[1].rax`, `A.zmm3`. */
export function registersOf(group: Register['group'], file: RegExp = /^$/): CanName {
  const names = new Set<string>(REGISTER_ROWS.filter((row) => row.group === group).map(({ name }) => name));
  if (group === 'general') for (const name of [...GPR_NAMES, ...EXTENDED_GPR_NAMES]) names.add(name);
  return (expression) => {
    const name = expression.slice(expression.lastIndexOf('.') + 1);
    return names.has(name) || file.test(name);
  };
}

export const none: CanName = () => false;
export const tiles: CanName = (expression) => /(?:^|\.)tmm\d$/.test(expression);
/** Of a task: `A.xfd`. */
export const members: CanName = (expression) => expression.includes('.');
export const counters: CanName = (expression) => expression.startsWith('kernel.');
