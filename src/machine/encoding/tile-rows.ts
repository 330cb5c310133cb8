/** The rows of the AMX instructions, from the table that decoding and assembling share. */
import { type CodeRow, codeRow, type Place } from './code-row';
import { ENCODING_ROWS, type EncodingRow, isEvex, MANDATORY_PREFIXES, type Place as TilePlace } from './rows';

const PLACES: Readonly<Record<TilePlace, Place>> = {
  reg: 'reg',
  rm: 'rm',
  memory: 'rm',
  vvvv: 'vvvv',
  imm8: 'immediate',
};

function toCodeRow(row: EncodingRow): CodeRow {
  const { form, prefix, map, length, opcode, places } = row;
  return codeRow(
    form,
    places.map((place) => PLACES[place]),
    {
      opcode: [opcode],
      digit: 0,
      hasSib: form.includes('sibmem'),
      immediate: places.includes('imm8') ? 1 : 0,
      vector: {
        isEvex: isEvex(row),
        map,
        pp: MANDATORY_PREFIXES.indexOf(prefix),
        w: false,
        length,
        // Displacements of one byte are never scaled here.
        unit: 1,
        broadcastUnit: 1,
        isWig: false,
        fixedMask: 0,
        fixed: 0,
      },
    },
  );
}

const byForm: ReadonlyMap<string, CodeRow> = new Map(ENCODING_ROWS.map((row) => [row.form, toCodeRow(row)]));

/** The row of a form, or undefined. */
export function tileRow(form: string): CodeRow | undefined {
  return byForm.get(form);
}
