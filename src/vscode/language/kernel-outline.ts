/** What is where in the pseudo-C of a kernel: its routines, and the words of a line that are names. Plain text in, data out. */

export interface KernelRoutine {
  readonly name: string;
  /** The file of the real kernel that it stands for. */
  readonly file: string;
  /** Zero-based: of the signature, and of the closing brace. */
  readonly line: number;
  readonly end: number;
  /** Where its name stands in the signature. */
  readonly column: number;
}

const SIGNATURE = /^\S.*?\b(\w+)\(.*\)$/;

export function routinesIn(lines: readonly string[]): readonly KernelRoutine[] {
  return lines.flatMap((text, line) => {
    const name = lines[line + 1] === '{' ? SIGNATURE.exec(text)?.[1] : undefined;
    if (name === undefined) return [];
    const file = /^\/\/ (\S+\.[chS])$/.exec(lines[line - 1] ?? '')?.[1] ?? '';
    return [{ name, file, line, end: lines.indexOf('}', line), column: text.indexOf(`${name}(`) }];
  });
}

export interface Word {
  readonly text: string;
  readonly start: number;
}

/** Names in the code of a line; what a comment says is none. */
export function namesIn(line: string): readonly Word[] {
  const code = line.replace(/\/\/.*$/, '').replace(/"[^"]*"/g, (text) => ' '.repeat(text.length));
  return [...code.matchAll(/(?<![.\w]|->)[A-Za-z_]\w*\b(?!\s*\()/g)].map(({ 0: text, index }) => ({
    text,
    start: index,
  }));
}

/** The word at a column, also one that is called. */
export function wordAt(line: string, column: number): Word | undefined {
  for (const { 0: text, index: start } of line.matchAll(/\b[A-Za-z_]\w*/g)) {
    if (start <= column && column <= start + text.length) return { text, start };
  }
  return undefined;
}
