/** What somebody waits for who types in a long trace: a key pressed, until the editor has what is wrong. */
import { TYPING_PAUSE_MS } from '../src/adapter/background/background';
import { DapClient } from './dap-client';
import { longTrace } from './long-trace';
import { percentile99 } from './percentile';
import type { Row } from './row';

const ADAPTER = 'dist/cli.js';
const PROGRAM = '/typed.xtrace';
const LINES = 10_000;
const WARM_UP = 20;
const KEYS = 200;
/** Letter by letter, and again from the first on. */
const TYPED = '    mov       r8, 0x1234';

export const TYPING_ROWS: readonly Row[] = [
  {
    what: 'A key in 10,000 lines, until their diagnostics are there',
    unit: 'ms',
    good: 'low',
    aim: 50,
    limit: `the pause of ${TYPING_PAUSE_MS} ms for further keys, and sending the text`,
    measure: async () => ({ samples: await keysIn(longTrace(LINES)) }),
  },
  {
    what: 'The same, the slowest of a hundred keys',
    unit: 'ms',
    good: 'low',
    aim: 50,
    limit: 'garbage collection',
    measure: async () => ({ samples: [percentile99(await keysIn(longTrace(LINES)))] }),
  },
];

/** The editor's way: the whole text to a session in a process of its own, the diagnostics back. */
async function keysIn(text: string): Promise<readonly number[]> {
  const client = DapClient.start(ADAPTER);
  try {
    await client.initialize();
    await client.request('xtrace/diagnose', { program: PROGRAM, text });
    const place = text.indexOf('mov ', text.length / 2) - '    '.length;
    const samples: number[] = [];
    for (let key = 0; key < WARM_UP + KEYS; key++) {
      const line = TYPED.slice(0, 1 + (key % TYPED.length));
      const typed = `${text.slice(0, place)}${line}\n${text.slice(place)}`;
      const begin = performance.now();
      await client.request('xtrace/diagnose', { program: PROGRAM, text: typed, atOnce: true });
      if (key >= WARM_UP) samples.push(TYPING_PAUSE_MS + performance.now() - begin);
    }
    return samples;
  } finally {
    await client.close();
  }
}
