/**
 * A register is a row: whatever the tables have, expressions, variables, hovers, completion and views have too. To add a
 * register is to add its row; this test then asks for it everywhere.
 */
import assert from 'node:assert/strict';
import { complete } from '../../src/language/editing/completion/completion';
import { hover } from '../../src/language/editing/hover/hover';
import { parseTrace } from '../../src/language/parser';
import { REGISTER_ROWS, type Register } from '../../src/machine/architecture/registers';
import { CONTEXT } from '../language/context';
import { closeClients, stopAt, type TestClient, trace } from './client';

const GROUPS: Readonly<Record<Register['group'], string>> = {
  general: 'General registers',
  control: 'Control & XState',
  vector: 'Vector registers',
  x87: 'x87',
};

const IN_EXPRESSIONS = REGISTER_ROWS.filter(({ inExpressions }) => inExpressions !== false);

async function groupReference(client: TestClient, frameId: number, group: Register['group']): Promise<number> {
  const { scopes } = (await client.scopesRequest({ frameId })).body;
  const scope = scopes.find(({ name }) => name === GROUPS[group]);
  assert.ok(scope, GROUPS[group]);
  return scope.variablesReference;
}

async function variablesOf(client: TestClient, frameId: number, group: Register['group']) {
  const variablesReference = await groupReference(client, frameId, group);
  return (await client.variablesRequest({ variablesReference })).body.variables;
}

describe('every register of the tables', () => {
  let client: TestClient;
  let frameId: number;

  beforeEach(async () => {
    const stopped = await stopAt(trace('loop'));
    client = stopped.client;
    const { threads } = (await client.threadsRequest()).body;
    const { stackFrames } = (await client.stackTraceRequest({ threadId: threads[0]?.id ?? 0 })).body;
    frameId = stackFrames[0]?.id ?? 0;
  });

  afterEach(closeClients);

  it('is a variable in its group, with its title and manual', async () => {
    for (const group of ['general', 'control', 'vector', 'x87'] as const) {
      const variablesReference = await groupReference(client, frameId, group);
      const { body } = await client.customRequest('xtrace/details', { variablesReference });
      const details: readonly { name: string; documentation?: string }[] = body.variables;
      for (const { name, title, manual } of REGISTER_ROWS.filter((row) => row.group === group)) {
        const { documentation = '' } = details.find((one) => one.name === name) ?? {};
        assert.ok(documentation.startsWith(title) && documentation.includes(manual), `${name}: ${documentation}`);
      }
    }
  });

  it('opens up into its named bits', async () => {
    for (const { name, group, fields } of REGISTER_ROWS) {
      if (!fields) continue;
      const variable = (await variablesOf(client, frameId, group)).find((one) => one.name === name);
      const bits = await client.variablesRequest({ variablesReference: variable?.variablesReference ?? 0 });
      assert.deepEqual(
        bits.body.variables.map((bit) => bit.name),
        fields.map((field) => field.name),
        name,
      );
    }
  });

  it('has a value as an expression, of the current CPU and by its number', async () => {
    for (const { name } of IN_EXPRESSIONS) {
      const { result } = (await client.evaluateRequest({ expression: name, frameId, context: 'watch' })).body;
      assert.match(result, /^(0x[\da-f]+|\d+)/, name);
      const other = await client.evaluateRequest({ expression: `cpu[0].${name}`, frameId, context: 'watch' });
      assert.equal(other.body.result.split(' ')[0], result.split(' ')[0], name);
    }
  });

  it('is in the sidebar where it is a control register', async () => {
    const { registers } = (await client.customRequest('xtrace/views')).body.registers;
    const shown = registers.map(({ name }: { name: string }) => name);
    const control = REGISTER_ROWS.filter(({ group }) => group === 'control').map(({ name }) => name);
    assert.deepEqual([...shown].sort(), [...control].sort());
  });

  it('has a hover with its documentation, bits, number and manual', () => {
    for (const { name, documentation, manual, msr, fields = [] } of IN_EXPRESSIONS) {
      const found = hover(parseTrace(`    expect ${name} == 0`), 0, 12, CONTEXT);
      for (const part of [documentation, manual, ...fields.map((field) => field.documentation)])
        assert.ok(found?.text.includes(part), `${name}: ${part}`);
      if (msr !== undefined) assert.ok(found?.text.includes(`0x${msr.toString(16)}`), name);
    }
  });

  it('is completed, with its documentation', () => {
    const { items } = complete(parseTrace('    expect '), 0, 11, CONTEXT);
    for (const { name, documentation } of IN_EXPRESSIONS)
      assert.equal(items.find(({ label }) => label === name)?.documentation, documentation, name);
  });
});
