/** Whole numbers below a bound, the same for a seed in every run (xorshift32): for what is mutated by the thousand. */
export function generator(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
