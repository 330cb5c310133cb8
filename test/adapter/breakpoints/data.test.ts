import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, TestClient, trace } from '../client';

afterEach(closeClients);

const ENTRY = { stopOnEntry: true, stopOnEnd: undefined };
const FIRST_USE = example('first-use');
type Question = DebugProtocol.DataBreakpointInfoArguments;

async function atEntry(program = FIRST_USE): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program, launch: ENTRY });
  return client;
}

async function atEntryOf(clientID: string): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program: FIRST_USE, launch: ENTRY, clientID });
  return client;
}

async function info(client: TestClient, question: Question) {
  return (await client.dataBreakpointInfoRequest(question)).body;
}

/** Sets one data breakpoint on what the question finds. */
async function watch(
  client: TestClient,
  question: Question,
  more: Omit<DebugProtocol.DataBreakpoint, 'dataId'> = {},
): Promise<DebugProtocol.Breakpoint | undefined> {
  const { dataId } = await info(client, question);
  assert.ok(dataId);
  const { body } = await client.setDataBreakpointsRequest({ breakpoints: [{ dataId, ...more }] });
  return body.breakpoints[0];
}

describe('a data breakpoint', () => {
  it('answers who disarmed XFD, forward and back', async () => {
    const client = await atEntry();
    const breakpoint = await watch(client, { name: 'xfd', mode: 'change' });
    assert.equal(breakpoint?.verified, true);
    const stopped = await client.go('continue');
    assert.equal(stopped.reason, 'data breakpoint');
    assert.deepEqual(stopped.hitBreakpointIds, [breakpoint?.id]);
    assert.match(stopped.text ?? '', /^xfd: 0x40000 to 0x0, by xfirstuse_event_handler\.disarm: /);
    const end = await client.go('continue');
    assert.equal(end.reason, 'end of trace');
    const back = await client.go('reverseContinue');
    assert.equal(back.reason, 'data breakpoint');
    assert.equal(back.text, stopped.text);
  });

  it('is set on a variable of a scope, a bit of a register, an element of a tile, a record of the kernel', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program: FIRST_USE, launch: ENTRY });
    const frame = await client.currentFrame(stopped);
    const { body } = await client.scopesRequest({ frameId: frame.id });
    const children = async (variablesReference: number) =>
      (await client.variablesRequest({ variablesReference })).body.variables;
    const registers = body.scopes.find(({ name }) => name === 'Control & XState')?.variablesReference ?? 0;
    const whole = await info(client, { variablesReference: registers, name: 'xfd' });
    assert.deepEqual(whole.accessTypes, ['read', 'write', 'readWrite']);
    assert.equal(whole.description, 'xfd');
    const xfd = (await children(registers)).find(({ name }) => name === 'xfd');
    const bit = await info(client, { variablesReference: xfd?.variablesReference ?? 0, name: 'XTILEDATA' });
    assert.equal(bit.description, 'xfd.XTILEDATA');
    const element = await info(client, { name: 'tmm0.i32[3][2]', frameId: frame.id });
    assert.ok(element.dataId);
    const size = await info(client, { name: 'A.fpstate.size' });
    assert.deepEqual(size.accessTypes, ['write']);
    assert.equal(size.canPersist, true);
    const data = await info(client, { name: 'out' });
    assert.match(data.description, /^1024 bytes at 0x/);
  });

  it('is set on bytes at an address, and from a variable on', async () => {
    const client = await atEntry(trace('loop'));
    const { body } = await client.evaluateRequest({ expression: 'rsp - 8' });
    const address = /0x[0-9a-f]+/.exec(body.result)?.[0] ?? '';
    const found = await info(client, { name: address, asAddress: true, bytes: 8 });
    assert.equal(found.description, `8 bytes at ${address}`);
    await watch(client, { name: address, asAddress: true, bytes: 8 }, { accessType: 'readWrite' });
    const written = await client.go('continue');
    assert.match(written.text ?? '', /by line \d+: call +helper$/);
    const read = await client.go('continue');
    assert.match(read.text ?? '', /read by line \d+: ret$/);
  });

  it('has a condition and a hit count like any other', async () => {
    const client = await atEntry(trace('loop'));
    await watch(client, { name: 'ecx' }, { accessType: 'write', condition: 'ecx >= 2' });
    await client.go('continue');
    assert.equal(await client.evaluate('ecx,d'), '2');
    await watch(client, { name: 'ecx' }, { accessType: 'write', hitCondition: '2' });
    await client.go('reverseContinue');
    assert.equal(await client.evaluate('ecx,d'), '1', 'the second write, counted from the beginning');
    const unreadable = await watch(client, { name: 'ecx' }, { condition: 'ecx >' });
    assert.equal(unreadable?.verified, false);
  });

  it('says why something cannot be watched', async () => {
    const client = await atEntry();
    const reason = async (question: Question) => {
      const { dataId, description } = await info(client, question);
      assert.equal(dataId, null);
      return description;
    };
    assert.match(await reason({ name: 'nothing' }), /^There is no `nothing` here\./);
    assert.match(await reason({ name: 'A.fpstate' }), /is made of several things/);
    assert.equal(await reason({ name: '1 + 2' }), '1 + 2 never changes.');
    assert.match(await reason({ name: '0x', asAddress: true }), /no memory reference/);
    const long = { name: '0x1000000', asAddress: true, bytes: 1024 * 1024 };
    assert.notEqual((await info(client, long)).dataId, null);
    const tooLong = /^A data breakpoint is on 1024 KiB at most, not 1048577 bytes: watch a part of them\.$/;
    assert.match(await reason({ ...long, bytes: long.bytes + 1 }), tooLong);
    const dataId = '{"space":1,"address":16777216,"bytes":1048577}';
    const kept = await client.setDataBreakpointsRequest({ breakpoints: [{ dataId }] });
    assert.match(kept.body.breakpoints[0]?.message ?? '', tooLong);
    const { body } = await client.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'nonsense' }] });
    assert.equal(body.breakpoints[0]?.verified, false);
    assert.match(body.breakpoints[0]?.message ?? '', /dataBreakpointInfo/);
  });

  it('means a change in VS Code, whose menu calls it that, and every write elsewhere', async () => {
    const modes = async (client: TestClient) => {
      const named = async (mode?: string) => (await info(client, { name: 'xfd', ...(mode ? { mode } : {}) })).dataId;
      const [bare, write, change] = [await named(), await named('write'), await named('change')];
      assert.notEqual(write, change);
      return bare === change ? 'change' : 'write';
    };
    assert.equal(await modes(await atEntryOf('vscode')), 'change');
    assert.equal(await modes(await atEntryOf('nvim-dap')), 'write');
  });

  it('stays set across a restart', async () => {
    const client = await atEntry();
    await watch(client, { name: 'A.fpstate.size' });
    const [stopped] = await Promise.all([client.waitForEvent('stopped'), client.restartRequest({})]);
    assert.ok(stopped);
    assert.match(
      (await client.go('continue')).text ?? '',
      /^A\.fpstate\.size: 2560 to 10752, by alloc_xstate_area\.install/,
    );
  });
});
