import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, lineOf, TestClient, trace } from './client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');

afterEach(closeClients);

const told = (client: TestClient, event: string) =>
  client.events.filter((candidate) => candidate.event === event).map(({ body }) => body);

describe('the sources of a session', () => {
  it('are told of at launch, and at a restart with another kernel', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, launch: { stopOnEntry: true } });
    const sources = () =>
      (told(client, 'loadedSource') as DebugProtocol.LoadedSourceEvent['body'][]).map(
        ({ reason, source }) => `${reason} ${source.name}`,
      );
    assert.deepEqual(sources(), ['new first-use.xtrace', 'new linux-rfc-2020.c']);
    client.events.length = 0;
    const again = { program: FIRST_USE, kernel: 'linux', stopOnEntry: true };
    await client.stopAfter(() => client.customRequest('restart', { arguments: again }));
    assert.deepEqual(sources(), ['removed linux-rfc-2020.c', 'changed first-use.xtrace', 'new linux.c']);
  });

  it('begin with a process event that names the trace', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
    assert.deepEqual(told(client, 'process'), [
      { name: LOOP, startMethod: 'launch', isLocalProcess: true, pointerSize: 64 },
    ]);
  });

  it('say where data and procs are declared', async () => {
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
    const lineAt = async (locationReference: number | undefined) =>
      (await client.customRequest('locations', { locationReference })).body.line;
    const table = (await client.rows(stop, 'Data')).find(({ name }) => name === 'table');
    assert.equal(await lineAt(table?.declarationLocationReference), lineOf(LOOP, 'data table'));
    const { body } = await client.evaluateRequest({ expression: 'helper', context: 'watch' });
    assert.equal(await lineAt(body.valueLocationReference), lineOf(LOOP, 'proc helper'));
    assert.match(await client.refusal('locations', { locationReference: 999 }), /There is no location 999/);
  });
});
