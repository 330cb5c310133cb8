/**
 * Tables that are asked for names from outside: words of a trace, of a client, of a file. A plain object has names that
 * JavaScript gave it (`constructor`, `toString`, `__proto__`), and answers for them too. Only what is in a table is in it.
 * `test/tables.test.ts` refuses every other way to ask an object for a name that is not known beforehand.
 */

declare const withoutPrototype: unique symbol;

/** Rows by name. Only `tableOf` makes one. */
export type Table<Row> = Readonly<Record<string, Row>> & { readonly [withoutPrototype]: true };

export function tableOf<Row>(rows: Readonly<Record<string, Row>>): Table<Row> {
  return Object.assign(Object.create(null), rows);
}

/** What an object that is no table has under a name of its own; `undefined` where it has no such name. */
export function ownValue<Values extends object>(values: Values, name: string): Values[keyof Values] | undefined {
  return Object.hasOwn(values, name) ? values[name as keyof Values] : undefined;
}

/** Gives an object a value under a name. An assignment to `__proto__` would change the prototype of the object. */
export function setOwnValue<Value>(target: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  else target[name] = value;
}
