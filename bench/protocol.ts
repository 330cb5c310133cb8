/** What a user waits for in the debugger: the adapter in a fresh process, over standard input and output. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from './dap-client';
import { percentile99 } from './percentile';
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
  {
    what: 'The same, with the stack and all variables that are open',
    unit: 'ms',
    good: 'low',
    aim: 2,
    limit: 'JSON through two pipes, and making the variables of every scope that is not expensive',
    measure: measureView,
  },
  {
    what: 'The same, the slowest of a hundred',
    unit: 'ms',
    good: 'low',
    aim: 10,
    limit: 'code that runs for the first time',
    measure: async () => ({ samples: [percentile99((await measureView()).samples)] }),
  },
];

async function measureFirstStop(): Promise<Measured> {
  const samples: number[] = [];
  for (let launch = 0; launch < LAUNCHES; launch++) {
    const client = DapClient.start(ADAPTER);
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

function measureNext(): Promise<Measured> {
  return measureSteps(async () => {});
}

function measureView(): Promise<Measured> {
  return measureSteps(look);
}

/** `after`: what belongs to a step beside its stop. */
async function measureSteps(after: (client: DapClient, threadId: number) => Promise<void>): Promise<Measured> {
  const steps: Step[] = [];
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.xtrace'))) {
    for (let run = 0; run < RUNS_OF_EACH; run++) steps.push(...(await stepThrough(file, after)));
  }
  const worst = steps.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  return { samples: steps.map(({ milliseconds }) => milliseconds), worstAt: worst.from };
}

/** From the first step to the end, asking for the stack at every stop as an editor does. */
async function stepThrough(
  file: string,
  after: (client: DapClient, threadId: number) => Promise<void>,
): Promise<Step[]> {
  const client = DapClient.start(ADAPTER);
  await client.initialize();
  let stop = stopOf(await client.launch(path.resolve(EXAMPLES, file)));
  // An editor shows the first stop before anybody steps.
  await after(client, stop.threadId ?? 0);
  const steps: Step[] = [];
  while (stop.reason !== 'end of trace') {
    const { threadId = 0 } = stop;
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
    const start = performance.now();
    const arrived = client.event('stopped');
    await client.request('next', { threadId });
    stop = stopOf(await arrived);
    if (stop.reason === 'end of trace') break;
    await after(client, stop.threadId ?? 0);
    const milliseconds = performance.now() - start;
    steps.push({ milliseconds, from: `${file}, line ${stackFrames[0]?.line ?? 'unknown'}` });
  }
  await client.close();
  return steps;
}

function stopOf({ body }: DebugProtocol.Event): DebugProtocol.StoppedEvent['body'] {
  return body;
}

/** What an editor asks for at a stop: the variables of all open scopes at once, as VS Code does. */
async function look(client: DapClient, threadId: number): Promise<void> {
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
  const frameId = stackFrames[0]?.id ?? 0;
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
  const open = scopes.filter(({ expensive }) => !expensive);
  await Promise.all(open.map(({ variablesReference }) => client.request('variables', { variablesReference })));
}
