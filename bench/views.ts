/** What a user waits for in the sidebar: the first picture of each view, and all of them behind a step. */
import path from 'node:path';
import { SIDEBAR } from '../src/vscode/views/sidebar';
import { DapClient } from './dap-client';
import { percentile99 } from './percentile';
import type { Measured, Row } from './row';
import { contentsOf, firstPaint, openAll, openBrowser } from './view-stand';

const ADAPTER = 'dist/cli.js';
const PAINTS = 25;
/** Enough for one in a hundred to be several. */
const STEPS = 300;
/** Steps back and forth between the tiles' first use and their product: in these, every view has something to show. */
const TRACE = path.resolve('examples/first-use.xtrace');
const LAST_STEP = 16;

export const VIEW_ROWS: readonly Row[] = [
  ...Object.entries(SIDEBAR).map(
    ([view, { title }]): Row => ({
      what: `First paint of ${title}, with its content`,
      unit: 'ms',
      good: 'low',
      aim: 100,
      limit: 'the frame that a page waits for, parsing its script, and of Memory a table of 512 cells',
      measure: () => measureFirstPaint(view),
    }),
  ),
  {
    what: 'A step, until all views are painted',
    unit: 'ms',
    good: 'low',
    aim: 30,
    limit: 'the frame that a page waits for, and drawing six views in one thread',
    measure: measureSteps,
  },
  {
    what: 'The same, the slowest of a hundred steps',
    unit: 'ms',
    good: 'low',
    aim: 100,
    limit: 'code that runs for the first time',
    measure: async () => ({ samples: [percentile99((await measureSteps()).samples)] }),
  },
];

/** With the trace at its end: the tiles are loaded and the buffer has grown. */
async function measureFirstPaint(view: string): Promise<Measured> {
  return inSession(async (client, page) => {
    for (let step = 1; step < LAST_STEP; step++) await go(client, 'next');
    const shown = await contentsOf(client);
    const samples: number[] = [];
    for (let paint = 0; paint < PAINTS; paint++) samples.push(await firstPaint(page, view, shown));
    return { samples };
  });
}

async function measureSteps(): Promise<Measured> {
  return inSession(async (client, page) => {
    const show = await openAll(page);
    const samples: number[] = [];
    for (let step = 0, forward = true; samples.length < STEPS; step += forward ? 1 : -1) {
      const begin = performance.now();
      await go(client, forward ? 'next' : 'stepBack');
      await show(await contentsOf(client));
      samples.push(performance.now() - begin);
      if (step === LAST_STEP || (step === 1 && !forward)) forward = !forward;
    }
    return { samples };
  });
}

type BrowserPage = Awaited<ReturnType<typeof openBrowser>>['page'];

async function inSession(measure: (client: DapClient, page: BrowserPage) => Promise<Measured>): Promise<Measured> {
  const { page, close } = await openBrowser();
  const client = DapClient.start(ADAPTER);
  try {
    await client.initialize();
    await client.launch(TRACE);
    return await measure(client, page);
  } finally {
    await client.close();
    await close();
  }
}

async function go(client: DapClient, command: 'next' | 'stepBack'): Promise<void> {
  const stopped = client.event('stopped');
  await client.request(command, { threadId: 1 });
  await stopped;
}
