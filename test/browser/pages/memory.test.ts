import assert from 'node:assert/strict';
import type { MemoryView } from '../../../src/adapter/views/memory';
import { closeClients } from '../../adapter/client';
import { type Moment, momentAt, shown } from './scenes';
import { PageStand } from './stand';
import { THEMES } from './themes';

interface Act {
  readonly action?: string;
  readonly with: object;
}

describe('memory, by mouse and keyboard', function () {
  this.timeout(120_000);
  let stand: PageStand;
  let moment: Moment;
  let window: MemoryView;

  before(async () => {
    stand = await PageStand.open();
    moment = await momentAt('first-use', 'tilezero  tmm0');
    window = (await moment.client.customRequest('xtrace/memory', { where: 'ramp', offset: 0, count: 128 })).body;
  });

  beforeEach(async () => {
    const [theme] = THEMES;
    const messages = [shown(moment, content(window))];
    await stand.show({ view: 'memory', title: 'Memory', theme: theme!, width: 900, height: 400, messages }); // there are four
  });

  after(async () => {
    await stand.close();
    await closeClients();
  });

  const content = (of: MemoryView) => ({ kind: 'window', where: 'ramp', window: of });
  const byte = (offset: number) => stand.page.locator(`[data-offset="${offset}"]`);
  const detail = () => stand.page.locator('.detail').innerText();
  const acts = async (action: string) => ((await stand.heard()) as Act[]).filter((heard) => heard.action === action);

  it('says what is under the pointer: the byte, the numbers that begin there, and what it is part of', async () => {
    await byte(8).hover();
    assert.match(await detail(), /: 00, ramp \+ 8\nu16 0x100 +u32 0x3020100 +u64 0x706050403020100\n/);
  });

  it('writes a byte that is typed over, goes on to the next, and shows what came of it', async () => {
    await byte(0).focus();
    await stand.page.keyboard.type('a');
    assert.equal(await byte(0).innerText(), 'a_');
    await stand.page.keyboard.type('b');
    assert.deepEqual(
      (await acts('write')).map((act) => act.with),
      [{ reference: window.reference, offset: 0, bytes: 'ab' }],
    );
    assert.equal(await stand.page.evaluate('document.activeElement.dataset.offset'), '1');
    // What the debugger refuses is as it was.
    await stand.send(shown(moment, content(window)));
    assert.equal(await byte(0).innerText(), 'f8');
  });

  it('keeps the focus, and changes only the rows in which something is another', async () => {
    await byte(20).focus();
    await stand.page.evaluate('globalThis.rows = [...document.querySelectorAll("tbody tr")]');
    const bytes = Buffer.from(window.bytes, 'base64');
    bytes[2] = 0x77;
    await stand.send(shown(moment, content({ ...window, before: window.bytes, bytes: bytes.toString('base64') })));
    assert.equal(await byte(2).innerText(), '77');
    assert.match((await byte(2).getAttribute('aria-label')) ?? '', /: 77, was fa/);
    assert.equal(await stand.page.evaluate('document.activeElement.dataset.offset'), '20');
    const kept = await stand.page.evaluate(
      '[...document.querySelectorAll("tbody tr")].map((row, at) => row === rows[at])',
    );
    assert.deepEqual(kept, [false, ...new Array(7).fill(true)]);
  });

  it('gives a byte back that is typed by half, when Escape is pressed', async () => {
    await byte(0).focus();
    await stand.page.keyboard.type('a');
    await stand.page.keyboard.press('Escape');
    assert.equal(await byte(0).innerText(), 'f8');
    assert.deepEqual(await acts('write'), []);
  });

  it('scrolls by the arrow keys where the window ends', async () => {
    await byte(0).focus();
    await stand.page.keyboard.press('ArrowUp');
    const [last] = (await acts('look')).slice(-1);
    assert.deepEqual(last?.with, { where: 'rsp', offset: -512, count: 512 });
  });
});
