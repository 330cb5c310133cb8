/** What `npm run bench` measures: a row of its table. Rows live in one file a family; `rows.ts` lists them. */

export interface Row {
  /** What is measured, in words that need no other place to be understood. */
  readonly what: string;
  readonly unit: string;
  /** Whether a low or a high figure is the good one. */
  readonly good: 'low' | 'high';
  /** The figure that the median is to reach, or every sample; a row without one is only shown. */
  readonly aim?: number;
  /** Where the time or the space goes. */
  readonly limit: string;
  /** Runs in a process of its own, in the project's root folder, with `dist` and the VSIX built. */
  readonly measure: () => Measured | Promise<Measured>;
}

export interface Measured {
  /** In the row's unit, one for each repetition. */
  readonly samples: readonly number[];
  /** Where the worst sample was met, when the samples come from different places. */
  readonly worstAt?: string;
  /** The aim is for every sample, not for their median. */
  readonly judgedByWorst?: boolean;
}

export interface Summary {
  readonly median: number;
  readonly worst: number;
  /** Whether the aim is reached; undefined without one. */
  readonly met: boolean | undefined;
  readonly worstAt?: string;
}

export function summarize(
  { good, aim }: Pick<Row, 'good' | 'aim'>,
  { samples, worstAt, judgedByWorst }: Measured,
): Summary {
  const fromBest = samples.toSorted((a, b) => (good === 'low' ? a - b : b - a));
  const [median, worst] = [fromBest[Math.floor(samples.length / 2)], fromBest.at(-1)];
  if (median === undefined || worst === undefined) throw new Error('Nothing was measured.');
  const judged = judgedByWorst ? worst : median;
  const met = aim === undefined ? undefined : good === 'low' ? judged <= aim : judged >= aim;
  return { median, worst, met, ...(worstAt ? { worstAt } : {}) };
}
