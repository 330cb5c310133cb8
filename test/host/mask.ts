/**
 * What the tests may use of the machine that runs them. A mask stands in for machines that are not at hand: the tests
 * then behave as they would there. `XTRACE_HOST=NAME npm test` runs everything under one; `masks.test.ts` runs the
 * comparisons with the processor under each.
 */
import { didYouMean } from '../../src/language/errors/nearest';
import type { Feature } from '../../src/machine/architecture/feature';

export interface Mask {
  readonly name: string;
  /** The machine that it stands for. */
  readonly title: string;
  /** Features that count as absent, with all that require them. */
  readonly hides?: readonly Feature[];
  /** What cases may use of XCR0. */
  readonly components?: bigint;
  /** No program can be run: the machine is no x86-64, or has no compiler. */
  readonly runsNothing?: string;
  /** Nobody says who made the processor: only what the manual fixes can be compared. */
  readonly hidesMaker?: true;
}

export const MASKS: readonly Mask[] = [
  { name: 'all', title: 'this machine as it is' },
  { name: 'avx2', title: 'a processor with AVX2 and no AVX-512', hides: ['AVX512F'], components: 0x7n },
  { name: 'no-avx', title: 'a processor without AVX', hides: ['AVX'], components: 0x3n },
  { name: 'no-xsavec', title: 'a processor without XSAVEC and XGETBV(1)', hides: ['XSAVEC', 'XGETBV1'] },
  { name: 'unknown-maker', title: 'a processor of a maker whose choices nobody recorded', hidesMaker: true },
  { name: 'no-compiler', title: 'a machine without a C compiler and GNU binutils', runsNothing: 'a C compiler' },
  { name: 'not-x86', title: 'a machine that is not x86-64', runsNothing: 'Linux on x86-64' },
];

/** The mask that `XTRACE_HOST` names. */
export function chosenMask(name = process.env.XTRACE_HOST ?? 'all'): Mask {
  const mask = MASKS.find((each) => each.name === name);
  if (mask) return mask;
  const names = MASKS.map((each) => each.name);
  throw new Error(
    `XTRACE_HOST=${name}: there is no such mask.${didYouMean(name, names) || ` Known: ${names.join(', ')}.`}`,
  );
}
