/**
 * A policy that somebody writes: a kernel that is known, with some of its routines changed or written anew, in the pseudo-C in
 * which the debugger shows kernels. Every line has to be one that some kernel has.
 */
import { ownValue } from '../../machine/table';
import { findPolicy, POLICIES } from '../policies';
import type { Entries } from '../routines/entries';
import type { PolicyOptions } from '../routines/kernel-context';
import { routineOf } from '../routines/of-version';
import type { Policy } from '../routines/policy';
import type { Routine } from '../routines/routine';
import type { RoutineName } from '../routines/routine-locals';
import { isVersion } from '../versions/version';
import { type AnyStep, KnownLines } from './known-lines';
import {
  type CodeLine,
  type Edit,
  type PlacedText,
  type PolicyItem,
  type PolicyProblem,
  readPolicyText,
} from './policy-text';

export type { PolicyProblem } from './policy-text';

export interface WrittenPolicy {
  /** Absent where there is a problem. */
  readonly policy?: Policy;
  /** What the kernel that it extends was given: `version`, `config`. */
  readonly given: PolicyOptions;
  readonly problems: readonly PolicyProblem[];
}

/** Entries that a policy may choose. */
const ENTRIES: Readonly<Record<string, (entries: Entries, routine: RoutineName) => Entries>> = {
  fork: (entries, routine) => ({ ...entries, fork: routine as Entries['fork'] }), // any routine with the locals of a fork
  reclaim: (entries, routine) => ({ ...entries, reclaim: routine }),
  kernel_amx_begin: (entries, begin) => ({ ...entries, kernelAmx: { end: begin, ...entries.kernelAmx, begin } }),
  kernel_amx_end: (entries, end) => ({ ...entries, kernelAmx: { begin: end, ...entries.kernelAmx, end } }),
};

/** @param name the path by which a trace names it. */
export function readPolicy(name: string, text: string): WrittenPolicy {
  return new PolicyReader(name).read(text);
}

class PolicyReader {
  private readonly problems: PolicyProblem[] = [];

  constructor(private readonly name: string) {}

  read(text: string): WrittenPolicy {
    const { items, problems } = readPolicyText(text);
    this.problems.push(...problems);
    const found = this.base(items);
    if (!found) return { given: {}, problems: this.problems };
    const { base, given } = found;
    const known = new KnownLines(base);
    const routines = new Map<string, Routine>(base.routines.map((routine) => [routine.name, routine]));
    for (const item of items) {
      if (item.kind !== 'routine' && item.kind !== 'change') continue;
      const routine = item.kind === 'routine' ? this.whole(item, known) : this.changed(item, routines, known);
      if (routine) routines.set(routine.name, routineOf(base, routine));
    }
    this.checkCalls(items, routines, known);
    const entries = this.entries(items, base.entries, routines);
    if (this.problems.length > 0) return { given, problems: this.problems };
    const { configure: _, built: __, versionsWith: ___, ...kept } = base;
    const policy: Policy = {
      ...kept,
      name: `policy "${this.name}"`,
      summary: items.find(({ kind }) => kind === 'extends')?.comment || `${base.name}, changed.`,
      options: base.options.filter((option) => !FIXED.includes(option.name)),
      routines: [...routines.values()],
      entries,
      isWritten: true,
      written: `kernel policy "${this.name}"`,
    };
    return { policy, given, problems: [] };
  }

  private base(items: readonly PolicyItem[]): { base: Policy; given: PolicyOptions } | undefined {
    const [first, second] = items.filter((item) => item.kind === 'extends');
    const start = { text: '', line: 0, start: 0 };
    if (!first) {
      this.report(start, 'A policy says which kernel it extends: `extends linux version=6.12`.');
      return undefined;
    }
    if (second) this.report(second.policy, 'A policy extends one kernel.');
    const named = POLICIES.find(({ name }) => name === first.policy.text && name !== 'none');
    if (!named) {
      const names = POLICIES.flatMap(({ name }) => (name === 'none' ? [] : [name]));
      this.report(first.policy, `There is no kernel policy \`${first.policy.text}\`.`, names);
      return undefined;
    }
    const given = this.options(first.options, named);
    return { base: findPolicy(named.name, given) ?? named, given };
  }

  private options(words: readonly PlacedText[], { name: policy, options }: Policy): PolicyOptions {
    const given = words.flatMap((word): (readonly [string, string])[] => {
      const [name = '', value = ''] = word.text.split('=');
      const option = options.find((one) => one.name === name);
      if (!option) {
        const names = options.map((one) => one.name);
        this.report({ ...word, text: name }, `\`${policy}\` has no option \`${name}\`.`, names);
      } else if (!takes(option, value)) {
        this.report(word, `\`${name}\` does not take \`${value}\`.`);
      } else {
        return [[name, value]];
      }
      return [];
    });
    return Object.fromEntries(given);
  }

  private whole(item: PolicyItem & { kind: 'routine' }, known: KnownLines): Routine | undefined {
    const { name, signature, comment, code } = item;
    const like = known.routine(name.text);
    if (!like) {
      this.report(name, `No kernel has a routine \`${name.text}\`.`, known.routineNames);
      return undefined;
    }
    const { since: _, until: __, config: ___, ...kept } = like;
    const summary = comment.replace(like.file, '').trim() || like.summary;
    return { ...kept, signature, summary, steps: this.steps(like, code, [], known) };
  }

  private changed(
    { name, comment, edits }: PolicyItem & { kind: 'change' },
    routines: ReadonlyMap<string, Routine>,
    known: KnownLines,
  ): Routine | undefined {
    const routine = routines.get(name.text);
    if (!routine) {
      this.report(name, `The kernel has no routine \`${name.text}\` to change.`, [...routines.keys()]);
      return undefined;
    }
    let steps: readonly AnyStep[] = routine.steps;
    for (const edit of edits) steps = this.edited(routine, steps, edit, known);
    return { ...routine, ...(comment !== '' && { summary: comment }), steps };
  }

  private edited(routine: Routine, steps: readonly AnyStep[], edit: Edit, known: KnownLines): readonly AnyStep[] {
    const { verb, step, code } = edit;
    const index = steps.findIndex(({ name }) => name === step.text);
    if (index < 0) {
      const names = steps.map(({ name }) => name);
      this.report(step, `\`${routine.name}\` has no step \`${step.text}\`.`, names);
      return steps;
    }
    if (verb !== 'drop' && code.length === 0) this.report(step, `Behind \`${verb} ${step.text}:\` come lines.`);
    const others = verb === 'drop' || verb === 'replace' ? steps.toSpliced(index, 1) : steps;
    const replaced = verb === 'replace' ? steps[index] : undefined;
    const added = this.steps(routine, code, others, known, replaced?.name);
    const at = verb === 'after' ? index + 1 : index;
    return [...others.slice(0, at), ...added, ...others.slice(at)];
  }

  /** @param beside the other steps of the routine. @param first the name that the first one takes: others go there. */
  private steps(
    routine: Routine,
    code: readonly CodeLine[],
    beside: readonly AnyStep[],
    known: KnownLines,
    first?: string,
  ): readonly AnyStep[] {
    const taken = new Set(beside.map(({ name }) => name));
    return code.flatMap((line, index) => {
      const { text, comment, meanings } = meaningsOf(routine.name, line, known);
      const step = meanings.find(({ name }) => !taken.has(name)) ?? meanings[0];
      if (!step) {
        const message = `No kernel has the line \`${line.text}\`: a policy is made of lines that kernels have.`;
        this.report(line, message, known.linesOf(routine.name));
        return [];
      }
      const name = freeName(index === 0 && first !== undefined ? first : step.name, taken);
      taken.add(name);
      const { since: _, until: __, config: ___, ...kept } = step;
      return [{ ...kept, name, code: `${/^ */.exec(step.code)?.[0] ?? ''}${text}`, why: comment || step.why }];
    });
  }

  /** A line that calls a routine which other kernels have needs the routine. */
  private checkCalls(items: readonly PolicyItem[], routines: ReadonlyMap<string, Routine>, known: KnownLines): void {
    const others = new Set(known.routineNames.filter((name) => !routines.has(name)));
    for (const line of items.flatMap(linesOf)) {
      const missing = [...line.text.matchAll(/\b(\w+)\(/g)].find(([, name = '']) => others.has(name))?.[1];
      if (missing === undefined) continue;
      this.report(line, `It calls \`${missing}\`, which this kernel does not have: write that routine too.`);
    }
  }

  private entries(items: readonly PolicyItem[], base: Entries, routines: ReadonlyMap<string, Routine>): Entries {
    let entries = base;
    for (const item of items) {
      if (item.kind !== 'entry') continue;
      const { entry, routine } = item;
      const set = ownValue(ENTRIES, entry.text);
      const found = routines.get(routine.text);
      if (!set) this.report(entry, `There is no entry \`${entry.text}\` to choose.`, Object.keys(ENTRIES));
      if (!found) this.report(routine, `The kernel has no routine \`${routine.text}\`.`, [...routines.keys()]);
      if (set && found) entries = set(entries, found.name);
    }
    return entries;
  }

  private report({ text, line, start }: PlacedText, message: string, among?: readonly string[]): void {
    this.problems.push({ text, line, start, message, ...(among && { among }) });
  }
}

/** Options that choose the routines stand in the policy. */
const FIXED: readonly string[] = ['version', 'config', 'reclaim'];

/** Versions before the first with tiles, too: a proposal of then has the rest of its kernel from then. */
function takes({ name, values }: Policy['options'][number], value: string): boolean {
  if (name === 'version') return isVersion(value);
  return values === 'number' ? /^\d+$/.test(value) : values.includes(value);
}

/** What a line can mean: as it stands, or else without a comment behind it. */
function meaningsOf(routine: string, { text, comment }: CodeLine, known: KnownLines) {
  const [, code = '', behind = ''] = /^(.*?)\s+\/\/ ?(.*)$/.exec(text) ?? [];
  const meanings = known.meanings(routine, text);
  if (meanings.length > 0 || code === '') return { text, comment, meanings };
  return { text: code, comment: behind, meanings: known.meanings(routine, code) };
}

function linesOf(item: PolicyItem): readonly CodeLine[] {
  if (item.kind === 'routine') return item.code;
  return item.kind === 'change' ? item.edits.flatMap(({ code }) => code) : [];
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}
