/**
 * Layouts by debugging information, for a kernel without BTF. It has hundreds of megabytes of it, and says each structure again in
 * each unit: so the units of a few functions are read, one after the other, until one of them knows the structure.
 */
import { AT, TAG } from '../dwarf/constants';
import type { DebugInfo } from '../dwarf/debug-info';
import { type CType, type Member, plainType, sizeOfType } from '../dwarf/types/types';
import type { Unit } from '../dwarf/unit';
import type { Layouts, MemberPlace } from './layouts';

/** Anonymous structures within each other. */
const DEEPEST = 32;

type Composed = CType & { readonly kind: 'struct' | 'union' | 'class' };

export class DwarfLayouts implements Layouts {
  private readonly known = new Map<string, Composed | undefined>();
  /** Of each unit that has been read, where its structures are in `.debug_info`. */
  private readonly structs = new Map<Unit, ReadonlyMap<string, number>>();

  /** @param addresses of functions whose units know what is asked for, the likeliest first. */
  constructor(
    private readonly info: DebugInfo,
    private readonly addresses: readonly number[],
  ) {}

  sizeOf(struct: string): number | undefined {
    return this.find(struct)?.size;
  }

  place(struct: string, path: string): MemberPlace | undefined {
    let type: CType | undefined = this.find(struct);
    let found: MemberPlace = { offset: 0, size: 0 };
    for (const name of path.split('.')) {
      const member: Member | undefined = type && memberOf(plainType(type), name, 0);
      if (!member) return undefined;
      const { offset, bits } = member;
      const place = { offset: found.offset + offset, size: sizeOfType(member.type) ?? 0 };
      found = bits ? { ...place, bits: { first: bits.from, count: bits.size } } : place;
      ({ type } = member);
    }
    return found;
  }

  private find(struct: string): Composed | undefined {
    if (!this.known.has(struct)) this.known.set(struct, this.read(struct));
    return this.known.get(struct);
  }

  private read(struct: string): Composed | undefined {
    for (const address of this.addresses) {
      const unit = this.info.unitAt(address);
      const offset = unit && this.structsOf(unit).get(struct);
      if (offset === undefined) continue;
      const type = this.info.attempt<CType | undefined>(() => this.info.types.at(offset), undefined);
      if (type && isComposed(type)) return type;
    }
    return undefined;
  }

  private structsOf(unit: Unit): ReadonlyMap<string, number> {
    let structs = this.structs.get(unit);
    if (!structs) {
      structs = this.info.attempt(() => namedStructs(unit), new Map());
      this.structs.set(unit, structs);
    }
    return structs;
  }
}

/** Those of which more than the name is known. */
function namedStructs({ entries }: Unit): ReadonlyMap<string, number> {
  const structs = new Map<string, number>();
  for (const entry of entries) {
    if (entry.tag !== TAG.structure_type && entry.tag !== TAG.union_type) continue;
    const name = entry.text(AT.name);
    if (name !== undefined && entry.has(AT.byte_size) && !structs.has(name)) structs.set(name, entry.offset);
  }
  return structs;
}

function isComposed(type: CType): type is Composed {
  return type.kind === 'struct' || type.kind === 'union' || type.kind === 'class';
}

function memberOf(type: CType, name: string, depth: number): Member | undefined {
  if (depth > DEEPEST || !isComposed(type)) return undefined;
  for (const member of type.members()) {
    if (member.name === name) return member;
    const inner = member.name === undefined ? memberOf(plainType(member.type), name, depth + 1) : undefined;
    if (inner) return { ...inner, offset: member.offset + inner.offset };
  }
  return undefined;
}
