/** All forms of APX's EVEX prefix but those of AMX, which are in `rows.ts`. */
import { ARITHMETIC_FORMS } from './arithmetic';
import { CONDITIONAL_FORMS } from './conditional';
import type { ApxForm } from './form';
import { OTHER_FORMS } from './other';

export { type ApxForm, CONDITIONS } from './form';

export const APX_FORMS: readonly ApxForm[] = [...ARITHMETIC_FORMS, ...CONDITIONAL_FORMS, ...OTHER_FORMS];

const byForm: ReadonlyMap<string, ApxForm> = new Map(APX_FORMS.map((form) => [form.form, form]));

/** What the table says of a form, or undefined for a form that is none of these. */
export function apxFormOf(form: string): ApxForm | undefined {
  return byForm.get(form);
}

const MAPS = ['', '0F', '0F38', '0F3A', 'MAP4'] as const;

const byPlace = new Map<string, ApxForm[]>();
for (const form of APX_FORMS) {
  const forms = byPlace.get(form.place);
  if (forms) forms.push(form);
  else byPlace.set(form.place, [form]);
}

/** The forms of an opcode in the map of that number. */
export function apxFormsAt(map: number, opcode: number): readonly ApxForm[] {
  return byPlace.get(`${MAPS[map]} ${opcode.toString(16).toUpperCase().padStart(2, '0')}`) ?? [];
}
