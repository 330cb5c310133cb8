import assert from 'node:assert/strict';
import { closeClients } from '../../adapter/client';
import { type Moment, momentAt, shown } from './scenes';
import { PageStand } from './stand';
import { THEMES } from './themes';

interface Act {
  readonly kind: string;
  readonly action?: string;
  readonly text?: string;
  readonly with?: object;
}

const [DARK] = THEMES;
/** More than any of these pages has: folds, a list, and one stop for its cells. */
const MANY_TABS = 12;

describe('the tables of Registers, Tasks and Buffer Map, by keyboard alone', function () {
  this.timeout(120_000);
  let stand: PageStand;
  let moment: Moment;

  before(async () => {
    stand = await PageStand.open();
    moment = await momentAt('first-use', 'tilezero  tmm0', 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]');
  });

  after(async () => {
    await stand.close();
    await closeClients();
  });

  const show = (view: string, title: string, content: unknown) =>
    stand.show({ view, title, theme: DARK!, width: 300, height: 600, messages: [shown(moment, content)] }); // there are four
  const press = (key: string) => stand.page.keyboard.press(key);
  const focused = (what: string) => stand.page.evaluate<string>(`String(document.activeElement.${what} ?? '')`);
  const key = () => focused('dataset.key');
  const detail = () => stand.page.locator('.detail').innerText();
  const heard = async () => (await stand.heard()) as readonly Act[];

  /** Tab, until what has the focus is it; each stop on the way can be seen. */
  async function tabTo(what: string, wanted: RegExp): Promise<void> {
    for (let tabs = 0; tabs < MANY_TABS; tabs++) {
      await press('Tab');
      assert.ok(await isFocusSeen(), `the focus on ${await focused('outerHTML')} is seen`);
      if (wanted.test(await focused(what))) return;
    }
    assert.fail(`Tab pressed ${MANY_TABS} times in vain.`);
  }

  const isFocusSeen = () =>
    stand.page.evaluate<boolean>(`(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    })()`);

  describe('Registers', () => {
    beforeEach(() => show('registers', 'Registers', moment.snapshot.registers));

    it('goes from a register to its bits and to the next register by arrow keys, and says what is there', async () => {
      await tabTo('dataset.key', /^register\.xcr0$/);
      assert.match(await detail(), /^XCR0 = 0x602e7: X87, SSE, AVX/);
      await press('ArrowRight');
      assert.equal(await key(), 'bit.xcr0.0');
      assert.match(await detail(), /^XCR0\[0\] X87: set/);
      await press('End');
      assert.equal(await key(), 'bit.xcr0.18');
      assert.ok(await isFocusSeen());
      await press('ArrowDown');
      assert.equal(await key(), 'bit.xss.18');
      assert.match(await detail(), /^XSS\[18\] XTILEDATA: cannot be set/);
    });

    it('copies the value of the cell with the focus', async () => {
      await tabTo('dataset.key', /^register\.xcr0$/);
      await press('Control+c');
      assert.deepEqual(
        (await heard()).filter(({ kind }) => kind === 'copy'),
        [{ kind: 'copy', text: '0x602e7' }],
      );
    });

    it('unfolds what is not enabled by Enter, and leads into it', async () => {
      await tabTo('textContent', /^Not enabled/);
      await press('Enter');
      assert.equal(await stand.page.locator('details[open] summary').first().innerText(), await focused('innerText'));
    });

    it('keeps the focus on its cell from stop to stop', async () => {
      await tabTo('dataset.key', /^register\.xcr0$/);
      await press('ArrowRight');
      await stand.send(shown(moment, moment.snapshot.registers));
      assert.equal(await key(), 'bit.xcr0.0');
    });
  });

  describe('Tasks', () => {
    beforeEach(() => show('tasks', 'Tasks', moment.snapshot.tasks));

    it('goes through the facts of a task by arrow keys, and says what each means', async () => {
      await tabTo('dataset.key', /^A\./);
      const first = await key();
      await press('ArrowDown');
      assert.notEqual(await key(), first);
      assert.match(await key(), /^A\./);
      assert.notEqual(await detail(), '');
      assert.ok(await isFocusSeen());
      await press('ArrowUp');
      assert.equal(await key(), first);
    });

    it('folds a task by Enter, and unfolds it by Enter again', async () => {
      await tabTo('tagName', /^SUMMARY$/);
      const task = stand.page.locator('details.task').first();
      await press('Enter');
      assert.equal(await task.getAttribute('open'), null);
      await stand.send(shown(moment, moment.snapshot.tasks));
      assert.equal(await task.getAttribute('open'), null, 'it stays so from stop to stop');
      await press('Enter');
      assert.equal(await task.getAttribute('open'), '');
    });
  });

  describe('Buffer Map', () => {
    beforeEach(async () => {
      await show('buffers', 'Buffer Map', (await moment.client.customRequest('xtrace/buffers')).body);
    });

    it('goes along a bar by arrow keys, and says what lies there', async () => {
      await tabTo('dataset.key', /^kernel\.before\.bar\.0$/);
      assert.match(await detail(), /^X87 at 0x0, 160 bytes/);
      await press('ArrowRight');
      assert.match(await detail(), /^SSE at 0xa0, 256 bytes/);
      assert.ok(await isFocusSeen());
    });

    it('opens the bytes of a section by Enter, and nothing for a buffer that is gone', async () => {
      await tabTo('dataset.key', /^kernel\.before\.bar\.0$/);
      await press('Enter');
      assert.deepEqual(
        (await heard()).filter(({ kind }) => kind === 'act'),
        [],
      );
      await press('ArrowDown');
      await press('End');
      assert.match(await key(), /^kernel\.now\.bar\./);
      const last = await detail();
      await press('Enter');
      const [opened] = (await heard()).filter(({ kind }) => kind === 'act');
      assert.equal(opened?.action, 'openMemory');
      // XTILEDATA ends the compacted buffer: 8192 bytes behind 2560.
      assert.match(last, /^XTILEDATA at 0xa00, 8192 bytes/);
      assert.deepEqual({ ...opened?.with, reference: '' }, { reference: '', offset: 0xa00, size: 8192 });
    });
  });
});
