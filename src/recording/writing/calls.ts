/** System calls of a recording: which result belongs to which call, and what arguments a trace can give it. */
import { ERRNO } from '../../kernel/state/constants';
import type { Observation } from '../observation';

export interface Calls {
  /** By the index of the call. */
  readonly results: ReadonlyMap<number, Answer>;
  /** Calls that set an alternate signal stack on which, as the kernel found later, no frame with tiles fits. */
  readonly smallStacks: ReadonlySet<number>;
}

interface Answer {
  readonly result: bigint;
  readonly line: number;
}

const ARCH_REQ_XCOMP_PERM = 0x1023n;

export function callsOf(observations: readonly Observation[]): Calls {
  const results = new Map<number, Answer>();
  const smallStacks = new Set<number>();
  const open = new Map<number, number>();
  const stacks = new Map<number, number>();
  for (const [index, observation] of observations.entries()) {
    const { pid } = observation;
    if (observation.kind === 'call') open.set(pid, index);
    if (observation.kind !== 'return') continue;
    const at = open.get(pid);
    const call = at === undefined ? undefined : observations[at];
    open.delete(pid);
    if (at === undefined || call?.kind !== 'call' || call.name !== observation.name) continue;
    results.set(at, observation);
    if (call.name === 'sigaltstack' && observation.result === 0n) stacks.set(pid, at);
    const stack = stacks.get(pid);
    const isRefused = call.args[0] === ARCH_REQ_XCOMP_PERM && observation.result === -BigInt(ERRNO.ENOSPC);
    if (isRefused && stack !== undefined) smallStacks.add(stack);
  }
  return { results, smallStacks };
}

/** Options of arch_prctl that write to where the argument points: the trace has a place of its own for that. */
const WRITES: ReadonlySet<bigint> = new Set([0x1003n, 0x1004n, 0x1021n, 0x1022n, 0x1024n]);

const STACK_SIZES = { small: 4096, refused: 1024, large: 65536 } as const;

/** The call as a step, without its outcome; undefined for one that a trace cannot make. */
export function callText(name: string, args: readonly bigint[], result: bigint | undefined, isSmall: boolean) {
  if (name === 'arch_prctl') {
    const [option, argument] = args;
    if (option === undefined || argument === undefined) return undefined;
    const place = WRITES.has(option) && argument !== 0n ? 'answer' : `0x${argument.toString(16)}`;
    return `syscall arch_prctl(0x${option.toString(16)}, ${place})`;
  }
  if (name !== 'sigaltstack' || args[0] === undefined || args[0] === 0n) return undefined;
  if (result !== undefined && result !== 0n && result !== -BigInt(ERRNO.ENOMEM)) return undefined;
  const size = isSmall ? 'small' : result === 0n || result === undefined ? 'large' : 'refused';
  return `syscall sigaltstack(stack, ${STACK_SIZES[size]})`;
}

const NAMES: ReadonlyMap<bigint, string> = new Map(Object.entries(ERRNO).map(([name, value]) => [BigInt(value), name]));

/** A result as outcomes write it: `= -EINVAL`. */
export function resultText(result: bigint): string {
  const error = result < 0n ? NAMES.get(-result) : undefined;
  return error ? `= -${error}` : `= ${result < 0n ? result : `0x${result.toString(16)}`}`;
}
