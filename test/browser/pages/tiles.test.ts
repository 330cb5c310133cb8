import assert from 'node:assert/strict';
import type { TileOriginView } from '../../../src/adapter/views/tile-origin-view';
import { closeClients } from '../../adapter/client';
import { type Moment, momentAt, shown } from './scenes';
import { PageStand } from './stand';
import { THEMES } from './themes';

/** The tile that the product is summed up in: rows that are all the same, which begin so. */
const FIRST_ROW = [1632, 1888, -1952];

describe('the tiles, by mouse and keyboard', function () {
  this.timeout(120_000);
  let stand: PageStand;
  let moment: Moment;
  let origins: readonly TileOriginView[];

  before(async () => {
    stand = await PageStand.open();
    moment = await momentAt('first-use', 'tilezero  tmm0', 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]');
    origins = (await moment.client.customRequest('xtrace/tileOrigins')).body.tiles;
  });

  beforeEach(async () => {
    const [theme] = THEMES;
    const messages = [shown(moment, content())];
    await stand.show({ view: 'tiles', title: 'Tiles', theme: theme!, width: 900, height: 800, messages }); // there are four
  });

  after(async () => {
    await stand.close();
    await closeClients();
  });

  function content(): object {
    const { registers, tiles, previousTiles: previous } = moment.snapshot;
    return {
      cpu: registers.cpu,
      tiles,
      previous,
      origins,
      armed: false,
      types: ['int32', 'int8', ...new Array(6).fill('int8')],
    };
  }

  const grid = (tile: number) => stand.page.locator(`section.tile:nth-of-type(${tile + 1}) .grid`);
  const detail = () => stand.page.locator('.detail').innerText();
  const compareWith = (label: string) =>
    stand.page.getByRole('combobox', { name: 'What the tiles are compared with' }).selectOption({ label });
  const label = async (tile: number) => (await grid(tile).getAttribute('aria-label')) ?? '';

  it('say what is under the pointer, where it is written, and what it was', async () => {
    const box = await grid(0).boundingBox();
    assert.ok(box);
    await stand.page.mouse.move(box.x + 22 + 20, box.y + 14 + 5);
    assert.equal(await detail(), `tmm0.i32[0][0] = ${FIRST_ROW[0]} (0x00000660), was 0 (0x00000000)`);
  });

  it('are walked through with the arrow keys', async () => {
    await grid(0).focus();
    await stand.page.keyboard.press('Control+Home');
    await stand.page.keyboard.press('ArrowRight');
    await stand.page.keyboard.press('ArrowRight');
    await stand.page.keyboard.press('ArrowDown');
    assert.equal(await detail(), `tmm0.i32[1][2] = ${FIRST_ROW[2]} (0xfffff860), was 0 (0x00000000)`);
    await stand.page.keyboard.press('Control+c');
    const last = (await stand.heard()).at(-1);
    assert.deepEqual(last, { kind: 'copy', text: await detail() });
    for (const key of ['F1', 'Control+p']) {
      const before = (await stand.heard()).length;
      await stand.page.keyboard.press(key);
      assert.deepEqual((await stand.heard()).slice(before), [{ kind: 'leaving' }], key);
    }
  });

  it('have the keyboard where it was when VS Code gives it to the page again', async () => {
    await grid(0).focus();
    const before = (await stand.heard()).length;
    // As when the frame around the page loses the keyboard.
    await stand.page.evaluate("dispatchEvent(new Event('blur')); document.activeElement.blur()");
    assert.equal(await stand.page.evaluate('document.activeElement === document.body'), true);
    await stand.page.evaluate("dispatchEvent(new Event('focus'))");
    assert.equal(
      await stand.page.evaluate("document.activeElement.getAttribute('role')"),
      await grid(0).getAttribute('role'),
    );
    assert.deepEqual((await stand.heard()).slice(before), [
      { kind: 'keyboard', isHere: false },
      { kind: 'keyboard', isHere: true },
    ]);
  });

  it('show the bits of elements at the press of a button', async () => {
    await stand.page.getByRole('button', { name: 'Hex' }).focus();
    await stand.page.keyboard.press('Enter');
    const cell = grid(0).getByRole('gridcell').first();
    assert.equal(await cell.innerText(), '00000660');
    const context = await stand.page.locator('section.tile').first().getAttribute('data-vscode-context');
    assert.deepEqual(JSON.parse(context ?? ''), {
      webviewSection: 'tile',
      tile: 0,
      type: 'int32',
      hex: true,
      xtraceExpression: 'tmm0',
    });
  });

  it('are compared with another tile, element by element', async () => {
    await compareWith('against tmm1');
    assert.match(await label(0), /256 elements differ from tmm1$/);
    assert.match(await label(1), /shown as int8$/, 'a tile does not differ from itself');
    await grid(0).focus();
    assert.match(await detail(), /^tmm0\.i32\[0\]\[0\] = 1632 \(0x00000660\), in tmm1: -?\d+ \(0x[0-9a-f]{8}\)$/);
  });

  it('are compared with a moment that was kept, also after the page was hidden', async () => {
    await compareWith('against this moment, from now on');
    assert.match(await label(0), /shown as int32$/, 'nothing differs from this moment yet');
    const { previousTiles } = moment.snapshot;
    assert.ok(previousTiles);
    await stand.send(
      shown({ ...moment, header: { ...moment.header, time: 'step 1' } }, { ...content(), tiles: previousTiles }),
    );
    // At the stop before, no tile was loaded: 256 elements of the product were zeros there.
    assert.match(await label(0), new RegExp(`256 elements differ from ${moment.header.time}$`));
    await grid(0).focus();
    const kept = `at ${moment.header.time}: ${FIRST_ROW[0]} (0x00000660)`;
    assert.equal(await detail(), `tmm0.i32[0][0] = 0 (0x00000000), ${kept}`);
    const stored = (await stand.page.evaluate('stored')) as { comparison: { kept: { tiles: object[] } } };
    assert.equal(stored.comparison.kept.tiles.length, 8);
    await compareWith('against the stop before');
    assert.doesNotMatch(await label(0), /differ/);
  });

  it('say where they came from, and travel there', async () => {
    const from = stand.page.getByRole('button', { name: /^loaded from ones, line \d+$/ });
    assert.match((await from.textContent()) ?? '', /^← ones, line \d+$/);
    await from.focus();
    assert.match(
      await detail(),
      /^loaded from ones, line \d+\n16 rows of 64 bytes from 0x\w+, 64 bytes apart; step \d+$/,
    );
    await stand.page.keyboard.press('Enter');
    const act = { kind: 'act', action: 'travel', with: { moment: origins[1]?.from?.moment } };
    assert.deepEqual((await stand.heard()).at(-1), act);
    assert.equal(await stand.page.locator('section.tile:nth-of-type(4) .origin').isVisible(), false);
  });

  it('keep the keyboard on the way that is travelled, and show what has no room below', async () => {
    const long = `model->layers[13].attention.weights[2][0..63], quantised-matrix-product.c:1234`;
    const place = long.slice(long.indexOf('quantised'));
    const event = { text: long, place, words: `loaded from ${long}`, detail: 'step 9', moment: 7 };
    const [theme] = THEMES;
    const messages = [shown(moment, { ...content(), origins: [{ from: event, to: event }] })];
    await stand.show({ view: 'tiles', title: 'Tiles', theme: theme!, width: 220, height: 300, messages }); // there are four
    assert.equal(await stand.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    const buttons = stand.page.locator('.origin button');
    assert.equal(await buttons.count(), 2);
    await buttons.nth(1).focus();
    await stand.send(shown(moment, { ...content(), origins: [{ from: event, to: { ...event, moment: 8 } }] }));
    assert.equal(await stand.page.evaluate('document.activeElement.className'), 'to');
    assert.match(await detail(), /1234/);
    assert.deepEqual(await stand.violations(), []);
    await stand.compare('tiles-origin-220');
  });
});
