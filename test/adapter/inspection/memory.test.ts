import assert from 'node:assert/strict';
import { closeClients, example, lineOf, stopAt, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';

afterEach(closeClients);

describe('memory', () => {
  it('of data is read and written where the variables say it is', async () => {
    const { client, stop } = await stopAt(LOOP);
    const table = (await client.rows(stop, 'Data')).find(({ name }) => name === 'table');
    const memoryReference = table?.memoryReference ?? '';
    const read = async (offset: number, count: number) =>
      (await client.customRequest('readMemory', { memoryReference, offset, count })).body;
    assert.deepEqual([...Buffer.from((await read(4, 8)).data, 'base64')], [1, 0, 0, 0, 2, 0, 0, 0]);
    const memory = client.waitForEvent('memory');
    const data = Buffer.from([9, 8]).toString('base64');
    const { body } = await client.customRequest('writeMemory', { memoryReference, offset: 4, data });
    assert.deepEqual(body, { bytesWritten: 2 });
    assert.deepEqual((await memory).body, { memoryReference, offset: 4, count: 8 });
    assert.equal(await client.evaluate('i32[table + 4]'), String(0x0809));
  });

  it('is told to have changed at every stop, to whom has looked at it', async () => {
    const { client, stop } = await stopAt(LOOP);
    const table = (await client.rows(stop, 'Data')).find(({ name }) => name === 'table');
    const memoryReference = table?.memoryReference ?? '';
    await client.customRequest('readMemory', { memoryReference, count: 16 });
    const memory = client.waitForEvent('memory');
    await client.go('next');
    assert.deepEqual((await memory).body, { memoryReference, offset: 0, count: 16 });
  });

  it('that is not there is reported, not invented', async () => {
    const { client } = await stopAt(LOOP);
    const { body } = await client.customRequest('readMemory', { memoryReference: '0x10', count: 16 });
    assert.deepEqual(body, { address: '0x10', data: '', unreadableBytes: 16 });
    assert.match(await client.refusal('writeMemory', { memoryReference: '0x10', data: 'AAAA' }), /not all mapped/);
    assert.match(await client.refusal('readMemory', { memoryReference: 'table', count: 1 }), /no memory reference/);
  });

  it('of tiles is that of their registers', async () => {
    const { client, stop } = await stopAt(FIRST_USE, AFTER_PRODUCT);
    const tile = (await client.rows(stop, 'Tiles')).find(({ name }) => name === 'tmm1');
    const memoryReference = tile?.memoryReference ?? '';
    const { body } = await client.customRequest('readMemory', { memoryReference, count: 4 });
    assert.deepEqual([...Buffer.from(body.data, 'base64')], [1, 1, 1, 1]);
    await client.customRequest('writeMemory', {
      memoryReference,
      offset: 65,
      data: Buffer.from([200]).toString('base64'),
    });
    assert.equal(await client.evaluate('tmm1.u8[1][1],d'), '200');
  });

  it('of a buffer is in the kernel half', async () => {
    const { client, stop } = await stopAt(FIRST_USE, AFTER_PRODUCT);
    const buffer = (await client.rows(stop, 'Task')).find(({ name }) => name === 'buffer');
    assert.match(buffer?.memoryReference ?? '', /^0xffff/);
    const { body } = await client.customRequest('readMemory', {
      memoryReference: buffer?.memoryReference,
      count: 10752,
    });
    assert.equal(Buffer.from(body.data, 'base64').length, 10752);
  });
});

describe('disassembly', () => {
  it('shows what has been written over a line, which is what executes', async () => {
    const { client, stop } = await stopAt(LOOP);
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    // mov ecx, 0 becomes mov ecx, 7.
    await client.customRequest('writeMemory', {
      memoryReference: instructionPointerReference,
      offset: 1,
      data: 'Bw==',
    });
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionCount: 2,
    });
    assert.deepEqual(
      body?.instructions.map(({ instruction, instructionBytes }) => [instruction, instructionBytes]),
      [
        ['mov ecx, 0x7', 'b9 07 00 00 00'],
        ['inc ecx', 'ff c1'],
      ],
    );
  });

  it('decodes code that has no lines from memory', async () => {
    // mov eax, 5; ret.
    const path = trace('code-in-data');
    const { client } = await stopAt(path, 'BP-CALL');
    const { body } = await client.disassembleRequest({ memoryReference: '0x1000000', instructionCount: 2 });
    assert.deepEqual(
      body?.instructions.map(({ address, instruction }) => [address, instruction]),
      [
        ['0x1000000', 'mov eax, 0x5'],
        ['0x1000005', 'ret'],
      ],
    );
  });

  it('gives exactly as many instructions as asked for, with their bytes and lines', async () => {
    const { client, stop } = await stopAt(LOOP);
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionOffset: -2,
      instructionCount: 5,
    });
    const instructions = body?.instructions ?? [];
    assert.deepEqual(
      instructions.map(({ instruction, instructionBytes, line }) => [instruction, instructionBytes, line]),
      [
        ['(no code)', undefined, undefined],
        ['(no code)', undefined, undefined],
        ['mov ecx, 0', 'b9 00 00 00 00', lineOf(LOOP, 'BP-ENTRY')],
        ['inc ecx', 'ff c1', lineOf(LOOP, 'BP-INC')],
        ['cmp ecx, 10', '83 f9 0a', lineOf(LOOP, 'BP-CMP')],
      ],
    );
    assert.equal(new Set(instructions.map(({ address }) => address)).size, 5);
  });

  it('shows the text of an event once: as its instruction, not as the line above it too', async () => {
    const { client, stop } = await stopAt(example('first-use'));
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionCount: 4,
    });
    assert.deepEqual(
      body?.instructions.map(({ instruction, line }) => [instruction, line]),
      [
        ['; switch A', undefined],
        ['; expect xfd == XTILEDATA, "a new task starts with tile data armed"', undefined],
        ['; expect A.fpstate.size == 2560', undefined],
        ['mov r8d, 64', 24],
      ],
    );
  });
});
