/**
 * kprobes and kretprobes (Documentation/trace/kprobetrace.rst). Their names are their makers' choice; what they probe is
 * printed with each: `(restore_fpregs_from_fpstate+0x0/0x90) size=2560 ...`, `(caller+0x89/0xf0 <- __xfd_enable_feature) ret=0`.
 */
import { tableOf } from '../../machine/table';
import type { Fact } from '../observation';
import { decimal, fieldsOf, hex } from './fields';

type Fields = ReadonlyMap<string, string>;

/** By the function that is entered. */
const ENTERED = tableOf<(fields: Fields) => Fact | undefined>({
  restore_fpregs_from_fpstate: fpstate,
  __xfd_enable_feature: (fields) => withNumber(hex(fields.get('err')), (error) => ({ kind: 'first-use', error })),
  fpu_clone: (fields) => withNumber(hex(fields.get('flags')), (flags) => ({ kind: 'clone', flags })),
  fpu_flush_thread: () => ({ kind: 'exec' }),
});

/** By the function that returns. */
const LEFT = tableOf<(fields: Fields) => Fact | undefined>({
  __xfd_enable_feature: (fields) =>
    withNumber(decimal(fields.get('ret')), (result) => ({
      kind: 'first-use-result',
      result: BigInt.asIntN(32, result),
    })),
});

const PROBE = /^\(([\w.]+)\+0x[0-9a-f]+(?:\/0x[0-9a-f]+)?(?: <- ([\w.]+))?\)/;

/** What a probe prints behind the place that it is on, or all of the text of another event. */
export function fieldsOfEvent(text: string): ReadonlyMap<string, string> {
  const [head = ''] = PROBE.exec(text) ?? [];
  return fieldsOf(text.slice(head.length));
}

/** What a probe says; a probe of another function counts as known when it has the fields of a buffer. */
export function readProbe(text: string): Fact | undefined {
  const [head, at, left] = PROBE.exec(text) ?? [];
  if (head === undefined || at === undefined) return undefined;
  const fields = fieldsOf(text.slice(head.length));
  const row = left === undefined ? ENTERED[at] : LEFT[left];
  const fact = row ? row(fields) : fpstate(fields);
  return fact ?? { kind: 'other', event: left ?? at };
}

/** The names that fields of a struct fpstate, or of its header, go by. */
const FPSTATE_FIELDS = {
  size: ['size'],
  userSize: ['usize', 'user_size'],
  xfeatures: ['xfeatures'],
  userXfeatures: ['uxfeatures', 'user_xfeatures'],
  xfd: ['xfd'],
  xstateBv: ['bv', 'xstate_bv'],
  xcompBv: ['comp', 'xcomp_bv'],
} as const;

/** What kprobes print in decimal. */
const DECIMAL_FIELDS: ReadonlySet<string> = new Set(['size', 'userSize']);

function fpstate(fields: Fields): Fact | undefined {
  const known = Object.entries(FPSTATE_FIELDS).flatMap(([key, names]) => {
    const text = names.map((name) => fields.get(name)).find((value) => value !== undefined);
    const value = DECIMAL_FIELDS.has(key) ? decimal(text) : hex(text);
    return value === undefined ? [] : [[key, value] as const];
  });
  return known.length < 2 ? undefined : { kind: 'fpstate', ...Object.fromEntries(known) };
}

function withNumber(value: bigint | undefined, fact: (value: bigint) => Fact): Fact | undefined {
  return value === undefined ? undefined : fact(value);
}
