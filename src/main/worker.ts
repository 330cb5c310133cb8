/** Entry point of threads: each port that arrives is a debug session, each request a trace to judge. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { JudgeRequest } from './cli/judging/judge-in-threads';
import { judgeRequest, serveThread } from './core';

parentPort?.on('message', async (message: MessagePort | JudgeRequest) => {
  if ('kind' in message) parentPort?.postMessage(await judgeRequest(message));
  else serveThread(message);
});
