/**
 * The generator behind `random(seed)`: SplitMix64. Its state grows by an odd constant (2^64 divided by the golden
 * ratio), and the output is the state with its bits mixed twice; the same seed gives the same data everywhere.
 */

const GROWTH = 0x9e3779b97f4a7c15n;
const MIX_1 = 0xbf58476d1ce4e5b9n;
const MIX_2 = 0x94d049bb133111ebn;

/** A function that answers the next 64 bits each time. */
export function randomBits(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + GROWTH);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * MIX_1);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * MIX_2);
    return mixed ^ (mixed >> 31n);
  };
}
