/** Matched instructions as bytes, by the tables of their encodings. */
import type { LinearAddress } from '../architecture/linear-address';
import { codeRowOf } from '../encoding/code-rows';
import { CodeWriter, fillField } from '../encoding/code-writer';
import type { AssemblyError } from '../encoding/operand';
import type { Match } from './match';
import { canHold, emptyFields, fieldsOf, type Open } from './operand-fields';

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

/**
 * The machine code of `match` at `address`, its labels already replaced by addresses. The only errors left: a branch or
 * a RIP-relative operand whose target is out of reach (`branch-range`).
 */
export function encode(match: Match, address: LinearAddress): Uint8Array | AssemblyError {
  const { bytes, length, open, at, size } = encodeOpen(match);
  if (open) {
    const value = open.isDistance ? open.value - (address + length) : open.value;
    if (!canHold(value, open.limit)) return OUT_OF_REACH;
    fillField(bytes, at, size, value);
  }
  return bytes.slice(0, length);
}

/** `match` up to what depends on its place. */
export function encodeOpen(match: Match): OpenEncoding {
  const row = codeRowOf(match.form.name);
  if (!row) throw new RangeError(`${match.form.name} is in no table of encodings`);
  WRITTEN.open = fieldsOf(row, match, FIELDS);
  WRITER.write(row, FIELDS);
  WRITTEN.length = WRITER.length;
  WRITTEN.at = WRITER.openAt;
  WRITTEN.size = WRITER.openSize;
  return WRITTEN;
}
