import assert from 'node:assert/strict';
import type { SectionView } from '../../../src/adapter/views/areas';
import type { BuffersView } from '../../../src/adapter/views/buffers';
import { closeClients, example, stopAt, TestClient } from '../client';

afterEach(closeClients);

async function buffers(client: TestClient, task?: string): Promise<BuffersView> {
  return (await client.customRequest('xtrace/buffers', { task })).body;
}

const placeOf = ({ id, offset, size, state }: SectionView) => `${id} ${offset} ${size} ${state}`;

describe('the buffer map', () => {
  it('has every byte of a compacted buffer, before and after it grows', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), filters: ['nm-xfd'] });
    const [small] = (await buffers(client)).areas;
    assert.deepEqual([small?.key, small?.format, small?.size], ['kernel', 'compacted', 2560]);
    assert.deepEqual(small?.absent, [{ id: 'XTILEDATA', size: 8192 }]);
    await client.go('next');
    const { areas, task, tasks } = await buffers(client);
    assert.deepEqual([task, tasks, areas.length], ['A', ['A'], 1]);
    // Sizes and alignments of Sapphire Rapids (CPUID leaf 0DH), one behind the other (Intel SDM vol. 1, 13.4.3).
    assert.deepEqual(areas[0]?.sections.map(placeOf), [
      'X87 0 160 init',
      'SSE 160 256 init',
      'SOFTWARE 416 96 fixed',
      'HEADER 512 64 fixed',
      'AVX 576 256 init',
      'OPMASK 832 64 init',
      'ZMM_HI256 896 512 init',
      'HI16_ZMM 1408 1024 init',
      'PKRU 2432 8 init',
      'gap 2440 56 gap',
      'XTILECFG 2496 64 init',
      'XTILEDATA 2560 8192 init',
    ]);
    assert.deepEqual([areas[0]?.absent, areas[0]?.before?.size], [[], 2560]);
    assert.equal(areas[0]?.sections.find(({ id }) => id === 'XTILEDATA')?.change, 'grown');
  });

  it('says what a switch has saved there', async () => {
    const { client } = await stopAt(example('ping-pong'), 'tileloadd tmm0, [pong + rax*1]');
    const { areas, tasks } = await buffers(client, 'A');
    assert.deepEqual(tasks, ['A', 'B', 'Plain']);
    const section = (id: string) => areas[0]?.sections.find((found) => found.id === id);
    assert.equal(section('XTILEDATA')?.state, 'saved');
    assert.deepEqual(section('XTILECFG')?.decoded, ['palette 1, start_row 0', 'tmm0 16x64']);
    assert.deepEqual(section('XTILEDATA')?.decoded, ['tmm0 (16x64): 1024 of 1024 bytes are not zero']);
    assert.deepEqual(areas[0]?.xstateBv.names.slice(-2), ['XTILECFG', 'XTILEDATA']);
  });

  it('has the image of a signal frame beside it, in the standard format, while the handler runs', async () => {
    const { client } = await stopAt(example('signals'), 'expect    u32[rbx + SW_XSTATE_SIZE] == 11008');
    const { areas } = await buffers(client);
    const [kernel, frame] = areas;
    assert.deepEqual([areas.length, kernel?.format, kernel?.size], [2, 'compacted', 10752]);
    assert.deepEqual([frame?.title, frame?.format, frame?.size], ['Signal frame of A, SIGUSR1', 'standard', 11012]);
    const places = frame?.sections.map(placeOf) ?? [];
    assert.deepEqual(places.slice(-5), [
      'PKRU 2688 8 saved',
      'gap 2696 56 gap',
      'XTILECFG 2752 64 saved',
      'XTILEDATA 2816 8192 saved',
      'MAGIC2 11008 4 fixed',
    ]);
    assert.match(await client.evaluate('rbx'), new RegExp(`^${frame?.address} `));
  });

  for (const [magic, offset] of [
    // In struct _fpx_sw_bytes, which begins at byte 464 of the legacy region.
    ['FP_XSTATE_MAGIC1', 464],
    // Behind the image.
    ['FP_XSTATE_MAGIC2', 11008],
  ] as const) {
    it(`shows a frame whose ${magic} is overwritten, and what comes of it`, async () => {
      const { client } = await stopAt(example('signals'), 'expect    u32[rbx + SW_XSTATE_SIZE] == 11008');
      const [, intact] = (await buffers(client)).areas;
      assert.equal(intact?.fault, null);
      await client.customRequest('writeMemory', { memoryReference: intact?.reference, offset, data: 'AAAAAA==' });
      const [kernel, frame] = (await buffers(client)).areas;
      assert.deepEqual([frame?.title, frame?.size], ['Signal frame of A, SIGUSR1', 11012]);
      assert.match(frame?.fault ?? '', new RegExp(`^${magic} is overwritten: rt_sigreturn takes the legacy region`));
      assert.equal(kernel?.fault, null);
    });
  }

  it('has no frame once the handler has returned', async () => {
    const { client } = await stopAt(example('signals'), 'expect    tmm0.u8[0][0] == 1, "the tiles are back"');
    assert.deepEqual(
      (await buffers(client)).areas.map(({ key }) => key),
      ['kernel'],
    );
  });

  it('covers each area without a hole and without an overlap', async () => {
    for (const name of ['first-use', 'ping-pong', 'signals', 'eager', 'vectors', 'lazy-restore']) {
      const { client } = await stopAt(example(name));
      const { areas } = await buffers(client);
      for (const { sections, size } of areas) {
        let end = 0;
        for (const section of sections) {
          assert.equal(section.offset, end, `${name}: ${section.id}`);
          end += section.size;
        }
        assert.equal(end, size, name);
      }
    }
  });

  it('is empty on the bare machine', async () => {
    const { client } = await stopAt(example('bare-metal-nm'));
    assert.deepEqual(await buffers(client), { tasks: [], task: null, areas: [] });
  });
});
