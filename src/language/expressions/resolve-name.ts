/** What names, members and indices stand for; with the names that were probably meant where they stand for nothing. */
import { COMPONENTS } from '../../machine/architecture/component';
import type { Range } from '../errors/diagnostic';
import { atRange, ExpressionError } from '../errors/expression-error';
import { didYouMean, listed } from '../errors/nearest';
import type { Expression } from '../tree/expression';
import { namedConstant } from '../vocabulary/constants';
import { isReference, type Reference, type Scope, type Value } from '../vocabulary/value';
import { FUNCTIONS } from './functions';

const COMPONENT_MASKS: ReadonlyMap<string, bigint> = new Map(
  COMPONENTS.map(({ id, index }) => [id, 1n << BigInt(index)]),
);

/** The mask of a component: `XTILEDATA` is 0x40000. */
export function componentMask(name: string): bigint | undefined {
  return COMPONENT_MASKS.get(name);
}

/** A name of the scope, a component mask or a kernel constant, in this order. Throws `ExpressionError`. */
export function resolveName(name: string, range: Range, scope: Scope): Reference | Value {
  const found = scope.name(name) ?? componentMask(name) ?? namedConstant(name)?.value;
  if (found !== undefined) return found;
  if (FUNCTIONS.some((row) => row.name === name)) {
    throw new ExpressionError(
      'function-without-arguments',
      `\`${name}\` is a function: write \`${name}(...)\`.`,
      range,
    );
  }
  const hint = scope.hint?.(name) ?? hintAmong(name, scope.names?.());
  throw new ExpressionError('unknown-name', `There is no \`${name}\` here.${hint}`, range);
}

/** The name that was probably meant, as a sentence; empty where there is none. */
export function hintAmong(name: string, names: Iterable<string> = []): string {
  return didYouMean(name, [...names, ...COMPONENT_MASKS.keys()]);
}

/** Throws `ExpressionError` when there is no such member. */
export function resolveMember(
  object: Reference | Value,
  { member }: Expression & { kind: 'member' },
): Reference | Value {
  const found = isReference(object) ? object.member?.(member.text) : undefined;
  if (found !== undefined) return found;
  const members = isReference(object) ? (object.members ?? []) : [];
  const near = didYouMean(member.text, members);
  const hint = near || (members.length ? ` It has ${listed(members, 'and')}.` : '');
  throw new ExpressionError('unknown-member', `There is no member \`${member.text}\` here.${hint}`, member.range);
}

/** Throws `ExpressionError` for what has no elements, and for an index that is no integer or out of range. */
export function resolveIndex(
  object: Reference | Value,
  index: Value,
  expression: Expression & { kind: 'index' },
): Reference | Value {
  if (!isReference(object) || !object.index) {
    throw new ExpressionError('not-indexed', 'This has no elements to choose from.', expression.object.range);
  }
  if (typeof index !== 'bigint') {
    throw new ExpressionError('not-an-integer', 'An index is an integer.', expression.index.range);
  }
  const found = atRange(expression.index.range, () => object.index?.(index));
  if (found !== undefined) return found;
  throw new ExpressionError('index-out-of-range', `There is no element ${index}.`, expression.index.range);
}
