/** What each statement takes at a place where it is not an expression: models, policies, tasks, signals, outcomes. */
import { ERRATA } from '../../../machine/architecture/errata';
import { EXCEPTIONS } from '../../../machine/architecture/exception';
import { FEATURE_NAMES, FEATURES, featurePlace } from '../../../machine/architecture/feature';
import { CPU_MODELS } from '../../../machine/processor/models';
import { tableOf } from '../../../machine/table';
import type { TraceNameKind } from '../../checks/trace-names';
import { DATA_TYPE_ROWS } from '../../syntax/data-type';
import { CPUID_REGISTERS } from '../../syntax/parse-cpuid';
import type { Token } from '../../syntax/token';
import { ERRNO, type NamedConstant, SIGNALS } from '../../vocabulary/constants';
import { SYSCALLS } from '../../vocabulary/syscalls';
import { type WordPlace, wordsOf } from '../../vocabulary/words';
import { policyWords } from '../policy-of-trace';
import { declaredCompletions, expressionCompletions } from './expression';
import type { Completion, CompletionKind, CompletionPlace } from './item';
import { canBePreempted, routineCompletions } from './routine';

/** The completions of a statement, or undefined where an expression can stand. */
export function statementCompletions(keyword: string, place: CompletionPlace): readonly Completion[] | undefined {
  return STATEMENT[keyword]?.(place, place.tokens.at(-1)?.text.toLowerCase() ?? '');
}

/** `last` is the word before the place, in lower case. */
type Complete = (place: CompletionPlace, last: string) => readonly Completion[] | undefined;

const nothing: Complete = () => [];

const STATEMENT = tableOf<Complete>({
  xtrace: () => [{ label: '1', kind: 'constant' }],
  machine: machineCompletions,
  kernel: (place, last) => kernelCompletions(place, last),
  cpuid: cpuidCompletions,
  const: ({ tokens }) => (tokens.length < 3 ? [] : undefined),
  data: ({ tokens }, last) => dataCompletions(tokens, last),
  task: (place, last) => {
    if (place.tokens.length === 1) return [];
    if (last === 'in') return declared(place, 'task');
    if (last === '=') return declared(place, 'label', 'proc');
    return wordsAt('task', 'keyword').map((word) => (word.label === 'entry' ? { ...word, label: 'entry=' } : word));
  },
  proc: nothing,
  end: nothing,
  ring0: nothing,
  stop: nothing,
  switch: (place) => [...declared(place, 'task'), ...wordsAt('switch', 'keyword')],
  run: (place) => {
    if (place.tokens.length === 1) return declared(place, 'task');
    return place.tokens.length === 2 ? wordsAt('run', 'keyword') : undefined;
  },
  idt: (place, last) => {
    if (place.tokens.length === 1) return exceptions();
    return last === '=' ? declared(place, 'proc') : [];
  },
  syscall: (place, last) => {
    if (place.tokens.length === 1) return syscalls();
    return last === ')' ? words('keyword', 'as') : argumentCompletions(place);
  },
  signal: (place, last) => {
    if (place.tokens.length === 1) return SIGNALS.map((row) => constant(row));
    return last === 'to' ? declared(place, 'task') : words('keyword', 'to');
  },
  inject: (place, last) => {
    const { tokens } = place;
    if (tokens.length === 1) return wordsAt('inject', 'option');
    if (last === 'by') return declared(place, 'task');
    if (tokens[1]?.text === 'preempt' && (last === 'at' || last === '.'))
      return routineCompletions(place, canBePreempted);
    return last === 'at' ? undefined : words('keyword', 'at', 'by', 'count=');
  },
  seccomp: (place) => {
    if (place.tokens.length === 1) return declared(place, 'task');
    return place.tokens.length === 2 ? syscalls() : [];
  },
  hotplug: ({ tokens }) => (tokens.length > 1 ? wordsAt('hotplug', 'keyword') : undefined),
  suspend: nothing,
  without: (place) => routineCompletions(place),
  with: (place) => routineCompletions(place),
  reclaim: (place) => declared(place, 'task'),
});

/** The leaf is up to the writer; then a register, a value, and whose guest. */
function cpuidCompletions(place: CompletionPlace, last: string): readonly Completion[] | undefined {
  const { tokens } = place;
  const assigned = tokens.findIndex(({ text }) => text === '=');
  if (last === 'of') return declared(place, 'task').map((task) => ({ ...task, label: `${task.label}'s guest` }));
  if (assigned >= 0) return tokens.length - assigned > 1 ? wordsAt('cpuid', 'keyword') : undefined;
  return tokens.length > 1 ? words('value', ...CPUID_REGISTERS) : [];
}

function machineCompletions({ tokens }: CompletionPlace, last: string): readonly Completion[] {
  if (tokens.length === 1) {
    const models = CPU_MODELS.map(
      ({ name, title, documentation }): Completion => ({ label: name, kind: 'value', detail: title, documentation }),
    );
    return [...models, ...wordsAt('machine', 'keyword').filter(({ label }) => label === 'from')];
  }
  if (last === 'from') return [];
  if (last === '+' || last === '-') {
    return FEATURE_NAMES.map((name) => ({
      label: FEATURES[name].flag,
      kind: 'option',
      detail: `CPUID ${featurePlace(name)}`,
      documentation: FEATURES[name].documentation,
    }));
  }
  if (last === '=') return machineValues(tokens.at(-2)?.text);
  return wordsAt('machine', 'option', '=').filter(({ label }) => label !== 'from=');
}

/** What an option of `machine` can be. */
function machineValues(option: string | undefined): readonly Completion[] {
  if (option !== 'errata') return [];
  return ERRATA.map(({ name, title, documentation }) => ({ label: name, kind: 'value', detail: title, documentation }));
}

function kernelCompletions({ tokens, context }: CompletionPlace, last: string): readonly Completion[] {
  if (tokens.length === 1) {
    return policyWords(context).map(({ name, summary }) => ({
      label: name,
      kind: 'value',
      ...(summary && { detail: summary }),
    }));
  }
  // A policy's name is one word of several tokens; the longest that fits is the one meant.
  const text = tokens
    .slice(1)
    .map((token) => token.text)
    .join('');
  const policy = policyWords(context)
    .filter(({ name }) => text.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (last === '=') {
    const values = policy?.options.find(({ name }) => name === tokens.at(-2)?.text)?.values;
    return Array.isArray(values) ? words('value', ...values) : [];
  }
  return words('option', ...(policy?.options ?? []).map(({ name }) => `${name}=`));
}

function dataCompletions(tokens: readonly Token[], last: string): readonly Completion[] | undefined {
  if (tokens.length < 3) return [];
  if (tokens[3]?.text.toLowerCase() === 'tilecfg') return tilecfgCompletions(tokens, last);
  if (last === '=') {
    const types = DATA_TYPE_ROWS.map(
      ({ name, documentation }): Completion => ({ label: name, kind: 'type', documentation }),
    );
    return [...types, ...wordsAt('data', 'keyword')];
  }
  if (last === ']') return wordsAt('initializer', 'keyword');
  return undefined;
}

/** Within the braces the keys that are not there yet; behind a key of a tile, the shape that most have. */
function tilecfgCompletions(tokens: readonly Token[], last: string): readonly Completion[] | undefined {
  if (last === ':') return /^tmm/i.test(tokens.at(-2)?.text ?? '') ? words('value', '16x64') : words('value', '0', '1');
  if (last !== '{' && last !== ',') return [];
  const given = new Set(tokens.map(({ text }) => text.toLowerCase()));
  return wordsOf('tilecfg')
    .filter(({ word }) => !given.has(word))
    .map(({ word, syntax, documentation }) => ({ label: `${word}: `, kind: 'option', detail: syntax, documentation }));
}

/** What steps that matter here mostly do comes first. */
const LIKELY: readonly string[] = ['ok', '#NM', '#UD', 'SIGILL', 'killed', '#PF', 'SIGSEGV', '#GP', 'oops'];

function likelyFirst(items: readonly Completion[]): readonly Completion[] {
  const rank = ({ label }: Completion): number => {
    const at = LIKELY.indexOf(label);
    return at < 0 ? LIKELY.length : at;
  };
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** Behind `=>`. */
export function outcomeCompletions({ tokens }: CompletionPlace): readonly Completion[] {
  const last = tokens.at(-1)?.text;
  const errors = ERRNO.map((row) => constant(row, last === '-' ? '' : '-'));
  if (tokens[0]?.text.toLowerCase() === 'seccomp')
    return last === '=>' ? [...wordsAt('seccomp', 'keyword'), ...errors] : errors;
  if (last === '=' || last === '-') return errors;
  if (last !== '=>' && last !== ',') return [];
  return likelyFirst([...exceptions(), ...SIGNALS.map((row) => constant(row)), ...wordsAt('outcome', 'keyword')]);
}

function syscalls(): readonly Completion[] {
  return SYSCALLS.map(({ name, parameters, documentation }) => ({
    label: name,
    kind: 'function',
    detail: `${name}(${parameters.join(', ')})`,
    documentation,
  }));
}

/** Everything that an expression can be, the constants that the argument takes first. */
function argumentCompletions(place: CompletionPlace): readonly Completion[] {
  const meant = CONSTANTS_OF.get(place.tokens[1]?.text ?? '')?.[argumentIndex(place)];
  const all = expressionCompletions(place);
  if (!meant || place.tokens.at(-1)?.text === '.') return all;
  const isMeant = ({ label }: Completion): boolean => meant.test(label);
  return [...all.filter(isMeant), ...all.filter((item) => !isMeant(item))];
}

/** The number of commas of the call in front of the place. */
function argumentIndex({ tokens }: CompletionPlace): number {
  let depth = 0;
  let commas = 0;
  for (const { text } of tokens) {
    if (text === '(') depth++;
    else if (text === ')') depth--;
    else if (text === ',' && depth === 1) commas++;
  }
  return commas;
}

const SIGNAL = /^SIG(?!_)/;

/** The kernel's constants that each argument of a call takes. */
const CONSTANTS_OF: ReadonlyMap<string, readonly (RegExp | undefined)[]> = new Map([
  ['arch_prctl', [/^ARCH_(?!XCOMP)/, /^ARCH_XCOMP/]],
  ['sigaltstack', [undefined, undefined, /^SS_/]],
  ['rt_sigaction', [SIGNAL, /^SIG_(DFL|IGN)/, /^SA_/]],
  ['rt_sigprocmask', [/^SIG_.*(BLOCK|MASK)/, SIGNAL]],
  ['kill', [undefined, SIGNAL]],
  ['tgkill', [undefined, undefined, SIGNAL]],
  ['clone', [/^CLONE_/]],
  ['ptrace', [/^PTRACE_/, undefined, /^NT_/]],
  ['mmap', [undefined, undefined, /^PROT_/, /^MAP_/]],
  ['mprotect', [undefined, undefined, /^PROT_/]],
]);

function exceptions(): readonly Completion[] {
  return EXCEPTIONS.map(({ mnemonic, title }) => ({ label: mnemonic, kind: 'exception', detail: title }));
}

function constant({ name, value, documentation }: NamedConstant, sign = ''): Completion {
  return { label: sign + name, kind: 'constant', detail: `${value}`, documentation };
}

function declared({ names }: CompletionPlace, ...kinds: readonly TraceNameKind[]): readonly Completion[] {
  return declaredCompletions(names, kinds);
}

/** The words of a statement at a place, with what they are. */
function wordsAt(place: WordPlace, kind: CompletionKind, behind = ''): readonly Completion[] {
  return wordsOf(place).map(({ word, syntax, documentation }) => ({
    label: word + behind,
    kind,
    detail: syntax,
    documentation,
  }));
}

function words(kind: CompletionKind, ...labels: readonly string[]): readonly Completion[] {
  return labels.map((label) => ({ label, kind }));
}
