/** Which forms can have the general registers 16 to 31 of APX (355828, 3.1). */
import { codeRowOf } from './code-rows';
import { takesRex2 } from './rex2';
import { encodingOfForm } from './rows';

/** Whether R16-R31 can be an operand of `kind`; registers in addresses are part of memory. */
export function takesExtendedGeneral(form: string, kind: 'register' | 'memory'): boolean {
  // Those of AMX have them in addresses alone.
  const tiles = encodingOfForm(form);
  if (tiles) return kind === 'memory' && codeRowOf(form)?.vector?.isEvex === true;
  return form.startsWith('EVEX_') || takesRex2(form);
}
