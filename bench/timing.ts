/** Repeats work and takes its time. */

/** Of each repetition, in milliseconds; `prepare` runs before each and is not counted. */
export function millisecondsOf(
  { warmUp, repeat }: { readonly warmUp: number; readonly repeat: number },
  work: () => void,
  prepare: () => void = () => {},
): number[] {
  const times = Array.from({ length: warmUp + repeat }, () => {
    prepare();
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.slice(warmUp);
}

const WARM_UP_MS = 500;
const BATCHES = 200;
/** Long against the clock's resolution, short against the scheduler's time slices. */
const BATCH_MS = 2;

/** Of work that is too short for the clock: microseconds each, one sample a batch. */
export function microsecondsEach(work: () => void): number[] {
  const batch = warmUp(work);
  const times = millisecondsOf({ warmUp: 1, repeat: BATCHES }, () => {
    for (let left = batch; left > 0; left--) work();
  });
  return times.map((milliseconds) => (milliseconds * 1000) / batch);
}

/** Runs until the compiler has settled; returns how often the work fits into a batch. */
function warmUp(work: () => void): number {
  let count = 0;
  const start = performance.now();
  const half = start + WARM_UP_MS / 2;
  while (performance.now() < half) work();
  for (; performance.now() < start + WARM_UP_MS; count++) work();
  return Math.max(1, Math.round((count * BATCH_MS * 2) / WARM_UP_MS));
}
