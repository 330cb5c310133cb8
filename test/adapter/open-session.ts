/** Sessions for tests: in this thread, or with `XTRACE_TEST_SESSIONS=thread` in another, as the extension has them. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AdapterHost } from '../../src/adapter/protocol/host';
import { type Session, XTraceSession } from '../../src/adapter/session';
import { nodeHost } from '../../src/main/dap/node-host';
import { type Thread, ThreadSession, threadIn } from '../../src/main/dap/thread-session';

const inThread = process.env.XTRACE_TEST_SESSIONS === 'thread';

export function openSession(host: Partial<AdapterHost> = {}): Session {
  const whole = { ...nodeHost(), ...host };
  if (!inThread) return new XTraceSession(whole);
  const thread = sharedThread();
  const session = new ThreadSession(thread, whole, { files: 'client' });
  // A test that fails leaves its session open, and must not keep the process from ending.
  thread.port.unref();
  return session;
}

let worker: Worker | undefined;

/** One worker for all sessions of a test run: to start one takes as long as many tests do. */
export function sharedThread(): Thread {
  worker ??= startWorker();
  return threadIn(worker, false);
}

/** The worker's program, from its source. */
function startWorker(): Worker {
  const program = join(__dirname, '../../src/main/worker.ts');
  const started = new Worker(`require('tsx/cjs'); require(${JSON.stringify(program)});`, { eval: true });
  started.unref();
  started.setMaxListeners(0);
  return started;
}
