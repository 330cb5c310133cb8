/** The runs of an exploration side by side, on all cores. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { type ExploredPart, type ExploreSettings, exploringPart } from '../../../world/explore/explore-trace';
import { filesIn } from '../../files-in';
import type { CliStreams } from '../command';
import { loadingUnder } from './loading-under';

/** The message to a thread. The thread answers with messages about its progress, and at last with what it has found. */
export interface ExploreRequest {
  readonly kind: 'explore';
  readonly text: string;
  /** Where the trace lies. */
  readonly folder: string;
  readonly settings: ExploreSettings;
  readonly part: number;
  readonly parts: number;
  /** The exploration ends after so many, with what it has. */
  readonly seconds: number | null;
  /** The exploration ends, with what it has, once this is 1. Threads share it. */
  readonly stop: Int32Array;
  /** The image that it runs under. */
  readonly vmlinux: string | null;
}

export type ExploreAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'explored'; readonly explored: ExploredPart }
  | { readonly kind: 'failed'; readonly message: string };

/** Between two messages about progress. */
const MILLISECONDS = 200;

/** The thread's side. */
export async function exploreRequest(request: ExploreRequest, tell: (answer: ExploreAnswer) => void): Promise<void> {
  try {
    const explored = await explorePart(request, (share) => tell({ kind: 'progress', share }));
    tell({ kind: 'explored', explored });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function explorePart(
  { text, folder, settings, part, parts, seconds, stop, vmlinux }: ExploreRequest,
  onProgress: (share: number) => void,
): Promise<ExploredPart> {
  const end = seconds === null ? Number.POSITIVE_INFINITY : performance.now() + seconds * 1000;
  const isOver = (): boolean => performance.now() >= end || Atomics.load(stop, 0) === 1;
  const work = exploringPart(text, loadingUnder(filesIn(folder), vmlinux), settings, { part, parts, isOver });
  let told = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - told < MILLISECONDS) continue;
    told = performance.now();
    onProgress(value);
    await new Promise(setImmediate);
  }
}

export interface Threads {
  readonly jobs: number | undefined;
  readonly start: CliStreams['startThread'];
  readonly onInterrupt: CliStreams['onInterrupt'];
}

/**
 * All parts. `onProgress` is told the share that is done, from 0 to 1. Ctrl-C ends them with what they have; a second one ends the
 * process.
 */
export async function exploreAll(
  request: Omit<ExploreRequest, 'kind' | 'part' | 'parts' | 'stop'>,
  { jobs = availableParallelism(), start, onInterrupt }: Threads,
  onProgress: (share: number) => void,
): Promise<readonly ExploredPart[]> {
  const shares = new Array<number>(jobs).fill(0);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const tell = (part: number, share: number): void => {
    shares[part] = share;
    onProgress(shares.reduce((sum, each) => sum + each, 0) / jobs);
  };
  const one = (part: number): Promise<ExploredPart> => {
    const whole: ExploreRequest = { kind: 'explore', ...request, part, parts: jobs, stop };
    const thread = jobs > 1 ? start() : undefined;
    return thread
      ? inThread(thread, whole, (share) => tell(part, share))
      : explorePart(whole, (share) => tell(part, share));
  };
  const settle = onInterrupt(() => void Atomics.store(stop, 0, 1));
  try {
    return await Promise.all(shares.map((_, part) => one(part)));
  } finally {
    settle();
  }
}

async function inThread(
  thread: Worker,
  request: ExploreRequest,
  onProgress: (share: number) => void,
): Promise<ExploredPart> {
  try {
    return await new Promise<ExploredPart>((done, fail) => {
      thread.on('message', (answer: ExploreAnswer) => {
        if (answer.kind === 'progress') onProgress(answer.share);
        else if (answer.kind === 'explored') done(answer.explored);
        else fail(new Error(answer.message));
      });
      thread.on('error', fail);
      thread.on('exit', () => fail(new Error('a thread has ended before its runs were done')));
      thread.postMessage(request);
    });
  } finally {
    await thread.terminate();
  }
}
