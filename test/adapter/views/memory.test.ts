import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MemoryView } from '../../../src/adapter/views/memory';
import { closeClients, example, stopAt, TestClient } from '../client';

const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-memory-'));
afterEach(closeClients);
after(() => rmSync(folder, { recursive: true }));

async function memory(client: TestClient, where: string, offset = 0, count = 64): Promise<MemoryView> {
  return (await client.customRequest('xtrace/memory', { where, offset, count })).body;
}

const bytesOf = (text: string | null): number[] => [...Buffer.from(text ?? '', 'base64')];
const IN_HANDLER = 'expect    u32[rbx + SW_XSTATE_SIZE] == 11008';

describe('memory for the Memory view', () => {
  it('is where an expression leads: data, a register, a number, a reference', async () => {
    const { client } = await stopAt(example('first-use'), 'tilezero  tmm0');
    const byName = await memory(client, 'ramp');
    assert.deepEqual([byName.target, bytesOf(byName.bytes).slice(0, 3)], [0, [0xf8, 0xf9, 0xfa]]);
    const { start } = byName;
    assert.equal((await memory(client, start)).bytes, byName.bytes);
    assert.equal((await memory(client, `ramp + 1`)).target, 1);
    assert.deepEqual((await memory(client, 'ramp', 16)).target, -16);
    assert.equal((await memory(client, 'rsp')).readable[0]?.offset, 0);
    const tile = await memory(client, 'tmm0', 32, 4096);
    assert.deepEqual([tile.reference, tile.origin, bytesOf(tile.bytes).length], ['cpu0/tmm0', 32, 992]);
  });

  it('has what it was at the stop before, and follows the expression', async () => {
    const { client } = await stopAt(
      example('first-use'),
      'tileloadd tmm1',
      'expect    tmm0.i32[0][0] == tmm0.i32[15][0]',
    );
    await client.go('continue');
    const { bytes, before } = await memory(client, 'tmm1');
    assert.deepEqual([bytesOf(bytes)[0], bytesOf(before)[0]], [1, 0]);
  });

  it('is what the chosen frame understands by an expression, and nothing of a frame that is over', async () => {
    const program = path.join(folder, 'two.xtrace');
    writeFileSync(
      program,
      'xtrace 1\nmachine sapphire-rapids cpus=2\nkernel linux\ntask A\ntask B\ncpu 0\nswitch A\nmov r8, 1\ncpu 1\nswitch B\nnop\n',
    );
    const client = new TestClient();
    await client.beginAndStop({ program, lines: ['nop'] });
    const { threads } = (await client.threadsRequest()).body;
    const frames = await Promise.all(
      threads.map(async ({ id }) => (await client.stackTraceRequest({ threadId: id })).body.stackFrames[0]?.id),
    );
    const spaceIn = async (frame?: number) => {
      const asked = { where: 'rsp', offset: 0, count: 16, frame };
      const { reference }: MemoryView = (await client.customRequest('xtrace/memory', asked)).body;
      return reference.split(':')[0];
    };
    const [here, ofA, ofB] = await Promise.all([spaceIn(), ...frames.map(spaceIn)]);
    assert.equal(ofB, here, 'the trace is on CPU 1, where B runs');
    assert.notEqual(ofA, here);
    assert.equal(await spaceIn(123_456), here);
  });

  it('says which bytes cannot be read', async () => {
    const { client } = await stopAt(example('first-use'), 'tilezero  tmm0');
    assert.deepEqual((await memory(client, '0x10')).readable, []);
    // The data begin at a page: nothing is mapped below.
    const edge = await memory(client, '0x1000000', -16, 32);
    assert.deepEqual([edge.start, edge.readable], ['0xfffff0', [{ offset: 16, size: 16 }]]);
  });

  it('names the parts of an XSAVE area, with what they say', async () => {
    const { client } = await stopAt(example('ping-pong'), 'tileloadd tmm0, [pong + rax*1]');
    const { places } = await memory(client, 'rsp');
    const buffer = places.find(({ label }) => label === 'Buffer of A in the kernel');
    const { overlays } = await memory(client, buffer?.where ?? '', 2496, 128);
    assert.deepEqual(
      overlays.map(({ name, offset, size }) => [name, offset, size]),
      [
        ['XTILECFG', 0, 64],
        ['XTILEDATA', 64, 8192],
      ],
    );
    assert.deepEqual(overlays[0]?.decoded, ['palette 1, start_row 0', 'tmm0 16x64']);
  });

  it('names the fields of a signal frame on the stack', async () => {
    const { client } = await stopAt(example('signals'), IN_HANDLER);
    // The handler is entered as if it had been called: RSP is at the frame's first field.
    const { overlays, target } = await memory(client, 'rsp', 0, 320);
    const at = (name: string) => overlays.find((overlay) => overlay.name === name);
    assert.equal(at('pretcode')?.offset, target);
    // struct rt_sigframe, ucontext and sigcontext_64 of <asm/ucontext.h>: RIP is the 17th register behind 8 + 40 bytes.
    assert.equal(at('rip')?.offset, target + 8 + 40 + 16 * 8);
    assert.deepEqual(at('fpstate')?.decoded, [(await client.evaluate('rbx')).split(' ')[0]]);
    assert.equal(at('fpstate')?.kind, 'frame');
  });

  it('names the fields of a tile configuration, and data of the trace', async () => {
    const { client } = await stopAt(example('first-use'), 'tilezero  tmm0');
    const { overlays } = await memory(client, 'cfg');
    assert.deepEqual(
      overlays.filter(({ offset }) => offset === 0 || offset === 48).map(({ name, decoded }) => [name, decoded[0]]),
      [
        ['cfg.palette', '0x1'],
        ['cfg.tmm0.rows', '0x10'],
        ['cfg', 'palette 1, start_row 0'],
      ],
    );
    const [ramp] = (await memory(client, 'ramp', 64)).overlays;
    assert.deepEqual([ramp?.name, ramp?.kind, ramp?.decoded], ['ramp', 'data', ['i8[16][64]']]);
  });

  it('says why an expression leads nowhere', async () => {
    const { client } = await stopAt(example('first-use'));
    const ask = { where: 'nonsense', count: 64 };
    assert.match(await client.refusal('xtrace/memory', ask), /There is no `nonsense` here/);
    assert.match(await client.refusal('xtrace/memory', { where: 'rsp', count: 1e6 }), /`count` must be from 0 to 4096/);
  });

  it('is changed by writeMemory from where the window begins', async () => {
    const { client } = await stopAt(example('first-use'), 'tilezero  tmm0');
    const { reference, origin } = await memory(client, 'ramp', 16);
    await client.customRequest('writeMemory', { memoryReference: reference, offset: origin + 1, data: 'qg==' });
    assert.equal(await client.evaluate('u8[ramp + 17]'), '0xaa');
  });
});
