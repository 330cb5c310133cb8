/** Entry point of the command line, `xtrace`. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { TRACE_LIMIT } from '../adapter/launch/file-limit';
import { EXIT } from './cli/exit-status';
import { notWritten } from './cli/written-file';
import { runCommandLine } from './core';
import { readSome, readToEnd } from './regular-file';

const STANDARD_INPUT = 0;

/** Beside the bundle; the sources have none. */
const WORKER = path.join(__dirname, 'worker.js');

/** Ends the process: quietly when the reader of the output has closed its end of the pipe, and else with the reason. */
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  process.stderr.write(`xtrace: ${notWritten('The standard output', error)}\n`);
  process.exit(EXIT.UNUSABLE);
});
process.stderr.on('error', () => process.exit());

runCommandLine(process.argv.slice(2), {
  out: (text) => {
    process.stdout.write(text);
  },
  error: (text) => {
    process.stderr.write(text);
  },
  breathe: async () => {
    await setImmediate();
    for (const stream of [process.stdout, process.stderr]) if (stream.writableNeedDrain) await once(stream, 'drain');
  },
  startThread: () => (existsSync(WORKER) ? new Worker(WORKER) : undefined),
  onInterrupt: (stop) => {
    process.once('SIGINT', stop);
    return () => void process.off('SIGINT', stop);
  },
  isTerminal: process.stdin.isTTY === true,
  write: (stream, bytes) => {
    process[stream].write(bytes);
  },
  readInput: () => readToEnd(STANDARD_INPUT, '<stdin>', TRACE_LIMIT),
  readSome: () => readSome(STANDARD_INPUT),
}).then((status) => {
  process.exitCode = status;
});
