import assert from 'node:assert/strict';
import { closeClients, example, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';

afterEach(closeClients);

describe('setting values', () => {
  it('takes expressions, and answers with what the value is now', async () => {
    const { client, stop } = await stopAt(LOOP);
    const variablesReference = await client.reference(stop, 'General registers');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'rbx', value: 'table + 4' });
    assert.match(body.value, /^0x[0-9a-f]+ <table\+4>$/);
    assert.equal(await client.value(stop, 'General registers', 'rbx'), `${body.value}`);
  });

  it('sets single bits', async () => {
    const { client, stop } = await stopAt(LOOP);
    const variablesReference = await client.reference(stop, 'General registers', 'rflags');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'CF', value: '1' });
    assert.equal(body.value, '1');
    assert.equal(await client.evaluate('rflags & 1'), '1');
  });

  it('refuses what hardware would refuse, with its reason', async () => {
    const { client, stop } = await stopAt(LOOP);
    const variablesReference = await client.reference(stop, 'Control & XState');
    const set = (name: string, value: string) => client.refusal('setVariable', { variablesReference, name, value });
    assert.match(await set('xcr0', '0x40001'), /refuses/);
    assert.match(await set('xfd', '1'), /refuses/);
    assert.match(await set('xinuse', '1'), /XINUSE follows from what the registers hold/);
    assert.match(await set('nothing', '1'), /no variable `nothing`/);
  });

  it('sets elements of tiles and data', async () => {
    const { client, stop } = await stopAt(FIRST_USE, AFTER_PRODUCT);
    const row = await client.reference(stop, 'Tiles', 'tmm1', 'i8', '[2]');
    await client.setVariableRequest({ variablesReference: row, name: '[3]', value: '-7' });
    assert.equal(await client.evaluate('tmm1.i8[2][3]'), '-7');
    const data = await client.reference(stop, 'Data', 'out', '[0]');
    await client.setVariableRequest({ variablesReference: data, name: '[1]', value: '123' });
    assert.equal(await client.evaluate('i32[out + 4]'), '123');
  });

  it('sets what a watch shows', async () => {
    const { client } = await stopAt(LOOP);
    const { body } = await client.customRequest('setExpression', { expression: 'zmm1.f32[2]', value: '1.5' });
    assert.equal(body.value, '1.5');
    assert.match(await client.refusal('setExpression', { expression: 'rax + 1', value: '1' }), /cannot be set/);
  });
});

describe('setting in a frame', () => {
  const TWO = `xtrace 1
machine sapphire-rapids cpus=2
kernel linux
data cell = i32[1] zero
task A
task B
switch A
mov eax, 10
cpu 1
switch B
mov eax, 20
nop ;HERE
`;

  /** Stopped on CPU 1 in task B, with a frame of task A, which CPU 0 runs. */
  async function twoCpus() {
    const client = new TestClient({ readText: async () => TWO });
    const launch = { stopOnEntry: true };
    await client.beginAndStop({ program: LOOP, launch });
    for (let step = 0; step < 5; step++) await client.go('next');
    const { threads } = (await client.threadsRequest()).body;
    const frameOf = async (name: string) => {
      const thread = threads.find((candidate) => candidate.name.startsWith(name));
      return (await client.stack(thread?.id ?? 0))[0]?.id ?? -1;
    };
    return { client, a: await frameOf('A '), b: await frameOf('B ') };
  }

  it('means the registers of that frame, in the console and in watches', async () => {
    const { client, a, b } = await twoCpus();
    const rax = async (frameId: number) =>
      (await client.evaluateRequest({ expression: 'rax', context: 'watch', frameId })).body.result;
    assert.deepEqual([await rax(a), await rax(b)], ['0xa', '0x14']);
    const set = await client.customRequest('setExpression', { expression: 'rax', value: '0x55', frameId: a });
    assert.equal(set.body.value, '0x55');
    assert.deepEqual([await rax(a), await rax(b)], ['0x55', '0x14']);
    const repl = await client.evaluateRequest({ expression: 'rax = rax + 1', context: 'repl', frameId: a });
    assert.equal(repl.body.result, '0x56');
    assert.deepEqual([await rax(a), await rax(b)], ['0x56', '0x14']);
  });

  it('means the memory of that frame’s task', async () => {
    const { client, a, b } = await twoCpus();
    const cell = async (frameId: number) =>
      (await client.evaluateRequest({ expression: 'i32[cell]', context: 'watch', frameId })).body.result;
    await client.evaluateRequest({ expression: 'i32[cell] = 7', context: 'repl', frameId: a });
    assert.deepEqual([await cell(a), await cell(b)], ['7', '0']);
  });

  it('is repeated where it was made when time passes it again', async () => {
    const { client, a } = await twoCpus();
    await client.customRequest('setExpression', { expression: 'rax', value: '0x55', frameId: a });
    await client.go('stepBack');
    await client.go('next');
    assert.equal(await client.evaluate('cpu[0].rax'), '0x55');
    assert.equal(await client.evaluate('cpu[1].rax'), '0x14');
  });
});
