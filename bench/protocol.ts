/** What a user waits for in the debugger: the adapter in a fresh process, over standard input and output. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from './dap-client';
import type { Measured, Row } from './row';

const ADAPTER = 'dist/cli.js';
const EXAMPLES = 'examples';
const RUNS_OF_EACH = 3;
const LAUNCHES = 9;

export const PROTOCOL_ROWS: readonly Row[] = [
  {
    what: 'Time to the first stop, first-use.xtrace',
    unit: 'ms',
    good: 'low',
    limit: 'loading iced-x86, and code that runs for the first time',
    measure: measureFirstStop,
  },
  {
    what: 'A `next`, on every line of every example',
    unit: 'ms',
    good: 'low',
    aim: 5,
    limit: 'JSON through two pipes',
    measure: measureNext,
  },
];

async function measureFirstStop(): Promise<Measured> {
  const samples: number[] = [];
  for (let launch = 0; launch < LAUNCHES; launch++) {
    const client = new DapClient(ADAPTER);
    await client.initialize();
    const start = performance.now();
    await client.launch(path.resolve(EXAMPLES, 'first-use.xtrace'));
    samples.push(performance.now() - start);
    await client.close();
  }
  return { samples };
}

interface Step {
  readonly milliseconds: number;
  readonly from: string;
}

async function measureNext(): Promise<Measured> {
  const steps: Step[] = [];
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.xtrace'))) {
    for (let run = 0; run < RUNS_OF_EACH; run++) steps.push(...(await stepThrough(file)));
  }
  const worst = steps.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  return { samples: steps.map(({ milliseconds }) => milliseconds), worstAt: worst.from };
}

/** From the first step to the end, asking for the stack at every stop as an editor does. */
async function stepThrough(file: string): Promise<Step[]> {
  const client = new DapClient(ADAPTER);
  await client.initialize();
  let stop = await client.launch(path.resolve(EXAMPLES, file));
  const steps: Step[] = [];
  while (stop.event === 'stopped') {
    const { threadId } = stop.body as DebugProtocol.StoppedEvent['body'];
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
    const start = performance.now();
    const arrived = client.event('stopped', 'terminated');
    await client.request('next', { threadId });
    stop = await arrived;
    const milliseconds = performance.now() - start;
    if (stop.event === 'stopped')
      steps.push({ milliseconds, from: `${file}, line ${stackFrames[0]?.line ?? 'unknown'}` });
  }
  await client.close();
  return steps;
}
