/** Branches in two sizes. */
import { codeRowOf } from '../encoding/code-rows';
import { type Form, formByName } from './form';

/** Whether the form is a branch whose displacement has one byte. */
export function isShortBranch({ operands }: Form): boolean {
  return operands[0]?.branch === 1;
}

/** The same branch with a displacement of 32 bits; undefined where there is none (LOOP, JRCXZ), or it has one already. */
export function nearForm(form: Form): Form | undefined {
  if (!isShortBranch(form)) return undefined;
  const name = form.name.replace('_rel8', '_rel32');
  return codeRowOf(name) && formByName(name);
}
