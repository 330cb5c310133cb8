/** Which fields of the kernel's records the value of an expression is read from, and who writes these in one moment. */
import type { Expression } from '../../language/tree/expression';
import { placeScope } from '../scope/scope';
import type { ScopePlace } from '../scope/scope-place';
import type { World } from '../state/world';
import { sampleExpression } from './sample';

/** A field of an object; without a key, all elements of an array. */
export interface RecordField {
  readonly record: object;
  readonly key?: string;
}

/** The fields that are read while the expression is evaluated. Names mean what they mean at `place`. */
export function recordFieldsOf(world: World, expression: Expression, place: ScopePlace): readonly RecordField[] {
  const { kernel } = world;
  if (!kernel) return [];
  const fields: RecordField[] = [];
  const state = noting(kernel.state, kernel.state, new Map(), fields);
  const traced: World = Object.create(world, { kernel: { value: Object.create(kernel, { state: { value: state } }) } });
  sampleExpression(expression, placeScope(traced, place));
  return fields;
}

/** The same object, which notes what is read of it. `root` is the kernel's state: where its tables are is no value. */
function noting<T extends object>(record: T, root: object, known: Map<object, object>, fields: RecordField[]): T {
  const proxy = new Proxy(record, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof key !== 'string') return value;
      const isTable = target === root || isTableOf(root, target);
      if (Object.hasOwn(target, key) && !FINDING.has(key) && !(isTable && isRecord(value))) {
        fields.push(Array.isArray(target) ? { record: target } : { record: target, key });
      }
      return isRecord(value) ? (known.get(value) ?? noting(value, root, known, fields)) : value;
    },
  });
  known.set(record, proxy);
  return proxy;
}

/** What a record is found by. */
const FINDING: ReadonlySet<string> = new Set(['name', 'length']);

/** The tables of tasks, processes and CPUs only grow. */
function isTableOf(root: object, target: object): boolean {
  return Array.isArray(target) && Object.values(root).includes(target);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
