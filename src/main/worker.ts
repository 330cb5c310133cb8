/** Entry point of threads: each port that arrives is a debug session, each request a trace to judge, or a part of an exploration. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { ExploreRequest } from './cli/exploring/explore-in-threads';
import type { JudgeRequest } from './cli/judging/judge-in-threads';
import { exploreRequest, judgeRequest, serveThread } from './core';

parentPort?.on('message', async (message: MessagePort | JudgeRequest | ExploreRequest) => {
  if (!('kind' in message)) serveThread(message);
  else if (message.kind === 'judge') parentPort?.postMessage(await judgeRequest(message));
  else await exploreRequest(message, (answer) => parentPort?.postMessage(answer));
});
