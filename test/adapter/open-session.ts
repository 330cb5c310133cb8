/** Sessions for tests: in this thread, or with `XTRACE_TEST_SESSIONS=thread` in another, as the extension has them. */
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
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

/**
 * A turn of the event loop that sessions run in. Turns of this thread's loop say nothing about another thread: while
 * that one starts, or waits for a processor, any number of them goes by.
 */
export async function sessionTurn(): Promise<void> {
  if (!inThread) return turn();
  probe ??= openProbe();
  const asked = ++probe.asked;
  probe.session.handleMessage({ seq: asked, type: 'request', command: 'threads' });
  while (probe.answered < asked) await turn();
}

interface Probe {
  readonly session: Session;
  asked: number;
  answered: number;
}

let probe: Probe | undefined;

/** A session that is asked only whether it answers. */
function openProbe(): Probe {
  const opened: Probe = { session: openSession(), asked: 0, answered: 0 };
  opened.session.onDidSendMessage(({ type }) => {
    if (type === 'response') opened.answered++;
  });
  return opened;
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
