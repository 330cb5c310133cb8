/** How a system call and its result are written: `arch_prctl(ARCH_REQ_XCOMP_PERM, 18) = -ENOSPC`. */
import type { KernelRecord } from '../../kernel/state/kernel-record';
import { CONSTANTS, ERRNO } from '../../language/vocabulary/constants';
import { syscallRow } from '../../language/vocabulary/syscalls';
import { tableOf } from '../../machine/table';

export function errnoText(result: bigint): string {
  const signed = BigInt.asIntN(64, result);
  const name = signed < 0n ? ERRNO.find(({ value }) => value === -signed)?.name : undefined;
  if (name) return `-${name}`;
  return signed < 10n ? signed.toString() : `0x${signed.toString(16)}`;
}

type SyscallRecord = KernelRecord & { readonly kind: 'syscall' };

export function syscallText({ name, arguments: given = [], texts: led = [], result }: SyscallRecord): string {
  const row = syscallRow(name);
  const parameters = [...(row?.parameters ?? []), ...(row?.optional ?? [])];
  const texts = given.map(
    (value, index) =>
      (led[index] || undefined) ??
      flagsText(value, FLAGS[`${name} ${parameters[index]}`]) ??
      argumentText(value, parameters[index] ?? ''),
  );
  return `${name}(${texts.join(', ')}) = ${errnoText(result)}`;
}

/** What the values of a parameter are called begins so. */
const NAMES = tableOf<string>({ option: 'ARCH_', signal: 'SIG', how: 'SIG_' });
/** What the bits of a parameter are called begins so. */
const FLAGS = tableOf<string>({
  'rt_sigaction flags': 'SA_',
  'sigaltstack flags': 'SS_',
  'clone flags': 'CLONE_',
  'mmap flags': 'MAP_',
  'mmap protection': 'PROT_',
  'mprotect protection': 'PROT_',
  'pkey_mprotect protection': 'PROT_',
});

/** `PROT_READ | PROT_EXEC`; undefined where bits have no name. */
function flagsText(value: bigint, prefix: string | undefined): string | undefined {
  if (prefix === undefined) return undefined;
  const known = CONSTANTS.filter(({ name }) => name.startsWith(prefix));
  const exact = known.find((row) => row.value === value);
  if (exact || value === 0n) return exact?.name;
  const set = known.filter((row) => row.value !== 0n && (row.value & value) === row.value);
  const all = set.reduce((sum, row) => sum | row.value, 0n);
  return all === value ? set.map(({ name }) => name).join(' | ') : undefined;
}

/** Parameters that are counts: nobody looks for flags in them. */
const COUNTS: ReadonlySet<string> = new Set(['argument', 'size', 'length', 'status', 'pid', 'process', 'thread']);
const LARGE = 0x10000n;

function argumentText(value: bigint, parameter: string): string {
  const prefix = NAMES[parameter];
  const isNamed = (row: { readonly name: string; readonly value: bigint }): boolean =>
    row.value === value && prefix !== undefined && row.name.startsWith(prefix);
  const named = CONSTANTS.find(isNamed)?.name;
  if (named !== undefined) return named;
  const isCount = value < 10n || (COUNTS.has(parameter) && value < LARGE);
  return isCount ? value.toString() : `0x${value.toString(16)}`;
}

/** `socket(2, 1, 0)`: a call that is not modelled, with the arguments that it may have. */
export function unknownSyscallText({
  name,
  arguments: given,
}: KernelRecord & { readonly kind: 'unknown-syscall' }): string {
  const values = given.map((value) => (value < 0x1_0000n ? value.toString() : `0x${value.toString(16)}`));
  return `${name}(${values.join(', ')}) = -ENOSYS: this call is not modelled`;
}
