import assert from 'node:assert/strict';
import { closeClients, example, stopAt, TestClient, trace } from '../client';

const FIRST_USE = example('first-use');

afterEach(closeClients);

describe('the timeline of a session', () => {
  it('has lanes with what happened up to the furthest moment, also after going back', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    await client.go('next');
    await client.go('stepBack');
    const { present, end, part } = (await client.customRequest('xtrace/timeline', { columns: 1000 })).body;
    assert.ok(present < end && part.to === end);
    assert.deepEqual(
      part.lanes.map(({ name }: { name: string }) => name),
      ['CPU 0', 'A'],
    );
    const kinds = part.lanes.flatMap(({ marks }: { marks: { kind: string }[] }) => marks.map(({ kind }) => kind));
    assert.deepEqual(kinds, ['switch', 'nm', 'grow']);
  });

  it('is a way to any of its moments; the frame stays behind only while others follow', async () => {
    const client = new TestClient();
    const before = await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const { present } = (await client.customRequest('xtrace/timeline', { columns: 1000 })).body;
    const { line } = await client.currentFrame(before);
    const stopped = client.waitForEvent('stopped');
    await client.customRequest('xtrace/travelTo', { moment: 1, preserveFocusHint: true });
    assert.deepEqual([(await stopped).body.reason, (await stopped).body.preserveFocusHint], ['goto', true]);
    const final = await client.stopAfter(() => client.customRequest('xtrace/travelTo', { moment: 0 }));
    assert.deepEqual([final.reason, final.preserveFocusHint], ['goto', undefined]);
    assert.equal((await client.customRequest('xtrace/timeline', { columns: 10 })).body.present, 0);
    const after = await client.stopAfter(() => client.customRequest('xtrace/travelTo', { moment: present }));
    assert.equal((await client.currentFrame(after)).line, line);
  });

  it('is answered while the trace runs, but then there is no travelling', async () => {
    const { client } = await stopAt(trace('endless'));
    await client.continueRequest({ threadId: 1 });
    assert.ok((await client.customRequest('xtrace/timeline', { columns: 100 })).body.part.lanes.length > 0);
    await assert.rejects(client.customRequest('xtrace/travelTo', { moment: 0 }), /running/);
    await client.go('pause');
  });

  it('refuses parts that are none', async () => {
    const { client } = await stopAt(FIRST_USE);
    await assert.rejects(client.customRequest('xtrace/timeline', { from: 5, to: 2, columns: 10 }), /no such part/);
    await assert.rejects(client.customRequest('xtrace/timeline', { columns: 0 }), /no such part/);
  });
});
