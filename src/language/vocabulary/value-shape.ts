/** What kind of thing a name stands for, known without running anything: its type, members and elements. */
import type { Register } from '../../machine/architecture/registers';

export interface ValueShape {
  /** When it is a value by itself: `u64`, `i32`, `f32`, `string`, ... */
  readonly type?: string;
  /** Of a text: all that it can be, where that is known. */
  readonly texts?: readonly string[];
  readonly members?: ReadonlyMap<string, NamedValue>;
  /** What an index in brackets chooses from. */
  readonly element?: ValueShape;
  /** How many elements, where that never changes. */
  readonly length?: number;
}

export interface NamedValue {
  readonly name: string;
  readonly shape: ValueShape;
  /** One or two sentences, for completion, hover and the documentation. */
  readonly documentation: string;
  /** The row of a register that the tables describe. */
  readonly register?: Register;
}

export function scalar(type: string): ValueShape {
  return { type };
}

export function array(element: ValueShape, length?: number): ValueShape {
  return length === undefined ? { element } : { element, length };
}

export function group(members: readonly NamedValue[], type?: string): ValueShape {
  const shape = { members: new Map(members.map((member) => [member.name, member])) };
  return type === undefined ? shape : { ...shape, type };
}

/** `u8`, `i32[16][16]`, or the names of the members: a few words on a shape, for hover and completion. */
export function describeShape({ type, members, element, length }: ValueShape): string {
  if (type !== undefined) return type;
  if (element) {
    let text = '';
    let inner: ValueShape = { element, ...(length !== undefined && { length }) };
    while (inner.element) {
      text += `[${inner.length ?? ''}]`;
      inner = inner.element;
    }
    return `${inner.type ?? 'group'}${text}`;
  }
  return `{ ${[...(members?.keys() ?? [])].join(', ')} }`;
}
