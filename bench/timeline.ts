/** The Timeline view on a long run: what it asks for, and how long its page takes for a frame. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { TimelineView } from '../src/adapter/views/timeline';
import type { TimelineActs } from '../src/webview/timeline/messages';
import { Debugger } from '../src/world/debugger/debugger';
import { timelinePart } from '../src/world/timeline/excerpt';
import { load } from './load-trace';
import { percentile99 } from './percentile';
import type { Row } from './row';
import { millisecondsOf } from './timing';

/** Tasks that take turns on two CPUs, with system calls in between: a timeline in which much happens. */
const BUSY = `xtrace 1
machine sapphire-rapids cpus=2
kernel linux
task A
task B
task C
repeat 5_000
  cpu 0
  switch A
  syscall getpid()
  mov ecx, 48
again:
  inc rax
  add rbx, rax
  dec ecx
  jnz again
  cpu 1
  switch B
  nop
  switch C
end
`;
const STEPS = 1_000_000;
const COLUMNS = 800;

function longRun(): Debugger {
  const engine = new Debugger(load(BUSY));
  engine.start({ kind: 'continue' });
  while (engine.time.step < STEPS && !engine.world.ended) engine.advance(4096);
  return engine;
}

function answer(engine: Debugger, asked: TimelineActs['look']): TimelineView {
  const { moment: present, furthestMoment: end } = engine.time;
  const { from, to } = asked.part ?? { from: 0, to: end };
  return { present, end, part: timelinePart(engine.timeline, { from, to, end, columns: asked.columns }) };
}

const FRAMES = 100;
const REPEAT = 5;

export const TIMELINE_ROWS: readonly Row[] = [
  {
    what: 'A part of the timeline of a million steps, as JSON',
    unit: 'ms',
    good: 'low',
    limit: 'joining what is too short for the part, and text',
    measure: () => {
      const engine = longRun();
      const { end } = answer(engine, { part: null, columns: COLUMNS });
      let from = 0;
      const ask = () => {
        from = (from + end / 7) % (end / 2);
        JSON.stringify(answer(engine, { part: { from, to: from + end / 2 }, columns: COLUMNS }));
      };
      return { samples: millisecondsOf({ warmUp: 5, repeat: 50 }, ask) };
    },
  },
  {
    what: "The timeline's script for a frame, a million steps, 99 of 100 frames",
    unit: 'ms',
    good: 'low',
    aim: 8,
    limit: 'drawing a thousand stays and marks on a canvas',
    measure: async () => {
      const engine = longRun();
      const browser = await (await browsers()).openBrowser();
      try {
        await openPage(browser.page, engine);
        await framesOf(browser.page);
        const samples: number[] = [];
        for (let round = 0; round < REPEAT; round++) samples.push(percentile99(await framesOf(browser.page)));
        return { samples };
      } finally {
        await browser.close();
      }
    },
  },
];

/** Loaded as it is: a bundle would not find what lies beside it. */
async function browsers(): Promise<typeof import('../scripts/code-web/browser.mjs')> {
  return import(pathToFileURL(path.resolve('scripts/code-web/browser.mjs')).href);
}

async function openPage(page: Page, engine: Debugger): Promise<void> {
  await page.exposeFunction('answerOf', (asked: TimelineActs['look']) => answer(engine, asked));
  await page.setContent('<!DOCTYPE html><title>Timeline</title><body>');
  await page.addStyleTag({ content: readFileSync('media/page.css', 'utf8') });
  await page.addStyleTag({ content: readFileSync('media/timeline.css', 'utf8') });
  // What VS Code gives a page, as far as this one uses it.
  await page.addScriptTag({
    content: `
      let wanted;
      let asking = false;
      // One question at a time, as the extension does it.
      const show = async (asked) => {
        wanted = asked;
        if (asking) return;
        asking = true;
        while (wanted) {
          const next = wanted;
          wanted = undefined;
          const content = await answerOf(next);
          const header = { trace: 'busy.xtrace', time: '', running: false };
          const begin = performance.now();
          dispatchEvent(new MessageEvent('message', { data: { kind: 'show', header, content } }));
          spent += performance.now() - begin;
        }
        asking = false;
      };
      let spent = 0;
      function acquireVsCodeApi() {
        return {
          postMessage: (message) => {
            if (message.kind === 'ready') show({ part: null, columns: ${COLUMNS} });
            if (message.kind === 'act' && message.action === 'look') show(message.with);
          },
          getState: () => undefined,
          setState: () => undefined,
        };
      }
      const ask = requestAnimationFrame;
      requestAnimationFrame = (work) => ask((time) => {
        const begin = performance.now();
        work(time);
        spent += performance.now() - begin;
      });
    `,
  });
  await page.addScriptTag({ content: readFileSync('dist/webview/timeline.js', 'utf8') });
  await page.waitForSelector('.timeline canvas');
}

/** Zooms in and out again, moving about: milliseconds of script in each frame. */
function framesOf(page: Page): Promise<number[]> {
  return page.evaluate(`(async () => {
    const timeline = document.querySelector('.timeline');
    const nextFrame = () => new Promise((resolve) => ask(() => ask(resolve)));
    const frames = [];
    for (let frame = 0; frame < ${FRAMES}; frame++) {
      spent = 0;
      const begin = performance.now();
      const init = { deltaY: frame % 40 < 20 ? -120 : 120, ctrlKey: true, cancelable: true, clientX: 300 + 3 * frame };
      timeline.dispatchEvent(new WheelEvent('wheel', init));
      spent += performance.now() - begin;
      await nextFrame();
      frames.push(spent);
    }
    return frames;
  })()`);
}
