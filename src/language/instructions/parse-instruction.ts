/** Instructions in Intel syntax, as GNU as takes it with `.intel_syntax noprefix` and as compilers print it. */
import type { LineReader } from '../syntax/line-reader';
import type { InstructionSyntax, OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import { parseOperand } from './parse-operand';

const PREFIXES: ReadonlySet<string> = new Set(['lock', 'rep', 'repe', 'repz', 'repne', 'repnz', 'notrack', 'bnd']);

const NO_PREFIXES: readonly Name[] = [];
const NO_OPERANDS: readonly OperandSyntax[] = [];

/** Whether a word, in lower case, stands before a mnemonic. */
export function isPrefix(word: string): boolean {
  return PREFIXES.has(word);
}

export function parseInstruction(reader: LineReader): InstructionSyntax {
  let prefixes = reader.isOperator('{') ? parseEncodings(reader) : NO_PREFIXES;
  let mnemonic = lowerCase(reader.label('an instruction or a keyword'));
  while (PREFIXES.has(mnemonic.text) && reader.token.kind === 'name') {
    prefixes = [...prefixes, mnemonic];
    mnemonic = lowerCase(reader.label('an instruction'));
  }
  const defaultFlags = reader.isOperator('{') ? parseDefaultFlags(reader) : undefined;
  const decorations = defaultFlags ? [defaultFlags] : [];
  const operands = reader.isAtEnd || reader.isOperator('=>') ? NO_OPERANDS : parseOperands(reader, decorations);
  return decorations.length === 0
    ? { mnemonic, prefixes, operands }
    : { mnemonic, prefixes: [...prefixes, ...decorations], operands };
}

/** `{vex}`, `{evex}` and `{rex2}`: which encoding the assembler shall choose; `{nf}`: no flags shall change. */
function parseEncodings(reader: LineReader): readonly Name[] {
  const encodings: Name[] = [];
  while (reader.isOperator('{')) {
    const { start } = reader.next();
    const { text } = reader.word('an encoding: `vex`, `evex`, `rex2` or `nf`', '}');
    reader.expect('}', 'to close the brace');
    encodings.push({ text: `{${text.toLowerCase()}}`, range: reader.rangeFrom(start) });
  }
  return encodings;
}

/** `{dfv=of,sf,zf,cf}` of a conditional compare, without its spaces; undefined, with nothing read, for anything else. */
function parseDefaultFlags(reader: LineReader): Name | undefined {
  if (reader.following?.text.toLowerCase() !== 'dfv') return undefined;
  const { start } = reader.next();
  reader.next();
  reader.expect('=', 'behind `dfv`');
  const flags: string[] = [];
  if (!reader.isOperator('}')) {
    do flags.push(reader.word('a flag: `of`, `sf`, `zf` or `cf`', '}').text.toLowerCase());
    while (reader.accept(','));
  }
  reader.expect('}', 'to close the brace of the default flags, or `,` and one more flag');
  return { text: `{dfv=${flags.join(',')}}`, range: reader.rangeFrom(start) };
}

/** Rounding stands among the operands, but is none: it goes to `roundings`. */
function parseOperands(reader: LineReader, roundings: Name[]): readonly OperandSyntax[] {
  const operands: OperandSyntax[] = [];
  do {
    const rounding = reader.isOperator('{') ? parseRounding(reader) : undefined;
    if (rounding) roundings.push(rounding);
    else operands.push(parseOperand(reader));
  } while (reader.accept(','));
  // The copy has no room to grow: in a long trace that room would be a seventh of the tree.
  return operands.slice();
}

const ROUNDING = /^(r[nduz]-)?sae$/i;

/** `{rn-sae}` or `{sae}`; undefined, with nothing read, for anything else. */
function parseRounding(reader: LineReader): Name | undefined {
  const text = /^\{\s*([\w-]+)\s*\}/.exec(reader.text.slice(reader.token.start))?.[1] ?? '';
  if (!ROUNDING.test(text)) return undefined;
  const { start } = reader.next();
  reader.word('a rounding mode', '}');
  reader.expect('}', 'to close the brace');
  return { text: `{${text.toLowerCase()}}`, range: reader.rangeFrom(start) };
}

function lowerCase(name: Name): Name {
  const text = name.text.toLowerCase();
  return text === name.text ? name : { text, range: name.range };
}
