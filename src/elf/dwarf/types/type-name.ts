/** A type as C writes it: `const char *`, `int [16][16]`, `struct tile_config *(*)(int)`. */
import type { CType } from './types';

const MOST_NESTED = 32;

export function typeName(type: CType): string {
  return declared(type, '', MOST_NESTED);
}

/** The declaration of `inner`, which has that type. */
function declared(type: CType, inner: string, left: number): string {
  if (left === 0) return '...';
  switch (type.kind) {
    case 'pointer':
      return declared(type.to(), pointerTo(type.to(), `*${inner}`), left - 1);
    case 'array':
      return declared(type.of(), `${inner}${type.counts.map((count) => `[${count ?? ''}]`).join('')}`, left - 1);
    case 'function': {
      const parameters = type.parameters().map((each) => declared(each, '', left - 1));
      return declared(type.returns(), `${inner}(${parameters.join(', ') || 'void'})`, left - 1);
    }
    case 'qualified':
      return qualified(type, inner, left);
    default:
      return joined(nameOf(type), inner);
  }
}

/** `*` binds weaker than `[]` and `()`. */
function pointerTo({ kind }: CType, inner: string): string {
  return kind === 'array' || kind === 'function' ? `(${inner})` : inner;
}

/** `const` stands before what it qualifies, but behind the `*` of a pointer. */
function qualified(type: CType & { readonly kind: 'qualified' }, inner: string, left: number): string {
  const to = type.to();
  if (to.kind === 'pointer') {
    const behind = joined(type.qualifier, inner);
    return declared(to.to(), pointerTo(to.to(), `*${behind}`), left - 1);
  }
  // Of an array, its elements are qualified; a compiler may say both.
  const element = to.kind === 'array' ? to.of() : to;
  const isSaid = element !== to && element.kind === 'qualified' && element.qualifier === type.qualifier;
  return `${isSaid ? '' : `${type.qualifier} `}${declared(to, inner, left - 1)}`;
}

function joined(name: string, inner: string): string {
  return inner === '' ? name : `${name} ${inner}`;
}

function nameOf(type: CType): string {
  switch (type.kind) {
    case 'struct':
    case 'union':
    case 'class':
    case 'enum':
      return `${type.kind} ${type.name ?? '{...}'}`;
    case 'base':
    case 'typedef':
    case 'unknown':
      return type.name;
    default:
      return 'void';
  }
}
