/** The row of a form, from whichever table has it. */
import type { CodeRow } from './code-row';
import { generalRow } from './general-rows';
import { opcodeRow } from './opcode-rows';
import { tileRow } from './tile-rows';

/** Undefined for a form that no instruction has. */
export function codeRowOf(form: string): CodeRow | undefined {
  let row = known.get(form);
  if (!row) {
    row = generalRow(form) ?? tileRow(form) ?? opcodeRow(form);
    if (row) known.set(form, row);
  }
  return row;
}

/** Of forms that have been asked for. */
const known = new Map<string, CodeRow>();
