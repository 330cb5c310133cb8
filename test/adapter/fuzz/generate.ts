/**
 * Messages out of nowhere: arguments that the schema of the protocol allows, with what an earlier answer has named
 * where that is possible, and then some of them spoiled.
 */
import type { Random } from '../../machine/random';
import { definitions } from '../schema';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly _enum?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const DEEPEST = 6;

const NUMBERS = [0, 1, 2, 3, -1, 7, 64, 1000, 1_000_000, 1_000_001, 2 ** 31 - 1, -(2 ** 31), 2 ** 53 - 1];
const TEXTS = [
  '',
  ' ',
  'rax',
  'xfd',
  'tmm0',
  'A.fpstate.size',
  '1 +',
  '\u0000',
  '__proto__',
  'constructor',
  'ü\ud83d\ude00',
];
const NONSENSE: readonly Json[] = [
  null,
  true,
  -1.5,
  1e308,
  'text',
  [],
  {},
  [[]],
  { a: { b: [null] } },
  '0x10',
  'x'.repeat(500),
];

export class Generator {
  /** What answers have named, by the name of the member: references, ids, paths. */
  private readonly seen = new Map<string, Json[]>();

  constructor(
    private readonly random: Random,
    /** Values that are worth a try, by the name of the member. */
    private readonly known: Readonly<Record<string, readonly Json[]>>,
  ) {}

  /** Of a command of the protocol; undefined where it has none. */
  argumentsOf(command: string): Json | undefined {
    const name = `${command.charAt(0).toUpperCase()}${command.slice(1)}Arguments`;
    if (!Object.hasOwn(definitions, name)) return undefined;
    const made = this.make({ $ref: `#/definitions/${name}` }, '', 0);
    // Launch arguments are the adapter's own.
    if (command !== 'launch' && command !== 'restart') return made;
    const own = [
      'program',
      'stopOnEntry',
      'stopOnEnd',
      'noDebug',
      'maxSteps',
      'historyMegabytes',
      'kernel',
      'machine',
      'stopOn',
      'trace',
      'sourceMap',
    ];
    const wanted = own.filter((key) => key === 'program' || this.random.oneIn(4));
    const launch = Object.fromEntries(wanted.map((key) => [key, this.random.pick(this.known[key] ?? [null])]));
    return command === 'launch' ? launch : { arguments: launch };
  }

  /** The same with something wrong in it. */
  spoil(value: Json | undefined): Json {
    if (typeof value !== 'object' || value === null || this.random.oneIn(5)) return this.random.pick(NONSENSE);
    const keys = Object.keys(value);
    if (keys.length === 0) return this.random.pick(NONSENSE);
    const key = this.random.pick(keys);
    const members = value as Readonly<Record<string, Json>>;
    const spoiled = { ...members, [key]: this.spoil(members[key]) };
    return Array.isArray(value) ? Object.values(spoiled) : spoiled;
  }

  /** Keeps what an answer names, for later requests. */
  learn(value: unknown, key = ''): void {
    if (Array.isArray(value)) for (const item of value) this.learn(item, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) this.learn(member, name);
    } else if (LEARNED.has(key)) {
      const name = LEARNED.get(key)!; // just asked
      const values = this.seen.get(name) ?? [];
      values.push(value as Json); // no object, no list
      if (values.length > 50) values.splice(0, 25);
      this.seen.set(name, values);
    }
  }

  private make(schema: Schema, key: string, depth: number): Json {
    const given = this.seen.get(key) ?? [];
    if (given.length > 0 && !this.random.oneIn(5)) return this.random.pick(given);
    const known = this.known[key];
    if (known && !this.random.oneIn(10)) return this.random.pick(known);
    if (schema.$ref) return this.make(this.definition(schema.$ref), key, depth);
    if (schema.allOf) return this.makeAll(schema.allOf, depth);
    if (schema.oneOf) return this.make(this.random.pick(schema.oneOf), key, depth);
    const words = schema.enum ?? schema._enum;
    if (words) return this.random.pick(words);
    const type = typeof schema.type === 'string' ? schema.type : this.random.pick(schema.type ?? ['null']);
    return this.makeType(type, schema, key, depth);
  }

  private makeType(type: string, schema: Schema, key: string, depth: number): Json {
    switch (type) {
      case 'object':
        return this.makeObject(schema, depth);
      case 'array': {
        const length = depth > DEEPEST ? 0 : this.random.below(4);
        return Array.from({ length }, () => this.make(schema.items ?? {}, key, depth + 1));
      }
      case 'string':
        return this.random.pick(TEXTS);
      case 'boolean':
        return this.random.oneIn(2);
      case 'integer':
      case 'number':
        return this.random.pick(NUMBERS);
      default:
        return null;
    }
  }

  private makeAll(schemas: readonly Schema[], depth: number): Json {
    const parts = schemas.map((part) => this.make(part, '', depth));
    return Object.assign({}, ...parts.filter((part) => typeof part === 'object')) as Json;
  }

  private makeObject({ properties = {}, required = [] }: Schema, depth: number): Json {
    const entries = Object.entries(properties).filter(
      ([name]) => required.includes(name) || (depth <= DEEPEST && this.random.oneIn(2)),
    );
    return Object.fromEntries(entries.map(([name, member]) => [name, this.make(member, name, depth + 1)]));
  }

  private definition(reference: string): Schema {
    return (definitions[reference.replace('#/definitions/', '')] ?? {}) as Schema;
  }
}

/** The member of an answer, and the member of a request that takes its value. */
const LEARNED: ReadonlyMap<string, string> = new Map([
  ['threadId', 'threadId'],
  ['variablesReference', 'variablesReference'],
  ['sourceReference', 'sourceReference'],
  ['memoryReference', 'memoryReference'],
  ['instructionPointerReference', 'instructionReference'],
  ['evaluateName', 'expression'],
  ['dataId', 'dataId'],
  ['progressId', 'progressId'],
  ['name', 'name'],
]);
