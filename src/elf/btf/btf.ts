/**
 * BTF: the types of a kernel as it carries them itself (Linux, Documentation/bpf/btf.rst): structures, unions, and what their
 * members are made of. A layout is looked up by name, so that no offset of a structure is written down anywhere.
 */
import type { ElfProblem } from '../elf-file';
import type { Layouts, MemberPlace } from '../layouts/layouts';

export interface StructMember extends MemberPlace {
  /** Empty for an anonymous structure or union, whose members are the outer one's. */
  readonly name: string;
  readonly type: number;
}

const MAGIC = 0xeb9f;
const HEADER = { MAGIC: 0, LENGTH: 4, TYPES_AT: 8, TYPES_SIZE: 12, TEXTS_AT: 16, TEXTS_SIZE: 20 } as const;
const SMALLEST_HEADER = 24;

const KIND = {
  INT: 1,
  PTR: 2,
  ARRAY: 3,
  STRUCT: 4,
  UNION: 5,
  ENUM: 6,
  FORWARD: 7,
  TYPEDEF: 8,
  VOLATILE: 9,
  CONST: 10,
  RESTRICT: 11,
  FUNCTION: 12,
  PROTOTYPE: 13,
  VARIABLE: 14,
  DATA_SECTION: 15,
  FLOAT: 16,
  DECLARATION_TAG: 17,
  TYPE_TAG: 18,
  ENUM64: 19,
} as const;

/** Kinds that only say more about another type. */
const TRANSPARENT: ReadonlySet<number> = new Set([
  KIND.TYPEDEF,
  KIND.VOLATILE,
  KIND.CONST,
  KIND.RESTRICT,
  KIND.TYPE_TAG,
]);

/** Bytes behind the common part of a type's record: fixed, and for each of its members. */
const EXTRA: Readonly<Record<number, readonly [fixed: number, each: number]>> = {
  [KIND.INT]: [4, 0],
  [KIND.PTR]: [0, 0],
  [KIND.ARRAY]: [12, 0],
  [KIND.STRUCT]: [0, 12],
  [KIND.UNION]: [0, 12],
  [KIND.ENUM]: [0, 8],
  [KIND.FORWARD]: [0, 0],
  [KIND.TYPEDEF]: [0, 0],
  [KIND.VOLATILE]: [0, 0],
  [KIND.CONST]: [0, 0],
  [KIND.RESTRICT]: [0, 0],
  [KIND.FUNCTION]: [0, 0],
  [KIND.PROTOTYPE]: [0, 8],
  [KIND.VARIABLE]: [4, 0],
  [KIND.DATA_SECTION]: [0, 12],
  [KIND.FLOAT]: [0, 0],
  [KIND.DECLARATION_TAG]: [4, 0],
  [KIND.TYPE_TAG]: [0, 0],
  [KIND.ENUM64]: [0, 12],
};
const COMMON_SIZE = 12;
const POINTER_SIZE = 8;
const DEEPEST = 32;

export class Btf implements Layouts {
  /** Where the record of each type begins; type 0 is void. */
  private readonly places: number[] = [0];
  private readonly structs = new Map<string, number>();

  private constructor(
    private readonly types: DataView,
    private readonly texts: Uint8Array,
  ) {}

  /** @param bytes of the section `.BTF`. */
  static read(bytes: Uint8Array): Btf | ElfProblem {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < SMALLEST_HEADER || view.getUint16(HEADER.MAGIC, true) !== MAGIC) {
      return { problem: 'Its section `.BTF` does not begin as BTF does.' };
    }
    const length = view.getUint32(HEADER.LENGTH, true);
    const part = (at: number, size: number) => {
      const from = length + view.getUint32(at, true);
      const bytesOfPart = view.getUint32(size, true);
      return from + bytesOfPart <= bytes.length ? bytes.subarray(from, from + bytesOfPart) : undefined;
    };
    const types = part(HEADER.TYPES_AT, HEADER.TYPES_SIZE);
    const texts = part(HEADER.TEXTS_AT, HEADER.TEXTS_SIZE);
    if (!types || !texts) return { problem: 'Its section `.BTF` is cut off.' };
    const btf = new Btf(new DataView(types.buffer, types.byteOffset, types.byteLength), texts);
    return btf.index() ?? btf;
  }

  /** How many types there are, without void. */
  get count(): number {
    return this.places.length - 1;
  }

  hasStruct(name: string): boolean {
    return this.structs.has(name);
  }

  /** In bytes; undefined where there is no structure or union of that name. */
  sizeOf(struct: string): number | undefined {
    const type = this.structs.get(struct);
    return type === undefined ? undefined : this.sizeOfType(type);
  }

  /**
   * Where a member of a structure or union lies; undefined where there is none.
   *
   * @param path names with dots between them, also through anonymous members: `thread.fpu.fpstate`.
   */
  place(struct: string, path: string): MemberPlace | undefined {
    let type = this.structs.get(struct);
    let found: MemberPlace = { offset: 0, size: 0 };
    for (const name of path.split('.')) {
      const member = type === undefined ? undefined : this.memberOf(this.resolve(type), name, 0);
      if (!member) return undefined;
      const { offset, size, bits } = member;
      found = { offset: found.offset + offset, size, ...(bits && { bits }) };
      ({ type } = member);
    }
    return found;
  }

  /** Of a structure or union, in its order; empty where there is none. */
  members(struct: string): readonly StructMember[] {
    const type = this.structs.get(struct);
    return type === undefined ? [] : [...this.membersOf(type)];
  }

  private index(): ElfProblem | undefined {
    for (let at = 0; at < this.types.byteLength; ) {
      if (at + COMMON_SIZE > this.types.byteLength) return { problem: 'Its section `.BTF` ends within a type.' };
      const info = this.types.getUint32(at + 4, true);
      const kind = kindOf(info);
      const extra = EXTRA[kind];
      if (!extra) return { problem: `Its section \`.BTF\` has a type of unknown kind ${kind}.` };
      const next = at + COMMON_SIZE + extra[0] + extra[1] * (info & 0xffff);
      if (next > this.types.byteLength) return { problem: 'Its section `.BTF` ends within a type.' };
      if (kind === KIND.STRUCT || kind === KIND.UNION) this.enterStruct(at);
      this.places.push(at);
      at = next;
    }
    return undefined;
  }

  private enterStruct(at: number): void {
    const name = this.text(this.types.getUint32(at, true));
    if (name !== '' && !this.structs.has(name)) this.structs.set(name, this.places.length);
  }

  private text(at: number): string {
    let text = '';
    for (let index = at; index < this.texts.length && this.texts[index] !== 0; index++) {
      text += String.fromCharCode(this.texts[index] ?? 0);
    }
    return text;
  }

  /** The type behind typedefs and qualifiers. */
  private resolve(type: number): number {
    let found = type;
    for (let depth = 0; depth < DEEPEST && TRANSPARENT.has(this.kind(found)); depth++) found = this.word(found, 8);
    return found;
  }

  private memberOf(type: number, name: string, depth: number): StructMember | undefined {
    if (depth > DEEPEST) return undefined;
    for (const member of this.membersOf(type)) {
      if (member.name === name) return member;
      const inner = member.name === '' ? this.memberOf(this.resolve(member.type), name, depth + 1) : undefined;
      if (inner) return { ...inner, offset: member.offset + inner.offset };
    }
    return undefined;
  }

  private *membersOf(type: number): Generator<StructMember> {
    const kind = this.kind(type);
    if (kind !== KIND.STRUCT && kind !== KIND.UNION) return;
    const info = this.word(type, 4);
    const hasBitFields = info >>> 31 === 1;
    for (let index = 0; index < (info & 0xffff); index++) {
      const at = COMMON_SIZE + 12 * index;
      const memberType = this.word(type, at + 4);
      const word = this.word(type, at + 8);
      const bit = hasBitFields ? word & 0xff_ffff : word;
      const count = hasBitFields ? word >>> 24 : 0;
      yield {
        name: this.text(this.word(type, at)),
        type: memberType,
        offset: bit >>> 3,
        size: this.sizeOfType(memberType),
        ...(count > 0 && { bits: { first: bit & 7, count } }),
      };
    }
  }

  private sizeOfType(type: number, depth = 0): number {
    const resolved = this.resolve(type);
    const kind = this.kind(resolved);
    if (kind === KIND.PTR) return POINTER_SIZE;
    if (kind !== KIND.ARRAY) return resolved === 0 || kind === KIND.PROTOTYPE ? 0 : this.word(resolved, 8);
    return depth > DEEPEST
      ? 0
      : this.word(resolved, COMMON_SIZE + 8) * this.sizeOfType(this.word(resolved, COMMON_SIZE), depth + 1);
  }

  private kind(type: number): number {
    return type === 0 ? 0 : kindOf(this.word(type, 4));
  }

  private word(type: number, offset: number): number {
    const at = this.places[type];
    return at === undefined || at + offset + 4 > this.types.byteLength ? 0 : this.types.getUint32(at + offset, true);
  }
}

function kindOf(info: number): number {
  return (info >>> 24) & 0x1f;
}
