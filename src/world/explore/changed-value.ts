/** What somebody else may have changed, so that a fact holds that is contradicted: as lines of a trace that change it. */
import { REGISTERS } from '../../machine/architecture/registers';

export interface ChangedValue {
  /** A clause. */
  readonly story: string;
  readonly lines: readonly string[];
  /** Only where a task runs in user mode: the lines need its stack. */
  readonly needsUser: boolean;
}

/** Registers of the kernel, by their names in expressions, that WRMSR writes. */
const MSRS: ReadonlyMap<string, number> = new Map(
  [REGISTERS.xfd, REGISTERS.xfdErr].map(({ name, msr }) => [name, msr]),
);

/**
 * Undefined for a fact that is no equation of one value.
 *
 * @param statement the line of the trace.
 * @param key of the contradiction: its line, and what was recorded.
 */
export function changedValue(statement: string, key: string): ChangedValue | undefined {
  const observed = /^\d+ (\w+) = (0x[\da-f]+)$/.exec(key);
  const expected = /^\s*expect\s+([^"&|=!<>]+?)\s*==\s*([^"&|=!<>,;]+?)\s*(?:[,;]|$)/.exec(statement);
  const [, what = '', value = ''] = observed ?? expected ?? [];
  const msr = MSRS.get(what);
  if (msr !== undefined && /^(?:0x[\da-f]+|\d+)$/i.test(value)) return written(what, msr, BigInt(value));
  if (!expected) return undefined;
  const compact = (text: string): string => text.replace(/\s+/g, '');
  return {
    story: `somebody else has made ${what} ${value}`,
    lines: [`observe ${compact(what)}=${compact(value)}`],
    needsUser: false,
  };
}

/** By code of the kernel that leaves the registers of the task as they are. */
function written(name: string, msr: number, value: bigint): ChangedValue {
  const hex = (number: bigint | number): string => `0x${number.toString(16)}`;
  return {
    story: `somebody else has written ${hex(value)} to ${name}`,
    lines: [
      'ring0',
      ...['rax', 'rcx', 'rdx'].map((register) => `push ${register}`),
      `mov ecx, ${hex(msr)}`,
      `mov eax, ${hex(value & 0xffff_ffffn)}`,
      `mov edx, ${hex(value >> 32n)}`,
      'wrmsr',
      ...['rdx', 'rcx', 'rax'].map((register) => `pop ${register}`),
      'end',
    ],
    needsUser: true,
  };
}
