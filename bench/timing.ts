/** Repeats work and takes its time, by tinybench. */
import { Bench } from 'tinybench';
import { ownProcessorTime, PROCESSOR_TIME } from './processor-time';

/** Of each repetition, in milliseconds; `prepare` runs before each and is not counted. */
export function millisecondsOf(
  { warmUp, repeat }: { readonly warmUp: number; readonly repeat: number },
  work: () => void,
  prepare: () => void = () => {},
): number[] {
  const bench = new Bench({
    iterations: repeat,
    time: 0,
    warmup: warmUp > 0,
    warmupIterations: warmUp,
    warmupTime: 0,
    retainSamples: true,
    throws: true,
    ...(process.env[PROCESSOR_TIME] && { now: ownProcessorTime }),
  });
  // What the work returns is none of tinybench's business.
  bench.add('work', () => void work(), { async: false, beforeEach: () => prepare() });
  const [task] = bench.runSync();
  if (task?.result.state !== 'completed') throw new Error('Nothing was measured.');
  return [...(task.result.latency.samples ?? [])];
}

const WARM_UP = 2_000;
const BATCHES = 200;
/** Long against the clock's resolution, short against the scheduler's time slices. */
const BATCH_MS = 2;

/** Of work that is too short for the clock: microseconds each, one sample a batch. */
export function microsecondsEach(work: () => void): number[] {
  const batch = batchSize(work);
  const times = millisecondsOf({ warmUp: 20, repeat: BATCHES }, () => {
    for (let left = batch; left > 0; left--) work();
  });
  return times.map((milliseconds) => (milliseconds * 1000) / batch);
}

/** How often the work fits into a batch, once the compiler has settled. */
function batchSize(work: () => void): number {
  const [total = BATCH_MS] = millisecondsOf({ warmUp: 1, repeat: 1 }, () => {
    for (let left = WARM_UP; left > 0; left--) work();
  });
  return Math.max(1, Math.round((WARM_UP * BATCH_MS) / total));
}
