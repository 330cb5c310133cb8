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

/** The routine that a call names: itself, or a wrapper whose name lacks the underscores (`xfd_enable_feature`). */
export function routineCalled(routines: readonly KernelRoutine[], called: string): KernelRoutine | undefined {
  const named = (wanted: string) => routines.find(({ name }) => name === wanted);
  return named(called) ?? named(`__${called}`);
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

/**
 * The names in a routine from its signature to the line on which it has stopped: each where it is mentioned first, and those of
 * the last line. More would not fit behind the lines: the values of masks are long.
 */
export function namesUpTo(lines: readonly string[], line: number): readonly (Word & { readonly line: number })[] {
  const routine = routinesIn(lines).find((each) => each.line <= line && line <= each.end);
  if (!routine) return [];
  const mentioned = new Set<string>();
  const found: (Word & { readonly line: number })[] = [];
  for (let at = routine.line; at <= line; at++) {
    const here = new Set<string>();
    for (const word of namesIn(lines[at] ?? '')) {
      const isWanted = !mentioned.has(word.text) || (at === line && !here.has(word.text));
      if (isWanted) found.push({ ...word, line: at });
      mentioned.add(word.text);
      here.add(word.text);
    }
  }
  return found;
}

/** The word at a column, also one that is called. */
export function wordAt(line: string, column: number): Word | undefined {
  for (const { 0: text, index: start } of line.matchAll(/\b[A-Za-z_]\w*/g)) {
    if (start <= column && column <= start + text.length) return { text, start };
  }
  return undefined;
}
