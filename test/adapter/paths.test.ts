import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, lineOf, TestClient, trace } from './client';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xtrace-paths-')));
/** With characters that a URI writes otherwise. */
const program = path.join(folder, 'a loop#1.xtrace');
const link = path.join(folder, 'link.xtrace');

before(() => {
  copyFileSync(trace('loop'), program);
  symlinkSync(program, link);
});
after(() => rmSync(folder, { recursive: true }));
afterEach(closeClients);

describe('a link to the trace that was launched', () => {
  const launch = async (client: TestClient) => {
    await client.sendAnything('initialize', { adapterID: 'xtrace' });
    await client.sendAnything('launch', { program });
  };
  const setByLink = async (client: TestClient) => {
    const { body } = await client.setBreakpointsRequest({
      source: { path: link },
      breakpoints: [{ line: lineOf(program, 'BP-HELPER') }],
    });
    return body.breakpoints[0];
  };
  const stops = async (client: TestClient) => {
    const { reason } = await client.stopAfter(() => client.configurationDoneRequest());
    assert.equal(reason, 'breakpoint');
  };

  it('takes breakpoints, which stay in the file that the client has open', async () => {
    const client = new TestClient();
    await launch(client);
    const set = await setByLink(client);
    assert.equal(set?.verified, true);
    assert.equal(set?.source?.path, link);
    await stops(client);
  });

  it('takes them before the launch, too', async () => {
    const client = new TestClient();
    await client.initializeRequest();
    await setByLink(client);
    await launch(client);
    await client.heardAll();
    const [changed] = client.events.filter(({ event }) => event === 'breakpoint');
    const { breakpoint } = (changed as DebugProtocol.BreakpointEvent).body;
    assert.deepEqual([breakpoint.verified, breakpoint.source?.path], [true, link]);
    await stops(client);
  });

  it('is served, and has places for breakpoints', async () => {
    const client = new TestClient();
    await launch(client);
    const source = { path: link };
    const line = lineOf(program, 'BP-HELPER');
    const { body: text } = await client.customRequest('source', { source, sourceReference: 0 });
    assert.match(text.content, /BP-HELPER/);
    const { body: places } = await client.customRequest('breakpointLocations', { source, line });
    assert.deepEqual(places.breakpoints, [{ line }]);
  });
});

describe('a client that writes paths as URIs', () => {
  it('reads URIs, too', async () => {
    const client = new TestClient();
    await client.initializeRequest({ adapterID: 'xtrace', pathFormat: 'uri' });
    const uri = pathToFileURL(program).href;
    await client.sendAnything('launch', { program: uri });
    const { body } = await client.setBreakpointsRequest({
      source: { path: uri },
      breakpoints: [{ line: lineOf(program, 'BP-HELPER') }],
    });
    assert.deepEqual([body.breakpoints[0]?.verified, body.breakpoints[0]?.source?.path], [true, uri]);
    const stop = await client.stopAfter(() => client.configurationDoneRequest());
    assert.equal((await client.currentFrame(stop)).source?.path, uri);
    const { body: loaded } = await client.customRequest('loadedSources', {});
    assert.equal(loaded.sources[0].path, uri);
  });
});
