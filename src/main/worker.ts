/** Entry point of the threads that debug sessions run in: every port that arrives is one session. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { serveThread } from './core';

parentPort?.on('message', (port: MessagePort) => serveThread(port));
