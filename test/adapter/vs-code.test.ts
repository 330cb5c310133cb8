import assert from 'node:assert/strict';
import { closeClients, example, lineOf, TestClient, trace } from './client';

const FIRST_USE = example('first-use');
const VS_CODE = 'vscode';

afterEach(closeClients);

/** What the console has been sent, line by line. */
function consoleOf({ events }: TestClient): string[] {
  return events.filter(({ event }) => event === 'output').map(({ body }) => `${body.category}: ${body.output.trim()}`);
}

describe('VS Code', () => {
  it('gets a few words for the badge beside a thread, and its console is not empty', async () => {
    const client = new TestClient();
    const entry = await client.beginAndStop({ program: FIRST_USE, clientID: VS_CODE, filters: ['nm-xfd'] });
    assert.equal(entry.description, '#NM (XFD)');
    assert.match(
      consoleOf(client)[0] ?? '',
      /^stdout: first-use\.xtrace on sapphire-rapids, kernel linux-rfc-2020\. Type/,
    );
    assert.equal((await client.go('next')).description, 'step 8 of 18');
    assert.equal((await client.go('stepBack')).description, 'step 7 of 18');
  });

  it('is not told in the badge that a total is being learned, which nobody would take away there', async () => {
    const text = 'xtrace 1\nkernel none\nmov ecx, 3000000\nagain:\nadd eax, ecx\ndec ecx\njnz again\nnop\n';
    const client = new TestClient({ readText: async () => text });
    const entry = await client.beginAndStop({
      program: trace('loop'),
      clientID: VS_CODE,
      launch: { stopOnEntry: true },
    });
    assert.equal(entry.description, 'step 1');
  });

  it('is not told of a run that is looked at ahead while the trace runs itself', async () => {
    const client = new TestClient({ readText: async () => 'xtrace 1\nkernel none\nagain:\ndec ecx\njmp again\n' });
    await client.beginAndStop({ program: trace('loop'), clientID: VS_CODE, launch: { stopOnEntry: true } });
    await client.continueRequest({ threadId: 1_000_000 });
    const { running, time } = (await client.customRequest('xtrace/views')).body;
    assert.equal(running, true);
    assert.match(time.text, /^step [\d,]+$/);
    const stopped = client.waitForEvent('stopped');
    await client.pauseRequest({ threadId: 1_000_000 });
    await stopped;
    assert.match((await client.customRequest('xtrace/views')).body.time.text, /^step [\d,]+, running ahead$/);
  });

  it('hears that the trace goes on, in front of the answer, where its request does not say so', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, clientID: VS_CODE, launch: { stopOnEntry: true } });
    /** What comes of a request, without what is for the console and the views. */
    const order = async (command: string, args: object) => {
      const from = client.messages.length;
      await client.stopAfter(() => client.customRequest(command, args));
      return client.messages
        .slice(from)
        .map(({ name }) => name)
        .filter((name) => [command, 'continued', 'stopped'].includes(name));
    };
    const left = (command: string) => ['continued', command, 'stopped'];
    assert.deepEqual(await order('next', { threadId: 1 }), ['next', 'stopped']);
    for (const [command, args] of [
      ['xtrace/goTo', { place: '@5' }],
      ['xtrace/stepBackInto', { threadId: 1 }],
      ['xtrace/lastChange', { name: 'rax' }],
      ['xtrace/travelToLine', { source: { path: FIRST_USE }, line: lineOf(FIRST_USE, 'tdpbssd') }],
      ['evaluate', { expression: '@3', context: 'repl' }],
      ['evaluate', { expression: 'last rax', context: 'repl' }],
      ['evaluate', { expression: 'diff @1', context: 'repl' }],
      ['restart', {}],
    ] as const)
      assert.deepEqual(await order(command, args), left(command), command);
    // A view's journey leaves the keyboard to the view.
    for (const args of [{ moment: 0 }, { moment: 1, preserveFocusHint: true }])
      assert.deepEqual(await order('xtrace/travelTo', args), ['xtrace/travelTo', 'stopped']);
    // What moves nothing.
    const from = client.messages.length;
    await client.customRequest('evaluate', { expression: 'rax', context: 'repl' });
    await client.customRequest('evaluate', { expression: 'rax = 3', context: 'repl' });
    await client.customRequest('evaluate', { expression: 'bookmark here', context: 'repl' });
    assert.ok(client.messages.slice(from).every(({ name }) => name !== 'continued'));
  });

  it('gets nothing in the colour of warnings that is none, as it draws the category `console`', async () => {
    const ordinary = async (clientID?: string) => {
      const client = new TestClient();
      await client.beginAndEnd({ program: FIRST_USE, ...(clientID ? { clientID } : {}) });
      return new Set(consoleOf(client).map((line) => line.split(':')[0]));
    };
    assert.deepEqual(await ordinary(VS_CODE), new Set(['stdout']));
    assert.deepEqual(await ordinary(), new Set(['console', 'stdout']));
  });

  it('is told how a run went, also one without debugging', async () => {
    const client = new TestClient();
    const verdict = client.waitForEvent('xtrace/verdict');
    await client.beginAndEnd({ program: FIRST_USE, clientID: VS_CODE, launch: { noDebug: true } });
    const { text, failed } = (await verdict).body;
    assert.equal(failed, false);
    assert.match(text, /^\d+ steps, 9 of 9 expectations, 1 #NM, 1 growth, 0 divergences$/);
    assert.ok(consoleOf(client).includes(`stdout: End of trace: ${text}.`));
  });

  it('is told the verdict with the views at the end, and not before', async () => {
    const client = new TestClient();
    await client.beginAndStop({
      program: FIRST_USE,
      clientID: VS_CODE,
      launch: { stopOnEnd: true, stopOnEntry: true },
    });
    const time = async () => (await client.customRequest('xtrace/views')).body.time;
    assert.equal((await time()).verdict, undefined);
    await client.go('continue');
    assert.equal((await time()).verdict.failed, false);
  });

  it('learns which step of the kernel a line of its source is', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, clientID: VS_CODE, filters: ['nm-xfd'] });
    const stopped = await client.go('stepIn');
    const { line, source } = await client.currentFrame(stopped);
    const { body } = await client.customRequest('xtrace/kernelStep', { source: { path: source?.path }, line });
    assert.match(body.name, /^exc_device_not_available\.\w+$/);
    assert.deepEqual([body.program, body.line, body.kernelLine], [FIRST_USE, 27, line]);
    const here = await client.customRequest('xtrace/kernelStep', { source: { path: source?.path } });
    assert.deepEqual(here.body, body);
    assert.match(await client.refusal('xtrace/kernelStep', { source: { path: source?.path }, line: 1 }), /no step/);
    assert.match(await client.refusal('xtrace/kernelStep', { source: { path: trace('loop') }, line: 1 }), /no step/);
  });
});
