/** What the rows of APX's EVEX prefix have in common. */
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { APX_FORMS, type ApxForm } from '../../encoding/apx';
import { APX_MISSING } from '../integer/row';

export const PROMOTION: readonly Feature[] = ['APX_F'];
export const NOVELTY: readonly Feature[] = ['APX_F', 'NCI_NDD_NF'];

export type PromotedRow = Pick<
  InstructionRow,
  'mnemonic' | 'aliases' | 'summary' | 'operation' | 'forms' | 'compile' | 'exceptions'
> & { readonly features?: readonly Feature[] };

/** A row of an instruction that is new with APX. */
export function newRow(row: PromotedRow): InstructionRow {
  return {
    straight: true,
    components: [XFEATURE.APX],
    manual: `APX 355828, ${row.mnemonic.toUpperCase()}`,
    ...row,
    features: row.features ?? NOVELTY,
    exceptions: [...APX_MISSING, ...row.exceptions],
  };
}

const byMnemonic = new Map<string, string[]>();
for (const { mnemonic, form } of APX_FORMS) {
  const forms = byMnemonic.get(mnemonic);
  if (forms) forms.push(form);
  else byMnemonic.set(mnemonic, [form]);
}

/** The forms of an instruction of the tables. */
export function formsNamed(mnemonic: ApxForm['mnemonic']): readonly string[] {
  return byMnemonic.get(mnemonic) ?? [];
}
