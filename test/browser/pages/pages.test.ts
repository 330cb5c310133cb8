import assert from 'node:assert/strict';
import { closeClients } from '../../adapter/client';
import { type Moment, momentAt, shown } from './scenes';
import { PageStand, type Scene } from './stand';
import { THEMES } from './themes';

const [DARK] = THEMES;
/** As wide as the sidebar is at first. */
const USUAL = 300;

interface View {
  readonly name: string;
  readonly title: string;
  readonly height: number;
  /** Widths besides the usual one, in the dark theme: the narrowest sidebar, and an editor tab. */
  readonly widths: readonly number[];
  readonly content: (moment: Moment) => unknown;
  /** Where the trace stands: `grown` unless it says so. */
  readonly at?: 'grown' | 'inHandler';
}

const VIEWS: readonly View[] = [
  {
    name: 'registers',
    title: 'Registers',
    height: 470,
    widths: [220, 640],
    content: ({ snapshot }) => snapshot.registers,
  },
  { name: 'tasks', title: 'Tasks', height: 220, widths: [220, 640], content: ({ snapshot }) => snapshot.tasks },
  {
    name: 'tiles',
    title: 'Tiles',
    height: 560,
    widths: [220, 900],
    content: async ({ client, snapshot: { registers, tiles, previousTiles } }) => ({
      cpu: registers.cpu,
      origins: (await client.customRequest('xtrace/tileOrigins')).body.tiles,
      tiles,
      previous: previousTiles,
      armed: false,
      types: ['int32', 'int8', 'int8', 'int8', 'int8', 'int8', 'int8', 'int8'],
    }),
  },
  {
    name: 'timeline',
    title: 'Timeline',
    height: 260,
    widths: [220, 900],
    content: async ({ client }) => (await client.customRequest('xtrace/timeline', { columns: 400 })).body,
  },
  {
    name: 'buffers',
    title: 'Buffer Map',
    height: 560,
    widths: [220, 900],
    content: async ({ client }) => (await client.customRequest('xtrace/buffers')).body,
  },
  {
    name: 'memory',
    title: 'Memory',
    height: 420,
    widths: [220, 900],
    at: 'inHandler',
    content: async ({ client }) => {
      const where = { where: 'rsp', offset: -64, count: 240 };
      return { kind: 'window', where: 'rsp', window: (await client.customRequest('xtrace/memory', where)).body };
    },
  },
];

describe('the pages of the views, in every theme', function () {
  this.timeout(120_000);
  let stand: PageStand;
  let moments: Readonly<Record<'grown' | 'inHandler', Moment>>;

  before(async () => {
    stand = await PageStand.open();
    // From the first touch of a tile to the product: the buffer has grown, tiles and registers have changed.
    const grown = await momentAt('first-use', 'tilezero  tmm0', 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]');
    const inHandler = await momentAt('signals', 'signal    SIGUSR1              => SIGUSR1', 'ldtilecfg [cfg]     ');
    moments = { grown, inHandler };
  });

  after(async () => {
    await stand.close();
    await closeClients();
  });

  for (const view of VIEWS) {
    describe(view.title, () => {
      const moment = (): Moment => moments[view.at ?? 'grown'];
      const other = (): Moment => moments[view.at === 'inHandler' ? 'grown' : 'inHandler'];
      let content: unknown;

      before(async () => {
        content = await view.content(moment());
      });

      const scene = (rest: Partial<Scene>): Scene => ({
        view: view.name,
        title: view.title,
        theme: DARK!, // there are four
        width: USUAL,
        height: view.height,
        messages: [shown(moment(), content)],
        ...rest,
      });

      for (const theme of THEMES) {
        it(`looks as it should and offends no rule of accessibility in ${theme.name}`, async () => {
          await stand.show(scene({ theme }));
          assert.deepEqual(await stand.violations(), []);
          await stand.compare(`${view.name}-${theme.name}`);
        });
      }

      for (const width of view.widths) {
        it(`fits ${width} pixels`, async () => {
          const place = width > USUAL ? 'tab' : 'sidebar';
          await stand.show(scene({ width, place }));
          assert.equal(await stand.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
          await stand.compare(`${view.name}-${width}`);
        });
      }

      it('looks as if it was made anew when another stop was shown before, and adds nothing when nothing has changed', async () => {
        const now = shown(moment(), content);
        await stand.show(scene({}));
        const fresh = await stand.html();
        await stand.show(scene({ messages: [shown(other(), await view.content(other())), now] }));
        assert.equal(await stand.html(), fresh);
        assert.deepEqual(await stand.addedBy(now), []);
      });

      it('claims nothing before it is told whether a trace is debugged', async () => {
        await stand.show(scene({ messages: [] }));
        assert.equal(await stand.page.locator('.empty').first().isVisible(), false);
      });

      it('says what it is for while no trace is debugged', async () => {
        await stand.show(scene({ messages: [{ kind: 'none' }] }));
        assert.match(await stand.page.locator('.empty').first().innerText(), /while a trace is debugged/);
        assert.equal(await stand.page.locator('.content').isVisible(), false);
        assert.deepEqual(await stand.violations(), []);
      });
    });
  }
});
