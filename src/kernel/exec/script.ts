/** Scripts: files that name the program which reads them (fs/binfmt_script.c). */

/** BINPRM_BUF_SIZE: what the kernel looks at of a file. */
const LOOKED_AT = 256;

export interface ScriptLine {
  readonly interpreter: string;
  /** All that stands behind it, as one argument. */
  readonly argument: string | null;
}

/** What the first line of a script says; undefined for a file that is no script. */
export function readScriptLine(bytes: Uint8Array): ScriptLine | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, LOOKED_AT));
  const [, interpreter, argument] = /^#![ \t]*([^ \t\n\0]+)(?:[ \t]+([^\n\0]*?))?[ \t]*(?:\n|\0|$)/.exec(text) ?? [];
  return interpreter === undefined ? undefined : { interpreter, argument: argument || null };
}
