/** Bookmarks, changes that are listed and undone, and sessions that are saved and opened again. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, type Stopped, TestClient } from './client';

afterEach(closeClients);

const ENTRY = { stopOnEntry: true, stopOnEnd: undefined };

async function begin(): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program: example('first-use'), launch: ENTRY });
  return client;
}

const say = (client: TestClient, text: string): Promise<string> => client.evaluate(text, 'repl');
const travel = (client: TestClient, text: string): Promise<Stopped> => client.stopAfter(() => say(client, text));
const ask = async (client: TestClient, request: string, args = {}) => (await client.customRequest(request, args)).body;

describe('bookmarks', () => {
  it('are set, listed, travelled to, moved and dropped in the console', async () => {
    const client = await begin();
    assert.match(await say(client, 'bookmark'), /There are no bookmarks/);
    await travel(client, '@5');
    assert.equal(await say(client, 'bookmark armed XFD has its bit here'), '@armed is step 5.');
    await travel(client, '@12');
    await say(client, 'bookmark later');
    assert.equal(
      await say(client, 'bookmark'),
      '@armed: step 5, line 25: XFD has its bit here\n@later: step 12, line 32',
    );
    assert.match((await travel(client, '@armed')).description ?? '', /step 5 of 18$/);
    await travel(client, 'diff @armed @later registers');
    await say(client, 'bookmark later');
    assert.match(await say(client, 'bookmark'), /@later: step 5/);
    await say(client, 'bookmark drop later');
    assert.doesNotMatch(await say(client, 'bookmark'), /later/);
    const refusal = (expression: string) => client.refusal('evaluate', { expression, context: 'repl' });
    assert.match(await refusal('bookmark drop later'), /There is no bookmark `later`/);
    assert.match(await refusal('@later'), /`@later` is no place in time/);
    assert.match(await refusal('bookmark 5x'), /is no name for a bookmark/);
  });

  it('are a lane of the timeline, and requests', async () => {
    const client = await begin();
    await travel(client, '@5');
    const { bookmarks } = await ask(client, 'xtrace/bookmarks', { set: { name: 'here', note: 'a note' } });
    assert.deepEqual(
      bookmarks.map(({ name, note, step }: { name: string; note: string; step: number }) => [name, note, step]),
      [['here', 'a note', 5]],
    );
    const { part } = await ask(client, 'xtrace/timeline', { columns: 100 });
    assert.equal(part.lanes[0].name, 'Bookmarks');
    assert.deepEqual(
      part.lanes[0].marks.map(({ kind, text, step }: { kind: string; text: string; step: number }) => [
        kind,
        text,
        step,
      ]),
      [['bookmark', 'here: a note', 5]],
    );
    await travel(client, '@1');
    await client.stopAfter(() => client.customRequest('xtrace/goTo', { place: '@here' }));
    assert.equal(await client.evaluate('step'), '5');
    assert.deepEqual((await ask(client, 'xtrace/bookmarks', { drop: 'here' })).bookmarks, []);
  });
});

describe('changes by the user', () => {
  it('are listed with their steps, and undone one by one', async () => {
    const client = await begin();
    assert.equal(await say(client, 'edits'), 'You have changed nothing.');
    await travel(client, '@5');
    await say(client, 'rbx = 7');
    await travel(client, '@8');
    await say(client, 'rcx = 9');
    assert.equal(await say(client, 'edits'), '1: @5: rbx = 7\n2: @8: rcx = 9');
    const stopped = await travel(client, 'edits undo 1');
    assert.match(stopped.description ?? '', /step 5/);
    assert.equal(await client.evaluate('rbx'), '0x0');
    assert.equal(await say(client, 'edits'), '1: @8: rcx = 9 (to be made when the run gets there)');
    await client.go('continue');
    assert.deepEqual([await client.evaluate('rbx'), await client.evaluate('rcx')], ['0x0', '0x9']);
    const { edits } = await ask(client, 'xtrace/edits');
    assert.deepEqual(
      edits.map(({ text, isAhead }: { text: string; isAhead: boolean }) => [text, isAhead]),
      [['rcx = 9', false]],
    );
    await client.stopAfter(() => client.customRequest('xtrace/undoEdit', { number: 1 }));
    assert.equal(await say(client, 'edits'), 'You have changed nothing.');
    const refusal = (expression: string) => client.refusal('evaluate', { expression, context: 'repl' });
    assert.match(await refusal('edits undo 1'), /There is no change 1/);
    assert.match(await refusal('edits undo'), /Write the number/);
  });
});

describe('a session', () => {
  it('is saved and opened again: changes, bookmarks, and where one was', async () => {
    const first = await begin();
    await travel(first, '@5');
    await say(first, 'rbx = 7');
    await travel(first, '@12');
    await say(first, 'bookmark loaded the tile has its data');
    const { text } = await ask(first, 'xtrace/session');
    await travel(first, '@14');
    const second = await begin();
    const stopped = await second.stopAfter(() => second.customRequest('xtrace/openSession', { text }));
    assert.match(stopped.description ?? '', /step 12 of 18$/);
    assert.equal(await second.evaluate('rbx'), '0x7');
    assert.equal(await say(second, 'bookmark'), '@loaded: step 12, line 32: the tile has its data');
    assert.equal(await say(second, 'edits'), '1: @5: rbx = 7');
    assert.deepEqual(JSON.parse((await ask(second, 'xtrace/session')).text), JSON.parse(text));
  });

  it('keeps memory that was written, too', async () => {
    const first = await begin();
    await travel(first, '@5');
    const reference = (await first.evaluateRequest({ expression: 'ramp' })).body.memoryReference ?? '';
    await first.customRequest('writeMemory', { memoryReference: reference, data: 'AQID' });
    const { text } = await ask(first, 'xtrace/session');
    const second = await begin();
    await second.stopAfter(() => second.customRequest('xtrace/openSession', { text }));
    assert.match(await say(second, 'x/4bx ramp'), /: 0x01 0x02 0x03 0xfb$/);
  });

  it('says when the trace is another one, and refuses what is no session', async () => {
    const client = await begin();
    const { text } = await ask(client, 'xtrace/session');
    const other = new TestClient();
    await other.beginAndStop({ program: example('ping-pong'), launch: ENTRY });
    await other.stopAfter(() => other.customRequest('xtrace/openSession', { text }));
    assert.match(other.output, /The trace has changed since this session was saved/);
    const refusal = (given: string) => other.refusal('xtrace/openSession', { text: given });
    assert.match(await refusal('{'), /is no session of XTrace: it is not JSON/);
    assert.match(await refusal('{}'), /`session.version` must be an integer/);
    assert.match(await refusal(text.replace('"version": 1', '"version": 9')), /of version 9/);
    const broken = JSON.stringify({
      ...JSON.parse(text),
      edits: [{ moment: 1, step: 1, edit: { kind: 'constructor' } }],
    });
    assert.match(await refusal(broken), /a change of an unknown kind: `constructor`/);
  });
});

describe('a moment that a client asks for before it has configured the session', () => {
  it('is the first stop, behind the first line of the console', async () => {
    const client = new TestClient();
    await client.initializeRequest({
      adapterID: 'xtrace',
      clientID: 'vscode',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    const launch = { program: example('first-use'), ...ENTRY } as DebugProtocol.LaunchRequestArguments;
    await Promise.all([client.waitForEvent('initialized'), client.launchRequest(launch)]);
    await client.customRequest('xtrace/goTo', { place: '@12' });
    const first = await client.stopAfter(() => client.configurationDoneRequest());
    assert.match(first.description ?? '', /^step 12/);
    assert.equal(client.events.filter(({ event }) => event === 'stopped').length, 1);
    assert.match(client.output, /^first-use\.xtrace on .*\n#NM/);
  });
});
