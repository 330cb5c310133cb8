/** What may be otherwise than the trace says, one thing at a time, in the order in which it is likely. A row a kind. */
import { POLICIES } from '../../kernel/policies';
import { MAINLINE } from '../../kernel/versions/mainline';
import { FEATURE_NAMES, FEATURES } from '../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { ownValue } from '../../machine/table';
import type { Program } from '../program/program';
import type { Agreement } from './agreement';
import { type Change, settingOf } from './change';
import { changedValue } from './changed-value';
import type { Injection } from './injection';
import { injectionsOf } from './injections';
import { type Journal, keepJournal } from './journal';
import { Walk } from './walk';

/** Kinds of assumptions, the likelier ones first. */
export const ASSUMPTION_KINDS = ['kernel', 'machine', 'without', 'order', 'failure', 'changed-byte'] as const;

export type AssumptionKind = (typeof ASSUMPTION_KINDS)[number];

export interface Assumption {
  readonly kind: AssumptionKind;
  /** A clause: `the kernel is linux version=6.12`. */
  readonly text: string;
  /** How the trace says so. */
  readonly change: Change;
  /** Where it comes before a line. */
  readonly injection: Injection | null;
}

interface Known {
  readonly text: string;
  readonly program: Program;
  /** As it stands. */
  readonly agreement: Agreement;
  /** Of the run as it stands. */
  readonly journal: Journal;
  /** How a line is told of: the text may have more lines than that of the user. */
  readonly lineOf: (line: number) => number;
}

type Source = (known: Known) => readonly Assumption[];

const ASSUMPTIONS: Readonly<Record<AssumptionKind, Source>> = {
  kernel: ({ program }) => kernelsBeside(program).map((value) => setting('kernel', value)),

  machine: ({ text, program }) => {
    const written = settingOf(text, 'machine') ?? DEFAULT_MODEL.name;
    const [model = '', ...flags] = written.split(/\s+/);
    const others = CPU_MODELS.filter(({ name }) => name !== model.toLowerCase()).map(({ name }) =>
      [name, ...flags].join(' '),
    );
    const features = FEATURE_NAMES.filter((feature) => program.processor.has(feature)).map(
      (feature) => `${written} -${FEATURES[feature].flag}`,
    );
    return [...features, ...others].map((value) => setting('machine', value));
  },

  without: (known) => [
    ...forgottenLast(known),
    ...beforeContradiction(known, ['without']).map((injection) => between(known, 'without', injection)),
  ],

  order: (known) =>
    beforeContradiction(known, ['preempt', 'interrupt', 'migrate', 'interleave']).map((injection) =>
      between(known, 'order', injection),
    ),

  failure: (known) =>
    beforeContradiction(known, ['alloc-fail', 'page-fault']).map((injection) => between(known, 'failure', injection)),

  'changed-byte': ({ text, agreement, journal, lineOf }) => {
    const [first] = agreement.wrong;
    const value = first && changedValue(text.split('\n')[first.line] ?? '', first.key);
    if (!first || !value) return [];
    const { story, lines: added, needsUser } = value;
    const places = journal.arrivals.filter(({ line, user }) => line <= first.line && (user !== null || !needsUser));
    // From the place where it is seen to be otherwise back to where it may have become so.
    return [...new Set(places.map(({ line }) => line))]
      .reverse()
      .map((line) => before('changed-byte', `${story} before line ${lineOf(line) + 1}`, { line, text: added, story }));
  },
};

/** Runs from a checkpoint for each run of a whole trace that was loaded anew: both take about as long. */
const FORKS_A_RUN = 20;

/** At most `most`, in the order in which they are tried: what comes before a line nearest to the contradiction first. */
export function assumptionsFor(
  known: Known,
  { only, most }: { readonly only: readonly AssumptionKind[]; readonly most: number },
): readonly Assumption[] {
  const all = ASSUMPTION_KINDS.filter((kind) => only.includes(kind)).flatMap((kind) => ASSUMPTIONS[kind](known));
  const settings = all.filter(({ injection }) => !injection);
  const places = new Map<number, number>();
  for (const [index, { line }] of known.journal.arrivals.entries()) if (!places.has(line)) places.set(line, index);
  const place = ({ injection }: Assumption): number => places.get(injection?.line ?? -1) ?? -1;
  const between = all.filter(({ injection }) => injection).sort((a, b) => place(b) - place(a));
  const order: Assumption[] = [];
  for (let turn = 0; order.length < Math.min(most, all.length); turn++) {
    order.push(...settings.slice(turn, turn + 1), ...between.slice(turn * FORKS_A_RUN, (turn + 1) * FORKS_A_RUN));
  }
  return order.slice(0, most);
}

/** The run as it stands, for assumptions that look for places in it. */
export function journalOf(program: Program): Journal {
  return keepJournal(new Walk(program, { invariants: [] }));
}

function setting(keyword: 'machine' | 'kernel', value: string): Assumption {
  const change: Change = { kind: 'setting', keyword, value };
  return { kind: keyword, text: `the ${keyword} is \`${value}\``, change, injection: null };
}

/** @param variation by which an injection is counted, where it is none that `explore` varies. */
function before(
  kind: AssumptionKind,
  text: string,
  { variation = 'without', ...rest }: Omit<Injection, 'variation'> & Partial<Pick<Injection, 'variation'>>,
): Assumption {
  const injection: Injection = { variation, ...rest };
  return { kind, text, change: { kind: 'insert', before: injection.line, lines: injection.text }, injection };
}

/** Other versions first, the nearest before those further away; then other options; then other policies. */
function kernelsBeside({ policy, policyOptions }: Program): readonly string[] {
  const normal = new Map(policy.options.map((option) => [option.name, option.default]));
  const write = (name: string, options: Readonly<Record<string, string>>): string => {
    const given = Object.entries(options).filter(([key, value]) => value !== normal.get(key));
    return [name, ...given.map(([key, value]) => `${key}=${value}`)].join(' ');
  };
  const here = MAINLINE.findLastIndex((version) => policy.version.startsWith(version));
  const versions = MAINLINE.map((version, index) => ({ version, distance: Math.abs(index - here) }))
    .filter(({ distance }) => distance > 0)
    .sort((a, b) => a.distance - b.distance)
    .map(({ version }) => write('linux', { ...policyOptions, version }));
  const options = policy.options.flatMap(({ name, values }) =>
    typeof values === 'string' || name === 'version'
      ? []
      : values
          .filter((value) => value !== (ownValue(policyOptions, name) ?? normal.get(name)))
          .map((value) => write(policy.name, { ...policyOptions, [name]: value })),
  );
  const policies = POLICIES.filter(({ name }) => name !== policy.name && name !== 'none').map(({ name }) => name);
  return policy.name === 'none' ? [] : [...(policy.name === 'linux' ? versions : []), ...options, ...policies];
}

/** What could come between up to the first fact that is contradicted; the places next to that first. */
function beforeContradiction(
  { program, journal, agreement }: Known,
  variations: Parameters<typeof injectionsOf>[2],
): readonly Injection[] {
  const arrivals = arrivalsBefore(journal, agreement);
  return injectionsOf(program, { ...journal, arrivals }, variations).toReversed();
}

/** Each step of the kernel from the last line on where it ran before the contradiction: the nearest line first. */
function forgottenLast({ journal, agreement, lineOf }: Known): readonly Assumption[] {
  const last = new Map<string, number>();
  for (const { line, places } of arrivalsBefore(journal, agreement).toReversed())
    for (const place of places.toReversed()) if (!last.has(place)) last.set(place, line);
  return [...last].map(([place, line]) => {
    const story = `the kernel forgets ${place}`;
    return before('without', `${story} from line ${lineOf(line) + 1} on`, { line, text: [`without ${place}`], story });
  });
}

function arrivalsBefore({ arrivals }: Journal, { contradictions: [first] }: Agreement): Journal['arrivals'] {
  const end = arrivals.findIndex(({ line }) => line === first?.line);
  return end < 0 ? arrivals : arrivals.slice(0, end + 1);
}

function between({ lineOf }: Known, kind: AssumptionKind, injection: Injection): Assumption {
  const where = kind === 'without' ? '' : ` at line ${lineOf(injection.line) + 1}`;
  return before(kind, `${injection.story}${where}`, injection);
}
