/** Matched general-purpose instructions as bytes, by the table of their encodings. */
import type { LinearAddress } from '../architecture/linear-address';
import { CodeWriter, fillField } from '../encoding/code-writer';
import { generalRow } from '../encoding/general-rows';
import type { AssemblyError } from '../encoding/operand';
import { canHold, emptyFields, fieldsOf, type Open } from './general-fields';
import type { Match } from './match';

/** The bytes of an instruction, one field of which may be open. It is the same object each time. */
export interface OpenEncoding {
  /** The first `length` of them. */
  readonly bytes: Uint8Array;
  length: number;
  open: Open | undefined;
  /** Where the open field is, and how many bytes it has. */
  at: number;
  size: number;
}

const WRITER = new CodeWriter();
const FIELDS = emptyFields();
const WRITTEN: OpenEncoding = { bytes: WRITER.bytes, length: 0, open: undefined, at: 0, size: 0 };

/** Of a branch or a RIP-relative operand. */
export const OUT_OF_REACH: AssemblyError = {
  code: 'branch-range',
  message: 'The target is too far away: more than 2 GiB, or 128 bytes for a short jump.',
};

/** `match` up to what depends on its place; undefined where the table does not have its form. */
export function writeGeneral(match: Match): OpenEncoding | undefined {
  const row = generalRow(match.form.name);
  if (!row) return undefined;
  WRITTEN.open = fieldsOf(row, match, FIELDS);
  WRITER.write(row, FIELDS);
  WRITTEN.length = WRITER.length;
  WRITTEN.at = WRITER.openAt;
  WRITTEN.size = WRITER.openSize;
  return WRITTEN;
}

/** The bytes at an address, with addresses in the place of labels. */
export function placed(
  { bytes, length, open, at, size }: OpenEncoding,
  address: LinearAddress,
): Uint8Array | AssemblyError {
  if (open) {
    const value = open.isDistance ? open.value - (address + length) : open.value;
    if (!canHold(value, open.limit)) return OUT_OF_REACH;
    fillField(bytes, at, size, value);
  }
  return bytes.slice(0, length);
}
