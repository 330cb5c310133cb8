/**
 * The Debug Adapter Protocol as its authors publish it: version 1.71, as a JSON schema
 * (https://microsoft.github.io/debug-adapter-protocol/debugAdapterProtocol.json). Every message is held to it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import Ajv, { type ValidateFunction } from 'ajv';

type Schema = { readonly definitions: Readonly<Record<string, object>> };

const SCHEMA_FILE = join(__dirname, '../fixtures/protocol/debug-adapter-protocol-1.71.schema.json');

/** Draft 4 of JSON schema; it uses nothing that later drafts read otherwise. Its `_enum` is for people. */
const { $schema: _, ...schema } = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as Schema & { $schema: string };
/** The arguments of `restart` are those of launch or of attach, and an object can always be both: "one of" would refuse every one. */
const restart = schema.definitions.RestartArguments as {
  properties: { arguments: { oneOf?: object[]; anyOf?: object[] } };
};
restart.properties.arguments = { anyOf: restart.properties.arguments.oneOf ?? [] };
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(schema, 'dap');
const validators = new Map<string, ValidateFunction>();

/** What is the adapter's own, in both directions; the protocol lets an adapter have more. */
const OWN = /^xtrace\//;

/** The definitions of the schema, by name. */
export const definitions: Schema['definitions'] = schema.definitions;

/** Every request that a client may send to an adapter. */
export const REQUESTS_OF_THE_PROTOCOL: readonly string[] = Object.keys(definitions)
  .filter((name) => name.endsWith('Request') && name !== 'Request')
  .map((name) => uncapitalized(name.replace(/Request$/, '')))
  .filter((command) => command !== 'runInTerminal' && command !== 'startDebugging');

/** What is wrong with a message; empty when nothing is. */
export function schemaProblems(message: DebugProtocol.ProtocolMessage): readonly string[] {
  const name = definitionOf(message);
  const validate = validatorOf(name);
  if (!validate) return [`the protocol has no ${name}: ${shown(message)}`];
  if (validate(message)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message: problem }) => `${name}${instancePath} ${problem}: ${shown(message)}`,
  );
}

/** Collects the problems of a conversation, since an error in the middle of a stream would reach nobody. */
export class SchemaWitness {
  private readonly problems: string[] = [];

  check(message: DebugProtocol.ProtocolMessage): void {
    this.problems.push(...schemaProblems(message));
  }

  /** @throws AssertionError with all that was wrong. */
  assertNothingWrong(): void {
    const found = this.problems.splice(0);
    assert.deepEqual(found, []);
  }
}

function definitionOf(message: DebugProtocol.ProtocolMessage): string {
  const { event, command, success } = message as DebugProtocol.Event & DebugProtocol.Response;
  if (message.type === 'event') return OWN.test(event) ? 'Event' : `${capitalized(event)}Event`;
  if (message.type === 'request') return OWN.test(command) ? 'Request' : `${capitalized(command)}Request`;
  if (!success) return 'ErrorResponse';
  return OWN.test(command) ? 'Response' : `${capitalized(command)}Response`;
}

function validatorOf(name: string): ValidateFunction | undefined {
  if (!Object.hasOwn(definitions, name)) return undefined;
  let validate = validators.get(name);
  if (!validate) {
    validate = ajv.compile({ $ref: `dap#/definitions/${name}` });
    validators.set(name, validate);
  }
  return validate;
}

function shown(message: object): string {
  const text = JSON.stringify(message);
  return text.length > 400 ? `${text.slice(0, 400)}...` : text;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function uncapitalized(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
