/** Macros of the GNU assembler (manual of GNU as, ".macro"): their parameters, and their text with arguments put in. */
import type { Room } from './room';

interface Parameter {
  readonly name: string;
  readonly fallback: string;
  readonly required: boolean;
  /** Takes all the rest of the arguments, commas included. */
  readonly variadic: boolean;
}

export interface Macro {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly string[];
}

const HEADER = /^\s*([A-Za-z_.$][\w.$]*)\s*,?\s*(.*)$/;
const PARAMETER = /^([A-Za-z_$][\w$]*)(?::(req|vararg))?(?:=(.*))?$/;

/** Reads what stands behind `.macro`; undefined where that is no name with parameters. */
export function readMacroHeader(text: string): Omit<Macro, 'body'> | undefined {
  const match = HEADER.exec(text);
  if (!match) return undefined;
  const parameters: Parameter[] = [];
  for (const word of splitArguments(match[2] ?? '', true)) {
    const [, name, qualifier, fallback = ''] = PARAMETER.exec(word) ?? [];
    if (name === undefined) return undefined;
    parameters.push({ name, fallback, required: qualifier === 'req', variadic: qualifier === 'vararg' });
  }
  return { name: match[1] ?? '', parameters };
}

/** What is wrong with a call, in a sentence. */
export interface MacroProblem {
  readonly message: string;
}

/** The lines that the call of `macro` with the text `call` stands for, cut off where there is no `room`; `count` is what `\@` is. */
export function expandMacro(macro: Macro, call: string, count: number, room: Room): readonly string[] | MacroProblem {
  const values = bindArguments(macro, call);
  return values instanceof Map ? substituteIn(macro.body, values, count, room) : values;
}

function bindArguments({ name, parameters }: Macro, call: string): Map<string, string> | MacroProblem {
  const values = new Map<string, string>();
  let position = 0;
  const given = splitArguments(call, false);
  for (const [index, argument] of given.entries()) {
    const [, key, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(argument) ?? [];
    if (key !== undefined && parameters.some((parameter) => parameter.name === key)) {
      values.set(key, unquote(value ?? ''));
      continue;
    }
    const parameter = parameters[position++];
    if (!parameter) {
      return { message: `The macro \`${name}\` takes ${countOf(parameters.length, 'argument')}, not ${given.length}.` };
    }
    if (parameter.variadic) {
      values.set(parameter.name, given.slice(index).join(', '));
      break;
    }
    values.set(parameter.name, unquote(argument));
  }
  for (const { name: parameter, fallback, required } of parameters) {
    if (required && !values.get(parameter)) {
      return { message: `The macro \`${name}\` needs a value for its parameter \`${parameter}\`.` };
    }
    if (!values.get(parameter)) values.set(parameter, fallback);
  }
  return values;
}

const REFERENCE = /\\(?:\(\)|@|([A-Za-z_$][\w$]*))/g;

/** `lines` with the parameters that a backslash stands before; other backslashes stay. Cut off where there is no `room`. */
export function substituteIn(
  lines: readonly string[],
  values: ReadonlyMap<string, string>,
  count: number,
  room: Room,
): readonly string[] {
  const made: string[] = [];
  for (const line of lines) {
    room.take(1, line.length);
    if (room.problem) break;
    made.push(substitute(line, values, count, room));
  }
  return made;
}

function substitute(line: string, values: ReadonlyMap<string, string>, count: number, room: Room): string {
  return line.replace(REFERENCE, (reference: string, name: string | undefined) => {
    if (reference === '\\()') return '';
    if (reference === '\\@') return String(count);
    const value = values.get(name ?? '');
    if (value === undefined) return reference;
    room.take(0, value.length);
    return room.problem ? '' : value;
  });
}

/** Splits at commas, or where `bySpace` at white space too, but not inside brackets, parentheses or strings. */
export function splitArguments(text: string, bySpace: boolean): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  const take = (end: number): void => {
    parts.push(text.slice(start, end).trim());
    start = end + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!; // within the text
    if (character === '"') at = endOfString(text, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && (character === ',' || (bySpace && /\s/.test(character)))) take(at);
  }
  take(text.length);
  if (bySpace) return parts.filter((part) => part !== '');
  return parts.length === 1 && parts[0] === '' ? [] : parts;
}

/** The index of the quote that ends the string which begins at `start`, or of the last character. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
