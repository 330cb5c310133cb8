/** The registry: every instruction that the emulator gives a meaning to, by spelling and by form. */
import type { InstructionRow } from '../cpu/instruction';
import { AMX_INSTRUCTIONS } from './amx';
import { EXTENDED_STATE_INSTRUCTIONS } from './extended-state';
import { INTEGER_INSTRUCTIONS } from './integer';
import { KERNEL_INSTRUCTIONS } from './kernel';
import { MMX_INSTRUCTIONS } from './mmx';
import { PROMOTED_INSTRUCTIONS } from './promoted';
import { SEGMENT_BASE_INSTRUCTIONS } from './segment-bases';
import { SYSTEM_INSTRUCTIONS } from './system';
import { SYSTEM_CALL } from './system-call';
import { VECTOR_INSTRUCTIONS } from './vector';
import { X87_INSTRUCTIONS } from './x87';

export const INSTRUCTIONS: readonly InstructionRow[] = [
  ...INTEGER_INSTRUCTIONS,
  ...EXTENDED_STATE_INSTRUCTIONS,
  ...X87_INSTRUCTIONS,
  ...SYSTEM_INSTRUCTIONS,
  ...SEGMENT_BASE_INSTRUCTIONS,
  SYSTEM_CALL,
  ...KERNEL_INSTRUCTIONS,
  ...AMX_INSTRUCTIONS,
  ...VECTOR_INSTRUCTIONS,
  ...MMX_INSTRUCTIONS,
  ...PROMOTED_INSTRUCTIONS,
];

const byName = new Map<string, InstructionRow[]>();
const byForm = new Map<string, InstructionRow>();
for (const row of INSTRUCTIONS) {
  for (const name of [row.mnemonic, ...(row.aliases ?? [])]) {
    const rows = byName.get(name);
    if (rows) rows.push(row);
    else byName.set(name, [row]);
  }
  for (const form of row.forms) byForm.set(form, row);
}

/** Rows that a lower-case spelling may mean: usually one, but `movsx` is also spelled for MOVSXD. */
export function rowsNamed(name: string): readonly InstructionRow[] {
  return byName.get(name) ?? [];
}

/** The row that gives meaning to a form, or undefined: valid x86, not modelled. */
export function rowOfForm(form: string): InstructionRow | undefined {
  return byForm.get(form);
}

/** Lower-case mnemonics and their other spellings. */
export function spellings(): Iterable<string> {
  return byName.keys();
}
