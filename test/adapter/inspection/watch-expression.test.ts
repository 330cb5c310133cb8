import assert from 'node:assert/strict';
import { SCOPES, type ScopeRow } from '../../../src/adapter/variables/scopes';
import { closeClients, example, stopAt, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');

afterEach(closeClients);

describe('a scope', () => {
  it('can have every name that one of its rows has, here and in threads that are elsewhere', async () => {
    const { client } = await stopAt(example('ping-pong'), 'expect    tmm0.u8[0][0] == 2');
    let named = 0;
    for (const { id } of (await client.threadsRequest()).body.threads) {
      const [frame] = await client.stack(id);
      if (!frame) continue; // an idle CPU
      const { scopes } = (await client.scopesRequest({ frameId: frame.id })).body;
      for (const { name, variablesReference } of scopes) {
        const { variables } = (await client.variablesRequest({ variablesReference })).body;
        const { canName } = SCOPES.find((row) => row.name === name) ?? {};
        for (const { evaluateName } of variables) {
          if (evaluateName === undefined || !canName) continue;
          named++;
          assert.ok(canName(evaluateName), `${name}: ${evaluateName}`);
        }
      }
    }
    assert.ok(named > 100, `${named} names`);
  });

  it('makes no rows for a name that none of them can have', () => {
    const having = (name: string) => SCOPES.filter((row: ScopeRow) => row.canName?.(name)).map((row) => row.name);
    assert.deepEqual(having('rax'), ['General registers']);
    assert.deepEqual(having('tmm3'), ['Tiles']);
    assert.deepEqual(having('cpu[1].xfd'), ['Control & XState', 'Task']);
    assert.deepEqual(having('zmm31'), ['Vector registers']);
    assert.deepEqual(having('fcw'), ['x87']);
    assert.deepEqual(having('kernel.nm'), ['Task', 'Counters']);
    assert.deepEqual(having('table'), []);
  });
});

describe('evaluating', () => {
  it('shows hex by default, and what a suffix asks for', async () => {
    const { client } = await stopAt(LOOP, 'BP-CALL');
    assert.equal(await client.evaluate('ecx'), '0xa');
    assert.equal(await client.evaluate('ecx,d'), '10');
    assert.equal(await client.evaluate('ecx,b'), '0b1010');
    assert.equal(await client.evaluate('i32[table + 4]'), '1');
    assert.equal(await client.evaluate('i32[table + 4],x'), '0x1');
  });

  it('names the components of masks, and opens them', async () => {
    const { client } = await stopAt(FIRST_USE);
    const { body } = await client.evaluateRequest({ expression: 'A.xfd', context: 'watch' });
    assert.equal(body.result, '0x40000 XTILEDATA');
    const { variables } = (await client.variablesRequest({ variablesReference: body.variablesReference })).body;
    assert.equal(variables.find(({ name }) => name === 'XTILEDATA')?.value, '1');
  });

  it('shows sizes in decimal', async () => {
    const { client } = await stopAt(FIRST_USE);
    assert.equal(await client.evaluate('A.fpstate.size'), '2560');
    assert.equal(await client.evaluate('kernel.nm', 'hover'), '0');
  });

  it('shows what is calculated in decimal and in hex', async () => {
    const { client } = await stopAt(LOOP);
    assert.equal(await client.evaluate('XTILEDATA | 1'), '262145 (0x40001)');
    assert.equal(await client.evaluate('1 + 1'), '2');
    assert.equal(await client.evaluate('XTILEDATA | 1,x'), '0x40001');
  });

  it('gives the clipboard what can be typed again', async () => {
    const { client } = await stopAt(FIRST_USE);
    await client.go('next');
    assert.equal(await client.evaluate('xfd', 'watch'), '0x40000 XTILEDATA');
    assert.equal(await client.evaluate('xfd', 'clipboard'), '0x40000');
  });

  it('means the registers of the frame that it is asked in', async () => {
    const program = example('ping-pong');
    const { client, stop } = await stopAt(program, 'expect    tmm0.u8[0][0] == 2');
    assert.match((await client.currentFrame(stop)).name, /flow/);
    const { threads } = (await client.threadsRequest()).body;
    const away = threads.find(({ name }) => name.startsWith('A '));
    const [frame] = await client.stack(away?.id ?? 0);
    const inFrame = async (expression: string) =>
      (await client.evaluateRequest({ expression, context: 'watch', frameId: frame?.id ?? 0 })).body.result;
    assert.equal(await client.evaluate('tmm0.u8[0][0],d'), '2');
    assert.equal(await inFrame('tmm0.u8[0][0],d'), '1');
    assert.equal(await inFrame('tmm0.u8[0][0] + tmm0.u8[15][63]'), '2');
    assert.equal(await inFrame('kernel.nm'), '2');
  });

  it('says what is wrong with an expression', async () => {
    const { client } = await stopAt(LOOP);
    assert.match(await client.refusal('evaluate', { expression: 'exc', context: 'watch' }), /There is no `exc`/);
    assert.match(await client.refusal('evaluate', { expression: '1 +', context: 'repl' }), /./);
  });

  it('assigns in the console, and tells the client to look again', async () => {
    const { client } = await stopAt(LOOP);
    const invalidated = client.waitForEvent('invalidated');
    assert.equal(await client.evaluate('rax = 1 << 4', 'repl'), '0x10');
    await invalidated;
    assert.equal(await client.evaluate('rax == 16', 'repl'), '1');
  });

  it('completes names and members in the console', async () => {
    const { client } = await stopAt(FIRST_USE);
    const labels = async (text: string) => {
      const { body } = await client.completionsRequest({ text, column: text.length + 1 });
      return body.targets.map(({ label }) => label);
    };
    assert.deepEqual(await labels('xfd'), ['xfd', 'xfd_err']);
    assert.ok((await labels('A.fpstate.')).includes('user_size'));
    assert.ok((await labels('1 + tmm0.')).includes('i32'));
    assert.deepEqual(await labels('kernel.n'), ['nm']);
    assert.deepEqual(await labels('nothing.'), []);
  });
});

describe('the radix', () => {
  it('is changed for all variables by one request', async () => {
    const { client, stop } = await stopAt(LOOP, 'BP-CALL');
    const invalidated = client.waitForEvent('invalidated');
    await client.customRequest('xtrace/format', { radix: 'decimal' });
    await invalidated;
    assert.equal(await client.value(stop, 'General registers', 'rcx'), '10');
    assert.equal(await client.evaluate('rcx'), '10');
    assert.equal(await client.evaluate('rcx,x'), '0xa');
  });
});
