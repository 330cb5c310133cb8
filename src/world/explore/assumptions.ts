/** What may be otherwise than the trace says, one thing at a time, in the order in which it is likely. A row a kind. */
import { POLICIES } from '../../kernel/policies';
import { MAINLINE } from '../../kernel/versions/mainline';
import { FEATURE_NAMES, FEATURES } from '../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { ownValue } from '../../machine/table';
import type { Program } from '../program/program';
import type { Agreement } from './agreement';
import { type Edited, insertLines, setSetting, settingOf } from './edit';
import type { Injection } from './injection';
import { injectionsOf } from './injections';
import { type Journal, keepJournal } from './journal';
import { Walk } from './walk';

export type AssumptionKind = 'kernel' | 'machine' | 'without' | 'order' | 'failure' | 'changed-byte';

export interface Assumption {
  readonly kind: AssumptionKind;
  /** A clause: `the kernel is linux version=6.12`. */
  readonly text: string;
  readonly edited: Edited;
}

interface Known {
  readonly text: string;
  readonly program: Program;
  /** As it stands. */
  readonly agreement: Agreement;
  /** Of the run as it stands. */
  readonly journal: Journal;
}

type Source = (known: Known) => readonly Assumption[];

export const ASSUMPTIONS: Readonly<Record<AssumptionKind, Source>> = {
  kernel: ({ text, program }) => kernelsBeside(program).map((value) => setting(text, 'kernel', value)),

  machine: ({ text, program }) => {
    const written = settingOf(text, 'machine') ?? DEFAULT_MODEL.name;
    const [model = '', ...flags] = written.split(/\s+/);
    const others = CPU_MODELS.filter(({ name }) => name !== model.toLowerCase()).map(({ name }) =>
      [name, ...flags].join(' '),
    );
    const features = FEATURE_NAMES.filter((feature) => program.processor.has(feature)).map(
      (feature) => `${written} -${FEATURES[feature].flag}`,
    );
    return [...features, ...others].map((value) => setting(text, 'machine', value));
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

  'changed-byte': ({ text, agreement, journal }) => {
    const [first] = agreement.contradictions;
    const fact = first && comparison(text.split('\n')[first.line] ?? '');
    if (!first || !fact) return [];
    const lines = [...new Set(journal.arrivals.map(({ line }) => line))].filter((line) => line <= first.line);
    // From the place where it is seen to be otherwise back to where it may have become so.
    return lines.reverse().map((line) => ({
      kind: 'changed-byte',
      text: `somebody else has made ${fact.what} ${fact.value} before line ${line + 1}`,
      edited: insertLines(text, line, [`observe ${fact.what.replace(/\s+/g, '')}=${fact.value.replace(/\s+/g, '')}`]),
    }));
  },
};

/** The run as it stands, for assumptions that look for places in it. */
export function journalOf(program: Program): Journal {
  return keepJournal(new Walk(program, { invariants: [] }));
}

function setting(text: string, keyword: 'machine' | 'kernel', value: string): Assumption {
  return { kind: keyword, text: `the ${keyword} is \`${value}\``, edited: setSetting(text, keyword, value) };
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
function forgottenLast({ text, journal, agreement }: Known): readonly Assumption[] {
  const last = new Map<string, number>();
  for (const { line, places } of arrivalsBefore(journal, agreement).toReversed())
    for (const place of places.toReversed()) if (!last.has(place)) last.set(place, line);
  return [...last].map(([place, line]) => ({
    kind: 'without',
    text: `the kernel forgets ${place} from line ${line + 1} on`,
    edited: insertLines(text, line, [`without ${place}`]),
  }));
}

function arrivalsBefore({ arrivals }: Journal, { contradictions: [first] }: Agreement): Journal['arrivals'] {
  const end = arrivals.findIndex(({ line }) => line === first?.line);
  return end < 0 ? arrivals : arrivals.slice(0, end + 1);
}

function between({ text }: Known, kind: AssumptionKind, { line, text: lines, story }: Injection): Assumption {
  const where = kind === 'without' ? '' : ` at line ${line + 1}`;
  return { kind, text: `${story}${where}`, edited: insertLines(text, line, lines) };
}

/** `expect A == B` with one value on its right. */
function comparison(line: string): { readonly what: string; readonly value: string } | undefined {
  const found = /^\s*expect\s+([^"&|=!<>]+?)\s*==\s*([^"&|=!<>,;]+?)\s*(?:[,;]|$)/.exec(line);
  return found?.[1] && found[2] ? { what: found[1], value: found[2] } : undefined;
}
