import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeClients, example, lineOf, TestClient, trace } from './client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');

afterEach(closeClients);

async function names(client: TestClient, threadId = 1): Promise<string[]> {
  return (await client.stack(threadId)).map(({ name }) => name);
}

describe('restarting a frame', () => {
  it('goes back to where it was entered', async () => {
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: FIRST_USE, functions: ['alloc_xstate_area'] });
    const { line: first } = await client.currentFrame(stop);
    await client.go('next');
    const frames = await client.stack(stop.threadId ?? 0);
    const restart = async (name: string) => {
      const frameId = frames.find((frame) => frame.name === name)?.id ?? -1;
      const stopped = await client.stopAfter(() => client.customRequest('restartFrame', { frameId }));
      assert.equal(stopped.reason, 'restart');
      return (await client.currentFrame(stopped)).line;
    };
    assert.equal(await restart('alloc_xstate_area'), first);
    assert.deepEqual((await names(client))[0], 'alloc_xstate_area');
  });

  it('goes to the first step of a proc, and to the beginning from the flow', async () => {
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: LOOP, lines: ['BP-HELPER'] });
    await client.go('next');
    const restart = async (index: number) => {
      const frames = await client.stack(stop.threadId ?? 0);
      const frameId = frames[index]?.id ?? -1;
      const stopped = await client.stopAfter(() => client.customRequest('restartFrame', { frameId }));
      return (await client.currentFrame(stopped)).line;
    };
    assert.equal(await restart(0), lineOf(LOOP, 'BP-HELPER'));
    assert.equal(await restart(1), lineOf(LOOP, 'BP-ENTRY'));
  });
});

describe('the targets of stepping in', () => {
  async function targets(client: TestClient, threadId: number) {
    const [frame] = await client.stack(threadId);
    const { body } = await client.customRequest('stepInTargets', { frameId: frame?.id });
    return body.targets as { id: number; label: string }[];
  }

  it('are the callee of a call, the handler of an exception, and the routine of a statement', async () => {
    const calling = new TestClient();
    const call = await calling.beginAndStop({ program: LOOP, lines: ['BP-CALL'] });
    assert.deepEqual(
      (await targets(calling, call.threadId ?? 0)).map(({ label }) => label),
      ['helper'],
    );
    const faulting = new TestClient();
    const fault = await faulting.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const labels = (await targets(faulting, fault.threadId ?? 0)).map(({ label }) => label);
    assert.deepEqual(labels, ['exc_device_not_available']);
  });

  it('are the signal’s handler as well as what the kernel does before', async () => {
    const text = `xtrace 1
kernel linux
task A
proc on_usr
  nop
  ret
end
switch A
syscall rt_sigaction(SIGUSR1, on_usr)
signal SIGUSR1
nop
`;
    const sending = new TestClient({ readText: async () => text });
    await sending.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
    await sending.go('next');
    const before = await sending.go('next');
    const found = await targets(sending, before.threadId ?? 0);
    const handler = found.find(({ label }) => label === 'signal handler on_usr');
    assert.ok(handler, found.map(({ label }) => label).join());
    const inside = await sending.stopAfter(() =>
      sending.customRequest('stepIn', { threadId: before.threadId, targetId: handler.id }),
    );
    assert.equal((await sending.currentFrame(inside)).name, 'on_usr');
    assert.match(
      await sending.refusal('stepIn', { threadId: 1, targetId: 4711 }),
      /no target 4711 here: ask for `stepInTargets` first/,
    );
  });

  it('leave time where it is', async () => {
    const client = new TestClient();
    const fault = await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    await targets(client, fault.threadId ?? 0);
    const { body } = await client.customRequest('xtrace/views');
    assert.equal(`Paused on #NM (XFD), ${body.time.text}`, fault.description);
    assert.equal(await client.evaluate('A.fpstate.size'), '2560');
  });
});

describe('stepping by instruction', () => {
  it('stops where an exception is raised and not delivered, and before the step is tried again', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, lines: ['=> #NM'] });
    const step = (command: string) =>
      client.stopAfter(() => client.customRequest(command, { threadId: 1, granularity: 'instruction' }));
    const raised = await step('next');
    assert.equal((await client.currentFrame(raised)).line, lineOf(FIRST_USE, '=> #NM'));
    assert.equal(await client.evaluate('xfd_err'), '0x40000 XTILEDATA');
    const again = await step('next');
    assert.equal((await client.currentFrame(again)).line, lineOf(FIRST_USE, '=> #NM'));
    assert.equal(await client.evaluate('A.fpstate.size'), '10752');
    await step('stepBack');
    const back = await client.currentFrame(await step('stepBack'));
    assert.notEqual(back.source?.path, FIRST_USE);
  });
});

describe('a step of a thread that the flow is not on', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-runner-'));
  const program = path.join(folder, 'two.xtrace');
  const LINES = [
    'xtrace 1',
    'kernel linux',
    'task A',
    'task B',
    'switch A',
    'nop',
    'switch B',
    'nop',
    'switch A',
    'nop',
  ];
  writeFileSync(program, LINES.join('\n'));
  after(() => rmSync(folder, { recursive: true }));

  const threadOf = async (client: TestClient, task: string) => {
    const { threads } = (await client.threadsRequest()).body;
    return threads.find(({ name }) => name.startsWith(`${task} `))?.id ?? -1;
  };
  const stepOf = async (client: TestClient, command: string, task: string) => {
    const threadId = await threadOf(client, task);
    const stop = await client.stopAfter(() => client.customRequest(command, { threadId }));
    return { stop, threadId, line: (await client.currentFrame(stop)).line };
  };
  const begin = async () => {
    const client = new TestClient();
    await client.beginAndStop({ program, launch: { stopOnEntry: true, stopOnEnd: true } });
    await client.go('next');
    return client;
  };

  for (const command of ['next', 'stepIn', 'stepOut']) {
    it(`goes on to where that thread does, with ${command}`, async () => {
      const client = await begin();
      const { stop, threadId, line } = await stepOf(client, command, 'B');
      assert.equal(stop.reason, 'step');
      assert.equal(stop.threadId, threadId);
      // The kernel's half of the switch to B belongs to B already.
      assert.ok(line === 8 || (await client.stack(threadId)).length > 1, `line ${line}`);
    });
  }

  it('goes back to where that thread last was, with stepBack', async () => {
    const client = await begin();
    let stop = await client.go('next');
    while ((await client.currentFrame(stop)).line !== 8) stop = await client.go('next');
    const back = await stepOf(client, 'stepBack', 'A');
    assert.equal(back.stop.threadId, back.threadId);
    assert.equal(back.stop.reason, 'step');
  });

  it('goes to the end where that thread never runs again', async () => {
    const client = await begin();
    let stop = await client.go('next');
    while ((await client.currentFrame(stop)).line !== 9) stop = await client.go('next');
    await client.go('next');
    const { stop: end } = await stepOf(client, 'next', 'B');
    assert.equal(end.reason, 'end of trace');
  });

  it('is refused where there is no such thread', async () => {
    const client = await begin();
    for (const command of ['next', 'stepIn', 'stepOut', 'stepBack']) {
      assert.equal(await client.refusal(command, { threadId: 99 }), 'There is no thread 99.');
    }
  });
});
