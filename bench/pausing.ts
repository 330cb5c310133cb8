/** How soon a trace stands still when a user pauses it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DapClient } from './dap-client';
import { LOOP } from './drive';
import type { Measured, Row } from './row';

const ADAPTER = 'dist/cli.js';
const PAUSES = 40;
/** How long the loop runs before each pause: into the middle of a slice, another place each time. */
const RUN_MS = 37;

const row = (over: string, open: () => DapClient | Promise<DapClient>): Row => ({
  what: `Pause, while a loop runs, over ${over}`,
  unit: 'ms',
  good: 'low',
  aim: 50,
  limit: 'the slice of steps that is at work when the request comes',
  measure: async () => measurePauses(await open()),
});

export const PAUSING_ROWS: readonly Row[] = [
  row('standard input and output', () => DapClient.start(ADAPTER)),
  row('TCP', () => DapClient.connect(ADAPTER)),
];

/** From the request to the stopped event. */
async function measurePauses(client: DapClient): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xtrace-bench-'));
  try {
    const trace = path.join(folder, 'loop.xtrace');
    writeFileSync(trace, LOOP);
    await client.initialize();
    const { body } = await client.launch(trace);
    const samples: number[] = [];
    while (samples.length < PAUSES) {
      await client.request('continue', { threadId: body.threadId });
      await sleep(RUN_MS);
      const begin = performance.now();
      const stopped = client.event('stopped');
      await client.request('pause', { threadId: body.threadId });
      await stopped;
      samples.push(performance.now() - begin);
    }
    return { samples };
  } finally {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
