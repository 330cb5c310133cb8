/** Fields of laid-out instructions that hold an address, or a distance, which is known when everything has its place: columns. */
import type { LinearAddress } from '../architecture/linear-address';
import { fillField } from '../encoding/code-writer';
import type { Drafts } from './drafts';
import { encodeOpen, type OpenEncoding } from './encode';
import type { Form } from './form';
import type { Match } from './match';
import { canHold } from './operand-fields';
import type { BranchTarget } from './short-branches';

/** The number of an open field. */
export type OpenField = number;

const NO_LABEL = -1;
/** Of an instruction that has no open field. */
const NONE: OpenField = -1;

export class OpenFields {
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  private readonly values: number[] = [];
  /** Where in the instruction, and how many bytes. */
  private readonly offsets: number[] = [];
  private readonly sizes: number[] = [];
  private readonly isDistance: boolean[] = [];
  private readonly limits: number[] = [];

  fields(): IterableIterator<OpenField> {
    return this.items.keys();
  }

  itemOf(field: OpenField): number {
    return this.items[field]!; // a field's number comes from here
  }

  /** Where the field's branch leads. */
  targetOf(field: OpenField): BranchTarget {
    return { label: this.labels[field]!, value: this.values[field]! }; // see `itemOf`
  }

  /** Encodes an item and notes what is open in it; -1 where nothing is. */
  encode(item: number, match: Match, drafts: Drafts): OpenField {
    const written = encodeOpen(match);
    drafts.put(item, written.bytes, 0, written.length);
    if (!written.open) return NONE;
    this.items.push(item);
    return this.note(this.items.length - 1, written);
  }

  /** Encodes the branch of a field again, in a longer form. Its statement is not read again: there may be many. */
  lengthen(field: OpenField, form: Form, drafts: Drafts): void {
    const label = this.labels[field]!; // see `itemOf`
    const target = { kind: 'branch', target: this.values[field]!, ...(label !== NO_LABEL && { label }) } as const; // so too
    const written = encodeOpen({ mnemonic: '', form, operands: [target], prefixes: [] });
    drafts.put(this.itemOf(field), written.bytes, 0, written.length);
    this.note(field, written);
  }

  private reaches(field: OpenField, addresses: Float64Array, drafts: Drafts): boolean {
    return canHold(this.valueOf(field, addresses, drafts), this.limits[field]!); // see `itemOf`
  }

  /** Puts into an item's bytes what belongs there; false where it does not fit. */
  fill(field: OpenField, addresses: Float64Array, drafts: Drafts): boolean {
    if (!this.reaches(field, addresses, drafts)) return false;
    const start = drafts.startOf(this.itemOf(field));
    const value = this.valueOf(field, addresses, drafts);
    fillField(drafts.buffer, start + this.offsets[field]!, this.sizes[field]!, value); // see `itemOf`
    return true;
  }

  private note(field: OpenField, { open, at, size }: OpenEncoding): OpenField {
    this.labels[field] = open?.label ?? NO_LABEL;
    this.values[field] = open?.value ?? 0;
    this.isDistance[field] = open?.isDistance ?? false;
    this.offsets[field] = at;
    this.sizes[field] = size;
    this.limits[field] = open?.limit ?? 0;
    return field;
  }

  private valueOf(field: OpenField, addresses: Float64Array, drafts: Drafts): number {
    const label = this.labels[field]!; // see `itemOf`
    const item = this.itemOf(field);
    const place: LinearAddress = label === NO_LABEL ? 0 : (addresses[label] ?? 0);
    const to = this.values[field]! + place; // see `itemOf`
    return this.isDistance[field] ? to - (addresses[item]! + drafts.sizeOf(item)) : to; // of an item
  }
}
