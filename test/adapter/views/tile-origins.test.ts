/** What the adapter tells of where tiles came from: to the Tiles view, in Variables, and in the console. */
import assert from 'node:assert/strict';
import type { TileOriginsView } from '../../../src/adapter/views/tile-origin-view';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { closeClients, example, lineOf, stopAt, TestClient, trace } from '../client';
import { programBeside, TILES } from '../programs';

afterEach(closeClients);

async function origins(client: TestClient): Promise<TileOriginsView> {
  return (await client.customRequest('xtrace/tileOrigins')).body;
}

async function known(client: TestClient): Promise<readonly (string | undefined)[]> {
  await client.customRequest('xtrace/views');
  for (let left = 1000; ; left--) {
    const { tiles, searching } = await origins(client);
    if (!searching) return tiles.map(({ from, to }) => [from?.text, to?.text].filter(Boolean).join(' -> '));
    assert.ok(left > 0, 'the search ends');
    await client.waitForEvent('xtrace/changed');
  }
}

describe('where tiles came from, in a session', () => {
  it('is told by the data and the lines of a trace, and leads back to the instruction', async () => {
    const program = example('first-use');
    const client = new TestClient();
    await client.beginAndStop({ program, lines: ['tilestored [out'] });
    const load = lineOf(program, 'tileloadd tmm2');
    const told = await known(client);
    assert.deepEqual(told.slice(0, 4), [
      `computed at line ${lineOf(program, 'tdpbssd   tmm0')}`,
      `ones, line ${lineOf(program, 'tileloadd tmm1')}`,
      `ramp, line ${load}`,
      '',
    ]);
    const uses = (await origins(client)).tiles.map(({ product }) => product);
    const sums = [0, 1, 2].map((operand) => ({ mnemonic: 'tdpbssd', operand }));
    assert.deepEqual(uses, [...sums, ...new Array(5).fill(undefined)], 'what the product takes each tile for');
    const { from } = (await origins(client)).tiles[2] ?? {};
    assert.ok(from);
    assert.equal(from.words, `loaded from ramp, line ${load}`);
    assert.match(from.detail, /^16 rows of 64 bytes from 0x[0-9a-f]+, 64 bytes apart; step \d+$/);
    const stop = await client.stopAfter(() => client.customRequest('xtrace/travelTo', { moment: from.moment }));
    assert.equal((await client.currentFrame(stop)).line, load);
    assert.equal((await known(client))[2], '', 'it is not loaded yet');
  });

  it('is told by arrays and lines of C, forwards and back, in Variables and the console as well', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = new TestClient();
    await client.beginAndStop({ program: trace, launch: { stopOnEntry: true } });
    const at = (text: string) => `amx.c:${lineOf(source, text)}`;
    const release = lineOf(source, '_tile_release');
    await client.setBreakpointsRequest({ source: { path: source }, breakpoints: [{ line: release }] });
    const stop = await client.go('continue');
    const product = `computed at ${at('_tile_dpbssd')}`;
    const loaded = [`a[0][0..63], ${at('_tile_loadd(1')}`, `b[0][0..63], ${at('_tile_loadd(2')}`];
    const stored = `c[0][0..15], ${at('_tile_stored')}`;
    assert.deepEqual((await known(client)).slice(0, 3), [`${product} -> ${stored}`, ...loaded]);
    const frame = await client.currentFrame(stop);
    const info = (await client.evaluateRequest({ expression: 'info tiles', context: 'repl', frameId: frame.id })).body;
    assert.match(info.result, /^tmm1 <- a\[0\]\[0\.\.63\], amx\.c:\d+: \d+ bytes are not zero$/m);
    const scopes = (await client.scopesRequest({ frameId: frame.id })).body.scopes;
    const variables = async (variablesReference = 0) =>
      (await client.variablesRequest({ variablesReference })).body.variables;
    const tiles = await variables(scopes.find(({ name }) => name === 'Tiles')?.variablesReference);
    const children = await variables(tiles.find(({ name }) => name === 'tmm0')?.variablesReference);
    assert.equal(children.find(({ name }) => name === 'origin')?.value, `<- ${product} -> ${stored}`);
    await client.go('stepBack');
    assert.deepEqual((await known(client)).slice(0, 3), [product, ...loaded]);
    await client.go('stepBack');
    assert.deepEqual((await known(client)).slice(0, 3), [`zeroed at ${at('_tile_zero')}`, ...loaded]);
  });

  it('is nothing while the trace runs', async () => {
    const { client } = await stopAt(trace('endless'));
    await client.continueRequest({ threadId: 1 });
    assert.deepEqual(await origins(client), { tiles: [], searching: false });
    await client.go('pause');
  });
});
