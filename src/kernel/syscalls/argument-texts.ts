/** What arguments of a system call lead to, as strace shows it: `"/bin/true"`, `["true", "-v"]`, the number of variables. */
import { toLinear } from '../../machine/architecture/linear-address';
import { tableOf } from '../../machine/table';
import { decodeUtf8 } from '../files/path';
import type { KernelContext } from '../routines/kernel-context';
import { readPath, readStrings } from './user-data';

type Show = (kernel: KernelContext, value: bigint) => string | undefined;

const AT_FDCWD = -100n;
/** Characters of one text. */
const MOST_TEXT = 200;
/** Texts of one list. */
const MOST_LISTED = 16;
/** As many as an array may have of which the number is told. */
const MOST_COUNTED = 10_000;

const path: Show = (kernel, value) => {
  const text = readPath(kernel, toLinear(value) ?? -1);
  return text === undefined || text === 'too-long' ? undefined : quoted(text);
};

const list: Show = (kernel, value) => {
  const all = strings(kernel, value);
  const shown = all?.slice(0, MOST_LISTED).map(quoted);
  return shown && `[${[...shown, ...(shown.length < (all ?? []).length ? ['...'] : [])].join(', ')}]`;
};

const count: Show = (kernel, value) => {
  const all = strings(kernel, value);
  return all && `0x${value.toString(16)} /* ${all.length} ${all.length === 1 ? 'var' : 'vars'} */`;
};

const folder: Show = (_kernel, value) => (BigInt.asIntN(32, value) === AT_FDCWD ? 'AT_FDCWD' : undefined);

/** By the name of the parameter. */
const SHOW = tableOf<Show>({
  filename: path,
  pathname: path,
  path,
  oldname: path,
  newname: path,
  old: path,
  new: path,
  dfd: folder,
  olddfd: folder,
  newdfd: folder,
  argv: list,
  envp: count,
});

/** For each argument; empty where it is a number, and where nothing can be read. */
export function argumentTexts(
  kernel: KernelContext,
  parameters: readonly string[],
  given: readonly bigint[],
): readonly string[] {
  return given.map((value, index) => SHOW[parameters[index] ?? '']?.(kernel, value) ?? '');
}

function strings(kernel: KernelContext, value: bigint): readonly string[] | undefined {
  return value === 0n ? undefined : readStrings(kernel, toLinear(value) ?? -1, MOST_COUNTED);
}

/** @param text a character for each byte. */
function quoted(text: string): string {
  return `${JSON.stringify(decodeUtf8(text.slice(0, MOST_TEXT)))}${text.length > MOST_TEXT ? '...' : ''}`;
}
