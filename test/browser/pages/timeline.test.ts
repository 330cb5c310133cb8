import assert from 'node:assert/strict';
import type { TimelineView } from '../../../src/adapter/views/timeline';
import { closeClients } from '../../adapter/client';
import { type Moment, momentAt, shown } from './scenes';
import { PageStand } from './stand';
import { THEMES } from './themes';

const WIDTH = 900;
/** Of the first lane; the axis is above it. */
const FIRST_LANE = 30;

interface Act {
  readonly action: string;
  readonly with: { readonly moment?: number; readonly isPassing?: boolean; readonly part?: unknown };
}

describe('the timeline, by mouse and keyboard', function () {
  this.timeout(120_000);
  let stand: PageStand;
  let moment: Moment;
  let content: TimelineView;

  before(async () => {
    stand = await PageStand.open();
    moment = await momentAt('ping-pong', 'print ');
    content = (await moment.client.customRequest('xtrace/timeline', { columns: 400 })).body;
  });

  beforeEach(async () => {
    const [theme] = THEMES;
    const messages = [shown(moment, content)];
    await stand.show({ view: 'timeline', title: 'Timeline', theme: theme!, width: WIDTH, height: 400, messages }); // there are four
  });

  after(async () => {
    await stand.close();
    await closeClients();
  });

  const timeline = () => stand.page.getByRole('slider', { name: 'Timeline' });
  const detail = () => stand.page.locator('.detail').innerText();
  const acts = async (action: string): Promise<Act['with'][]> =>
    ((await stand.heard()) as Act[]).filter((heard) => heard.action === action).map((heard) => heard.with);

  /** Where a moment is, in pixels from the left of the timeline. */
  async function x(at: number): Promise<number> {
    const box = await timeline().boundingBox();
    assert.ok(box);
    const gutter = 64;
    return gutter + (at / content.end) * (box.width - gutter - 8);
  }

  function marksOf(kind: string) {
    return content.part.lanes.flatMap(({ marks }) => marks).filter((mark) => mark.kind === kind);
  }

  it('says what is under the pointer, and where', async () => {
    const [first] = marksOf('nm');
    assert.ok(first);
    const lane = content.part.lanes.findIndex(({ name }) => name === 'A');
    await timeline().hover({ position: { x: await x(first.moment), y: FIRST_LANE + 34 * lane } });
    assert.match(await detail(), /^#NM: IA32_XFD\[18\] is set .* · step \d+, line \d+ · A on CPU 0$/);
  });

  it('travels to the mark that is clicked', async () => {
    const [first] = marksOf('grow');
    assert.ok(first);
    const lane = content.part.lanes.findIndex(({ name }) => name === 'A');
    await timeline().click({ position: { x: await x(first.moment), y: FIRST_LANE + 34 * lane } });
    assert.deepEqual(await acts('travel'), [{ moment: first.moment, isPassing: false }]);
  });

  it('has a present that one can drag', async () => {
    const box = await timeline().boundingBox();
    assert.ok(box);
    const { mouse } = stand.page;
    const y = box.y + FIRST_LANE;
    await mouse.move(box.x + (await x(content.present)), y);
    await mouse.down();
    await mouse.move(box.x + (await x(content.end / 2)), y, { steps: 4 });
    await mouse.up();
    const journeys = await acts('travel');
    const [last] = journeys.slice(-1);
    assert.ok(journeys.length > 1, 'the state follows the line');
    assert.deepEqual(journeys.map(({ isPassing }) => isPassing).lastIndexOf(true), journeys.length - 2, 'but the last');
    assert.ok(Math.abs((last?.moment ?? 0) - content.end / 2) < content.end / 100);
  });

  it('is told mark by mark with the arrow keys, and travels with Enter', async () => {
    await timeline().focus();
    await stand.page.keyboard.press('Home');
    for (let press = 0; press < 3; press++) await stand.page.keyboard.press('ArrowRight');
    const marks = content.part.lanes.flatMap((lane) => lane.marks).map((mark) => mark.moment);
    const third = [...new Set(marks)].sort((a, b) => a - b)[2];
    assert.equal(Number(await timeline().getAttribute('aria-valuenow')), third);
    assert.match((await timeline().getAttribute('aria-valuetext')) ?? '', /step \d+, line \d+/);
    await stand.page.keyboard.press('Enter');
    assert.deepEqual(await acts('travel'), [{ moment: third, isPassing: false }]);
  });

  it('asks for the part that it zooms to, and for all of it again', async () => {
    await timeline().focus();
    await stand.page.keyboard.press('+');
    await stand.page.keyboard.press('0');
    const [zoomed, all] = (await acts('look')).slice(-2);
    assert.ok(zoomed?.part !== null);
    assert.equal(all?.part, null);
  });

  it('does not travel while the trace runs, and says so', async () => {
    const { header } = moment;
    await stand.send({ kind: 'show', header: { ...header, running: true }, content });
    await timeline().click({ position: { x: 200, y: FIRST_LANE } });
    assert.deepEqual(await acts('travel'), []);
    assert.match(await detail(), /running: pause it/);
  });
});
