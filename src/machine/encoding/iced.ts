/**
 * The only way to `iced-x86` (decoder, opcode tables). Where its module comes from is the host's business: on
 * Node it is a file (`src/main/iced-on-node.ts`), in a browser something fetched. Asked for only when first needed:
 * loading takes tens of milliseconds, which neither checking a trace nor activating the extension is to pay for.
 */
import type * as Iced from 'iced-x86';

export type { Iced };

let load: () => typeof Iced = () => {
  throw new Error('There is no decoder: whoever runs the machine calls `provideIced` first.');
};
let loaded: typeof Iced | undefined;

/** @param from called at most once, when the first instruction is decoded, or an error in one explained. */
export function provideIced(from: () => typeof Iced): void {
  load = from;
}

export function iced(): typeof Iced {
  loaded ??= load();
  return loaded;
}

let names: ReadonlyMap<number, string> | undefined;

/** The name of a code, as `Instruction.form` and the instruction tables have it: `Mov_r64_rm64`. */
export function codeName(code: Iced.Code): string {
  names ??= new Map(codeEntries().map(([name, value]) => [value, name]));
  return names.get(code) ?? 'INVALID';
}

/** The code of that name, or undefined. */
export function codeByName(name: string): Iced.Code | undefined {
  const code: unknown = Reflect.get(iced().Code, name);
  return typeof code === 'number' ? code : undefined;
}

/** The names of all codes, including instructions of x86 that are not modelled. */
export function codeNames(): readonly string[] {
  return codeEntries().map(([name]) => name);
}

/** Whether the code of that name can be encoded in 64-bit mode. */
export function existsIn64BitMode(name: string): boolean {
  const code = codeByName(name);
  if (code === undefined) return false;
  const info = iced().CodeExt.opCode(code);
  const { mode64 } = info;
  info.free();
  return mode64;
}

function codeEntries(): [string, number][] {
  return Object.entries(iced().Code).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
