import assert from 'node:assert/strict';
import { closeClients, example, lineOf, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const AFTER_FIRST_USE = 'expect    xfd == 0, "the handler';
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';

afterEach(closeClients);

describe('the variables of a task', () => {
  it('show the buffer as what it is, growing with first use', async () => {
    const { client } = await stopAt(FIRST_USE);
    const stop = await client.go('next');
    assert.equal(await client.value(stop, 'Task', 'fpstate'), '2560 bytes in the kernel, 11008 in a signal frame');
    await client.setBreakpointsRequest({
      source: { path: FIRST_USE },
      breakpoints: [{ line: lineOf(FIRST_USE, AFTER_FIRST_USE) }],
    });
    const after = await client.go('continue');
    const was = async (name: string, ...path: string[]) => {
      const variablesReference = await client.reference(after, ...path);
      const { body } = await client.customRequest('xtrace/details', { variablesReference });
      return body.variables.find((row: { name: string }) => row.name === name)?.was;
    };
    assert.equal(await client.value(after, 'Task', 'fpstate'), '10752 bytes in the kernel, 11008 in a signal frame');
    assert.equal(await client.value(after, 'Task', 'fpstate', 'size'), '10752 bytes');
    assert.equal(await was('size', 'Task', 'fpstate'), '2560 bytes');
    assert.equal(await client.value(after, 'Task', 'previous size'), '2560 bytes');
    assert.equal(await was('previous size', 'Task'), 'none');
    assert.match((await client.value(after, 'Task', 'buffer', 'XTILEDATA')) ?? '', /^at 2560, 8192 bytes/);
    assert.equal(await client.value(after, 'Components', 'XTILEDATA'), 'in use, INIT @2560, 8192 B');
    assert.equal(await client.value(after, 'Components', 'CET_U'), 'disabled, not in the buffer, 16 B');
    assert.equal(await client.value(after, 'Control & XState', 'xfd'), '0x0');
    assert.equal(await was('xfd', 'Control & XState'), '0x40000 XTILEDATA');
    assert.equal(await client.value(after, 'Counters', 'nm'), '1');
  });

  it('tell of a guest where there is one', async () => {
    const text = `xtrace 1
kernel linux
task A
switch A
kvm_set_cpuid2
vmenter
vmexit
`;
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
    let stop = await client.go('next');
    assert.equal(await client.value(stop, 'Task', 'guest'), undefined);
    stop = await client.go('next');
    assert.equal(await client.value(stop, 'Task', 'guest', 'size'), '2560 bytes');
    stop = await client.go('next');
    assert.match((await client.value(stop, 'Task', 'guest')) ?? '', /^inside KVM_RUN/);
    assert.match((await client.value(stop, 'Task', 'guest', 'xfd')) ?? '', /^0x0/);
  });

  it('have the registers of APX among the general ones, where these are enabled', async () => {
    const text = (machine: string) =>
      `xtrace 1\nmachine ${machine}\nkernel linux\ntask A\nswitch A\n    mov rax, 1\n    nop\n`;
    const names = async (machine: string) => {
      const client = new TestClient({ readText: async () => text(machine) });
      await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
      const stop = await client.go('next');
      const variablesReference = await client.reference(stop, 'General registers');
      const { variables } = (await client.variablesRequest({ variablesReference })).body;
      return variables.map(({ name }) => name).filter((name) => /^r\d+$/.test(name));
    };
    const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `r${from + index}`);
    assert.deepEqual(await names('sapphire-rapids'), numbered(8, 16));
    assert.deepEqual(await names('diamond-rapids'), numbered(8, 32));
  });

  it('have the registers of APX of a task that is switched out as its buffer has them', async () => {
    const registers = async (machine: string, first: string) => {
      const text = `xtrace 1\nmachine ${machine}\nkernel linux\ntask A\ntask B\nswitch A\n${first}\nswitch B\nnop\n`;
      const client = new TestClient({ readText: async () => text });
      await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
      let stop = await client.go('next');
      for (let steps = 0; steps < 2; steps++) stop = await client.go('next');
      const rows = await client.rows({ ...stop, threadId: 1 }, 'General registers');
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    };
    const used = await registers('diamond-rapids', 'mov r30, 0x123');
    assert.deepEqual([used.r16, used.r30, used.r31, used.r15], ['0x0', '0x123', '0x0', '0x0']);
    const unused = await registers('diamond-rapids', 'nop');
    assert.deepEqual([unused.r16, unused.r30], ['0x0', '0x0'], 'the component is in its initial state');
    const older = await registers('sapphire-rapids', 'nop');
    assert.deepEqual([older.r15, older.r16], ['0x0', undefined]);
  });

  it('give tiles typed views of the shape that TILECFG gives them', async () => {
    const { client, stop } = await stopAt(FIRST_USE, AFTER_PRODUCT);
    assert.match((await client.value(stop, 'Tiles', 'tmm0')) ?? '', /^16x64 /);
    assert.equal(await client.value(stop, 'Tiles', 'tmm0', 'i32'), '16x16');
    const [first] = await client.rows(stop, 'Tiles', 'tmm0', 'i32', '[0]');
    assert.equal(first?.value, await client.evaluate('tmm0.i32[0][0]'));
  });
});

describe('the data of a trace', () => {
  it('is decoded where it is a tile configuration, whose fields can be set', async () => {
    const { client } = await stopAt(FIRST_USE);
    const stop = await client.go('next');
    assert.equal(
      await client.value(stop, 'Data', 'cfg'),
      '0x1000000 palette 1, start_row 0: tmm0 16x64, tmm1 16x64, tmm2 16x64',
    );
    const fields = (await client.rows(stop, 'Data', 'cfg')).map(({ name, value }) => `${name} ${value}`);
    assert.deepEqual(fields.slice(0, 6), [
      'palette 1',
      'start_row 0',
      'tmm0 16x64',
      'tmm1 16x64',
      'tmm2 16x64',
      'tmm3 none',
    ]);
    const variablesReference = await client.reference(stop, 'Data', 'cfg');
    await client.setVariableRequest({ variablesReference, name: 'start_row', value: '3' });
    assert.equal(await client.evaluate('u8[cfg + 1]'), '0x3');
    assert.match(await client.refusal('setVariable', { variablesReference, name: 'tmm3', value: '1' }), /bytes below/);
  });

  it('may be megabytes: only what is opened is read', async () => {
    const text =
      'xtrace 1\nkernel none\ndata big = i32[2048][1024] fill(7)\nmov DWORD PTR [big + 4096 * 2000], 8\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: { stopOnEntry: true } });
    const stop = await client.go('next');
    assert.match((await client.value(stop, 'Data', 'big')) ?? '', /^0x1000000 \[7 x 32, \.\.\.\]$/);
    const variablesReference = await client.reference(stop, 'Data', 'big');
    const page = { variablesReference, filter: 'indexed', start: 1999, count: 3 } as const;
    const { variables } = (await client.variablesRequest(page)).body;
    assert.deepEqual(
      variables.map(({ name, value }) => [name, value]),
      [
        ['[1999]', '[7 x 32, ...]'],
        ['[2000]', '[8, 7, 7, 7, 7, 7, 7, 7, ...]'],
        ['[2001]', '[7 x 32, ...]'],
      ],
    );
  });
});
