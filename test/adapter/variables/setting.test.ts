import assert from 'node:assert/strict';
import { closeClients, example, stopAt, trace } from '../client';

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
