import assert from 'node:assert/strict';
import { MemoryWatch } from '../../../src/adapter/inspection/memory-watch';
import { Client } from '../../../src/adapter/protocol/client';
import { closeClients, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
/** Where the loader puts data: the page before it is not mapped. */
const DATA = 0x1000000;

afterEach(closeClients);

describe('memory at the edges of what there is', () => {
  const read = async (client: TestClient, memoryReference: string, offset: number, count: number) =>
    (await client.customRequest('readMemory', { memoryReference, offset, count })).body;

  it('says how many bytes to skip until there is something', async () => {
    const { client } = await stopAt(LOOP);
    const before = await read(client, `0x${DATA.toString(16)}`, -8, 16);
    assert.deepEqual([before?.data, before?.unreadableBytes], ['', 8]);
    const next = await read(client, `0x${DATA.toString(16)}`, -8 + (before?.unreadableBytes ?? 0), 8);
    assert.equal(Buffer.from(next?.data ?? '', 'base64').length, 8);
    const nothing = await read(client, '0x2000000', 0, 10_000);
    assert.equal(nothing?.unreadableBytes, 10_000);
  });

  it('counts places before a register from its first byte', async () => {
    const { client } = await stopAt(LOOP);
    const before = await read(client, 'cpu0/zmm0', -4, 16);
    assert.deepEqual(before, { address: '-4', data: '', unreadableBytes: 4 });
    const behind = await read(client, 'cpu0/zmm0', 60, 16);
    assert.deepEqual([Buffer.from(behind?.data ?? '', 'base64').length, behind?.unreadableBytes], [4, 12]);
  });

  it('is written as far as it goes where a client allows that, and not at all where not', async () => {
    const { client } = await stopAt(LOOP);
    const end = `0x${(DATA + 0xff8).toString(16)}`;
    const data = Buffer.alloc(16, 0x11).toString('base64');
    const write = { memoryReference: end, data };
    assert.match(await client.refusal('writeMemory', write), /not all mapped/);
    assert.match(Buffer.from((await read(client, end, 0, 8))?.data ?? '', 'base64').toString('hex'), /^0+$/);
    const { body } = await client.customRequest('writeMemory', { ...write, allowPartial: true });
    assert.deepEqual(body, { offset: 0, bytesWritten: 8 });
    assert.equal(Buffer.from((await read(client, end, 0, 8))?.data ?? '', 'base64').toString('hex'), '11'.repeat(8));
    const nowhere = { memoryReference: '0x2000000', data, allowPartial: true };
    assert.match(await client.refusal('writeMemory', nowhere), /not all mapped/);
  });

  it('is announced piece by piece, as it was looked at', () => {
    const told: object[] = [];
    const client = new Client((_event, body) => told.push(body ?? {}));
    client.introduce({ supportsMemoryEvent: true });
    const watch = new MemoryWatch(client);
    watch.note('a', 0, 16);
    watch.note('a', 16, 16);
    watch.note('a', 2 ** 40, 16);
    watch.note('b', 8, 8);
    watch.announce();
    assert.deepEqual(told, [
      { memoryReference: 'a', offset: 0, count: 32 },
      { memoryReference: 'a', offset: 2 ** 40, count: 16 },
      { memoryReference: 'b', offset: 8, count: 8 },
    ]);
  });
});

describe('disassembly of what is no code', () => {
  const rows = async (client: TestClient, memoryReference: string, instructionOffset: number, instructionCount = 2) => {
    const { body } = await client.disassembleRequest({ memoryReference, instructionOffset, instructionCount });
    return body?.instructions.map(({ address, presentationHint }) => [address, presentationHint]);
  };

  it('is rows without an instruction, at the addresses that were asked for', async () => {
    const { client } = await stopAt(LOOP);
    assert.deepEqual(await rows(client, '0x1000000', 0), [
      ['0x1000000', 'invalid'],
      ['0x1000001', 'invalid'],
    ]);
    assert.deepEqual(await rows(client, '0xffff888000001000', -1), [
      ['0xffff888000000fff', 'invalid'],
      ['0xffff888000001000', 'invalid'],
    ]);
    assert.deepEqual(await rows(client, '0xffff888000000000', 0), [
      ['0xffff888000000000', 'invalid'],
      ['0xffff888000000001', 'invalid'],
    ]);
  });

  it('goes on into the code where that begins', async () => {
    const { client } = await stopAt(LOOP);
    assert.deepEqual(await rows(client, '0x400fff', 0), [
      ['0x400fff', 'invalid'],
      ['0x401000', undefined],
    ]);
  });

  it('is refused where there are no addresses any more', async () => {
    const { client } = await stopAt(LOOP);
    const ask = (instructionOffset: number) =>
      client.refusal('disassemble', { memoryReference: '0x401000', instructionOffset, instructionCount: 2 });
    for (const offset of [-1e9, 2 ** 53 - 1]) assert.match(await ask(offset), /leads out of the address space/);
  });
});

describe('a register', () => {
  it('takes what fits it, signed or unsigned, and nothing else', async () => {
    const { client } = await stopAt(LOOP);
    const set = (expression: string, value: string) => client.customRequest('setExpression', { expression, value });
    for (const [register, bits] of [
      ['al', 8],
      ['ah', 8],
      ['bx', 16],
      ['ecx', 32],
      ['rdx', 64],
      ['k1', 64],
      ['mxcsr', 32],
      ['xmm0', 128],
    ] as const) {
      await assert.rejects(set(register, `${1n << BigInt(bits)}`), /does not fit|refuses/, register);
      await assert.rejects(set(register, `${-(1n << BigInt(bits - 1)) - 1n}`), /does not fit|refuses/, register);
    }
    assert.equal((await set('al', '-1')).body.value, '0xff');
    assert.equal((await set('ecx', '0xffffffff')).body.value, '0xffffffff');
  });
});

describe('a deep stack', () => {
  it('has all its frames, each with a number of its own', async () => {
    const text = `xtrace 1
kernel none
proc down
  dec ecx
  jz out
  call down
out:
  ret ;OUT
end
mov ecx, 3000
call down
nop
`;
    const client = new TestClient({ readText: async () => text });
    await client.begin({ program: LOOP, launch: { stopOnEntry: true } });
    await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'out' }] });
    const { threadId = 0 } = await client.go('continue');
    const { body } = await client.stackTraceRequest({ threadId });
    assert.equal(body.totalFrames, 3001);
    assert.equal(new Set(body.stackFrames.map(({ id }) => id)).size, 3001);
    const deepest = body.stackFrames.at(-1)?.id ?? -1;
    const { scopes } = (await client.scopesRequest({ frameId: deepest })).body;
    assert.ok(scopes.length > 0);
    await client.go('next');
    assert.match(await client.refusal('scopes', { frameId: deepest }), /There is no frame \d+ now/);
  });
});

describe('a pause of what stands still', () => {
  it('is answered, and told as a stop: somebody waits for it', async () => {
    const { client } = await stopAt(LOOP);
    assert.equal((await client.go('pause')).reason, 'pause');
  });
});
