import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { closeClients, lineOf, type Stopped, TestClient } from './client';
import { programBeside } from './programs';

afterEach(closeClients);

const PLAIN = ['-O0', '-nostdlib', '-ffreestanding', '-fno-stack-protector', '-DALONE'];

async function stoppedIn(
  text: string,
  condition?: string,
): Promise<{ client: TestClient; stop: Stopped; source: string }> {
  const { trace, source } = programBeside('lines.c', PLAIN);
  const client = new TestClient();
  await client.beginAndStop({ program: trace, launch: { stopOnEntry: true } });
  const line = lineOf(source, text);
  await client.setBreakpointsRequest({
    source: { path: source },
    breakpoints: [{ line, ...(condition === undefined ? {} : { condition }) }],
  });
  return { client, stop: await client.go('continue'), source };
}

function shown(rows: readonly DebugProtocol.Variable[]): string[] {
  return rows.map(({ name, value, type }) => `${type} ${name} = ${value}`);
}

describe('the variables of a program', function () {
  this.timeout(60_000);

  it('are typed, parameters first, and open by member and element', async function () {
    needs(this, found('gcc'));
    const { client, stop } = await stoppedIn('sums[i % 4][i % 6] = total', 'i == 3');
    const locals = shown(await client.rows(stop, 'Locals'));
    assert.equal(locals.length, 4);
    assert.match(locals[0] ?? '', /^const point_t \* p = 0x[0-9a-f]+$/);
    // x is 2: 4 + 9 + 16 + 25, and one for each call of leaf.
    assert.deepEqual(locals.slice(1), ['int n = 5', 'int i = 3', 'int total = 57']);
    const members = await client.rows(stop, 'Locals', 'p');
    assert.deepEqual(
      members.map(({ name }) => name),
      ['x', 'y', 'flag', 'rest', 'next', 'whole', 'parts'],
    );
    assert.deepEqual(shown(members).slice(0, 4), [
      'int x = 2',
      'int y = 9',
      'unsigned int flag = 5',
      'unsigned int rest = 17',
    ]);
    assert.match(members[4]?.value ?? '', /^0x[0-9a-f]+ <origin>$/);
    assert.equal(members[6]?.value, '"HGFEDCBA"');
    assert.equal(await client.value(stop, 'Locals', 'p', 'next', 'x'), '-7');
  });

  it('of its files are globals', async function () {
    needs(this, found('gcc'));
    const { client, stop } = await stoppedIn('sums[i % 4][i % 6] = total', 'i == 3');
    const value = (...path: string[]) => client.value(stop, 'Globals', ...path);
    assert.match((await value('message')) ?? '', /^0x[0-9a-f]+ "hello"$/);
    assert.deepEqual(
      [await value('chosen'), await value('ratio'), await value('ready'), await value('bytes')],
      ['5 (GREEN)', '2.5', '1 (true)', '[1, 2, 3]'],
    );
    assert.deepEqual([await value('sums', '[2]', '[2]'), await value('sums', '[0]')], ['31', '[31, 0, 0, 0, 0, 0]']);
  });

  it('are the frame’s that one looks at', async function () {
    needs(this, found('gcc'));
    const { client, stop } = await stoppedIn('*place = value');
    const frames = await client.stack(stop.threadId ?? 0);
    assert.deepEqual(frames.map(({ name }) => name).slice(0, 3), ['leaf', 'work', 'main']);
    const inFrame = async (index: number, expression: string) =>
      (await client.evaluateRequest({ expression, frameId: frames[index]?.id ?? 0, context: 'watch' })).body.result;
    assert.deepEqual([await inFrame(0, 'value'), await inFrame(1, 'total'), await inFrame(2, 'p.y')], ['4', '4', '9']);
    assert.match(await inFrame(2, 'p'), /^\{x = 2, y = 9, flag = 5, rest = 17, next = 0x[0-9a-f]+ <origin>, /);
    assert.match(await inFrame(1, 'p->next->parts'), /^"HGFEDCBA"$/);
    const { scopes } = (await client.scopesRequest({ frameId: frames[1]?.id ?? 0 })).body;
    const reference = scopes.find(({ name }) => name === 'Locals')?.variablesReference ?? 0;
    const { variables } = (await client.variablesRequest({ variablesReference: reference })).body;
    assert.equal(variables.find(({ name }) => name === 'total')?.value, '4');
  });

  it('can be set, watched and stopped at when they change', async function () {
    needs(this, found('gcc'));
    const { client, stop, source } = await stoppedIn('sums[i % 4][i % 6] = total');
    const variablesReference = await client.reference(stop, 'Locals');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'total', value: '70' });
    assert.equal(body.value, '70');
    const info = await client.customRequest('dataBreakpointInfo', { variablesReference, name: 'total' });
    assert.match(info.body.description, /^4 bytes at 0x/);
    await client.customRequest('setDataBreakpoints', {
      breakpoints: [{ dataId: info.body.dataId, accessType: 'write' }],
    });
    await client.setBreakpointsRequest({ source: { path: source }, breakpoints: [] });
    const changed = await client.go('continue');
    assert.equal(changed.reason, 'data breakpoint');
    assert.equal((await client.currentFrame(changed)).line, lineOf(source, 'for (int i = 0'));
    assert.equal(await client.evaluate('total'), '71');
  });

  it('have conditions that are refused where nothing is called so', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('lines.c', PLAIN);
    const client = new TestClient();
    await client.beginAndStop({ program: trace, launch: { stopOnEntry: true } });
    const line = lineOf(source, 'sums[i % 4][i % 6] = total');
    const set = async (condition: string) =>
      (await client.setBreakpointsRequest({ source: { path: source }, breakpoints: [{ line, condition }] })).body
        .breakpoints[0];
    assert.equal((await set('total > 10'))?.verified, true);
    assert.match((await set('totals > 10'))?.message ?? '', /There is no `totals` here/);
  });
});
