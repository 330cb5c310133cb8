/** Traces judged side by side, each thread one at a time. A thread that dies takes only its own trace with it. */
import type { Worker } from 'node:worker_threads';
import { STANDARD_INPUT } from '../arguments/trace-file';
import { type JudgeHost, type JudgeOptions, judge, mistake } from './judge';
import type { Verdict } from './verdict';

/** The message to a thread. The thread answers with the verdict. */
export interface JudgeRequest {
  readonly kind: 'judge';
  readonly file: string;
  readonly options: JudgeOptions;
}

export interface JudgeThreads {
  /** The number of threads at a time. */
  readonly jobs: number;
  /** Undefined where there are no threads: traces are then judged here, one after the other. */
  readonly start: () => Worker | undefined;
}

/** The verdicts in the order of `files`. A verdict is given out as soon as all verdicts before it have been. */
export async function* judgeAll(
  files: readonly string[],
  options: JudgeOptions,
  host: JudgeHost,
  threads: JudgeThreads,
): AsyncGenerator<Verdict> {
  const pool = new ThreadPool(threads);
  const judging = files.map((file) =>
    file === STANDARD_INPUT || threads.jobs < 2
      ? () => judge(file, options, host)
      : pool.later(file, options, () => judge(file, options, host)),
  );
  try {
    for (const verdict of judging) yield await verdict();
  } finally {
    pool.end();
  }
}

interface Waiting {
  readonly request: JudgeRequest;
  readonly done: (verdict: Verdict) => void;
  /** Without threads. */
  readonly here: () => Promise<Verdict>;
}

class ThreadPool {
  private readonly waiting: Waiting[] = [];
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();

  constructor(private readonly threads: JudgeThreads) {}

  /** Takes the next turn that a thread has; the function waits for the verdict. */
  later(file: string, options: JudgeOptions, here: () => Promise<Verdict>): () => Promise<Verdict> {
    const verdict = new Promise<Verdict>((done) => {
      this.waiting.push({ request: { kind: 'judge', file, options }, done, here });
    });
    this.assign();
    return () => verdict;
  }

  end(): void {
    for (const thread of this.all) void thread.terminate();
    this.all.clear();
  }

  private assign(): void {
    const thread = this.waiting.length > 0 ? this.free() : undefined;
    const next = thread && this.waiting.shift();
    if (thread && next) this.give(thread, next);
  }

  private free(): Worker | undefined {
    if (this.idle.length > 0) return this.idle.pop();
    if (this.all.size >= this.threads.jobs) return undefined;
    const started = this.threads.start();
    if (started) this.all.add(started);
    else void this.judgeHere();
    return started;
  }

  private async judgeHere(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) next.done(await next.here());
  }

  private give(thread: Worker, { request, done }: Waiting): void {
    const finish = (verdict: Verdict, isAlive: boolean): void => {
      thread.off('message', onVerdict).off('error', onError).off('exit', onExit);
      if (isAlive) this.idle.push(thread);
      else this.all.delete(thread);
      done(verdict);
      this.assign();
    };
    const die = (reason: string): void => {
      finish({ name: request.file, counts: {}, ...mistake(reason), milliseconds: 0 }, false);
    };
    const onVerdict = (verdict: Verdict): void => finish(verdict, true);
    const onError = (error: Error): void => die(error.message);
    const onExit = (): void => die('the thread of the trace has ended');
    thread.on('message', onVerdict).on('error', onError).on('exit', onExit);
    thread.postMessage(request);
  }
}
