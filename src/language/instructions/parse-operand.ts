/** One operand of an instruction: a register, memory, an immediate value or a symbol. */
import { registerByName } from '../../machine/cpu/register-names';
import { tableOf } from '../../machine/table';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import type { Token } from '../syntax/token';
import type { Expression } from '../tree/expression';
import type { OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import { containsRegister, type Parts, splitAddress, sumOfBrackets } from './parse-address';

/** Bytes, by the word that stands before `ptr`. */
export const POINTER_SIZES = tableOf<number>({
  byte: 1,
  word: 2,
  dword: 4,
  fword: 6,
  qword: 8,
  tbyte: 10,
  oword: 16,
  xmmword: 16,
  ymmword: 32,
  zmmword: 64,
});

const SEGMENTS: ReadonlySet<string> = new Set(['cs', 'ds', 'es', 'fs', 'gs', 'ss']);

export function parseOperand(reader: LineReader): OperandSyntax {
  const { token } = reader;
  const named = token.kind === 'name' ? parseNamed(reader, token) : undefined;
  if (named) return named;
  // What the headers of compilers write around tiles, in either syntax.
  if (token.text === '%' && registerByName(reader.following?.text.toLowerCase() ?? '')?.file === 'tmm') {
    reader.next();
    return parseRegister(reader, reader.token.text.toLowerCase());
  }
  rejectOtherSyntax(reader);
  if (!reader.isOperator('[')) return parseValue(reader);
  return parseIndirect(reader) ?? parseMemory(reader, token.start, undefined);
}

/** What begins with a register, a size, a segment, or a word of MASM; undefined for other names, `short` skipped. */
function parseNamed(reader: LineReader, token: Token): OperandSyntax | undefined {
  const name = token.text.toLowerCase();
  if (name === 'st' && reader.following?.text === '(') return parseStackRegister(reader);
  if (registerByName(name) && !goesOn(reader.following)) return parseRegister(reader, name);
  const size = pointerSize(reader, name);
  if (size !== undefined || SEGMENTS.has(name)) return parseMemory(reader, token.start, size);
  if (reader.following?.kind !== 'name') return undefined;
  if (name === 'offset') return parseOffset(reader);
  if (name === 'short') reader.next();
  return undefined;
}

/** `st(1)`. */
function parseStackRegister(reader: LineReader): OperandSyntax {
  const { start } = reader.next();
  reader.next();
  const index = reader.token.text;
  if (!/^[0-7]$/.test(index)) {
    throw reader.problem(
      'wrong-operand',
      'The registers of the x87 stack are st(0) to st(7).',
      reader.rangeOf(reader.token),
    );
  }
  reader.next();
  reader.expect(')', 'behind the number of the register');
  return { kind: 'register', name: `st(${index})`, range: reader.rangeFrom(start) };
}

const INDIRECT = /^\[\s*\w+\s+ptr\b/i;

/** `[QWORD PTR .L4[0+rax*8]]`, as gcc writes jumps through a table; undefined, with nothing read, for other addresses. */
function parseIndirect(reader: LineReader): OperandSyntax | undefined {
  if (!INDIRECT.test(reader.text.slice(reader.token.start))) return undefined;
  reader.next();
  const operand = parseOperand(reader);
  reader.expect(']', 'to close the address');
  return operand;
}

/** Whether what follows a register makes it a segment, or part of a sum. */
function goesOn(following: Token | undefined): boolean {
  return following?.kind === 'operator' && ':+-*/%&|^<>?'.includes(following.text);
}

function parseRegister(reader: LineReader, name: string): OperandSyntax {
  const start = reader.next().start;
  if (reader.isOperator('[')) {
    throw reader.problem(
      'bad-address',
      `Write the address inside the brackets: \`[${name} + ...]\`.`,
      reader.rangeFrom(start),
    );
  }
  if (!reader.isOperator('{')) return { kind: 'register', name, range: reader.rangeFrom(start) };
  const { broadcast, ...masking } = parseDecorations(reader);
  if (broadcast !== undefined) {
    throw reader.problem('bad-decoration', 'Only memory can be broadcast.', reader.rangeFrom(start));
  }
  return { kind: 'register', name, ...masking, range: reader.rangeFrom(start) };
}

/** Reads `dword ptr`; undefined, with nothing read, when it is not there. */
function pointerSize(reader: LineReader, name: string): number | undefined {
  const size = POINTER_SIZES[name];
  if (size === undefined) return undefined;
  const word = reader.token;
  if (reader.following?.text === '[') {
    throw reader.problem('missing-ptr', `Write \`${name} ptr\` before the bracket.`, reader.rangeOf(word));
  }
  if (reader.following?.text.toLowerCase() !== 'ptr') return undefined;
  reader.next();
  reader.next();
  return size;
}

/** An address with or without brackets; `start` is where the operand began. */
function parseMemory(reader: LineReader, start: number, size: number | undefined): OperandSyntax {
  const segment = parseSegment(reader);
  const value = reader.isOperator('[') ? parseBrackets(reader) : parseExpression(reader);
  return finishMemory(reader, start, sumOfBrackets(value) ?? value, size, segment);
}

function finishMemory(
  reader: LineReader,
  start: number,
  sum: Expression,
  size?: number,
  segment?: Name,
): OperandSyntax {
  const operand: Parts = { kind: 'memory', scale: 1, range: sum.range };
  splitAddress(reader, operand, sum);
  if (size !== undefined) operand.size = size;
  if (segment) operand.segment = segment;
  if (reader.isOperator('{')) Object.assign(operand, parseDecorations(reader));
  operand.range = reader.rangeFrom(start);
  return operand;
}

function parseSegment(reader: LineReader): Name | undefined {
  const { token } = reader;
  if (reader.following?.text !== ':' || !SEGMENTS.has(token.text.toLowerCase())) return undefined;
  reader.next();
  reader.next();
  return { text: token.text.toLowerCase(), range: reader.rangeOf(token) };
}

/** `[a][b]` is `[a + b]`. */
function parseBrackets(reader: LineReader): Expression {
  let sum: Expression | undefined;
  while (reader.accept('[')) {
    const inner = parseExpression(reader);
    if (reader.token.kind === 'relocation') rejectRelocation(reader);
    reader.expect(']', 'to close the address');
    sum = sum ? { kind: 'binary', operator: '+', left: sum, right: inner, range: inner.range } : inner;
  }
  return sum!; // the caller has seen a bracket
}

function parseOffset(reader: LineReader): OperandSyntax {
  const start = reader.next().start;
  if (reader.isKeyword('flat') && reader.following?.text === ':') {
    reader.next();
    reader.next();
  }
  const value = parseExpression(reader);
  return { kind: 'immediate', value, range: reader.rangeFrom(start) };
}

/** An immediate value, a symbol, or an address whose displacement stands before the bracket: `table[rip]`. */
function parseValue(reader: LineReader): OperandSyntax {
  const start = reader.token.start;
  const value = parseExpression(reader);
  if (reader.token.kind === 'relocation') rejectRelocation(reader);
  const sum = sumOfBrackets(value);
  if (sum) return finishMemory(reader, start, sum);
  if (value.kind === 'name') return { kind: 'symbol', name: value.name, range: value.range };
  if (value.kind !== 'integer' && containsRegister(value)) {
    throw reader.problem('register-in-value', 'A sum with a register is an address: put it in brackets.', value.range);
  }
  return { kind: 'immediate', value, range: value.range };
}

interface Decorations {
  readonly mask?: Name;
  readonly zeroing?: boolean;
  readonly broadcast?: number;
}

/** `{k1}`, `{z}` and `{1to16}`, each kind once. */
function parseDecorations(reader: LineReader): Decorations {
  let found: Decorations = {};
  while (reader.accept('{')) {
    const { start } = reader.token;
    const next = parseDecoration(reader);
    const again = repeated(found, next);
    if (again) throw reader.problem('bad-decoration', `${again} stands there already.`, reader.rangeFrom(start));
    found = { ...found, ...next };
    reader.expect('}', 'to close the brace');
  }
  return found;
}

/** What both have. */
function repeated(found: Decorations, next: Decorations): string | undefined {
  if (found.mask && next.mask) return 'A mask register';
  if (found.zeroing && next.zeroing) return '`{z}`';
  return found.broadcast && next.broadcast ? 'A broadcast' : undefined;
}

function parseDecoration(reader: LineReader): Decorations {
  const { token } = reader;
  const copies = /^1to(2|4|8|16|32)$/i.exec(token.text)?.[1];
  if (copies) {
    reader.skip();
    return { broadcast: Number(copies) };
  }
  const range = reader.rangeOf(token);
  const { text } = reader.word('a mask register, `z` or a broadcast such as `1to16`', '}');
  if (/^k[0-7]$/i.test(text)) return { mask: { text: text.toLowerCase(), range } };
  if (/^z$/i.test(text)) return { zeroing: true };
  throw reader.problem('bad-decoration', decorationHint(text), range);
}

function decorationHint(text: string): string {
  if (/^(r[nduz]-)?sae$/i.test(text)) return `\`{${text}}\` stands behind a comma: \`..., {${text}}\`.`;
  if (/^dfv/i.test(text)) return '`{dfv=...}` stands once, right behind the mnemonic.';
  return `\`{${text}}\` is no decoration: write a mask register such as {k1}, {z}, or a broadcast such as {1to16}.`;
}

function rejectRelocation(reader: LineReader): void {
  const { token } = reader;
  if (token.text.toLowerCase() === '@plt') {
    reader.skip();
    return;
  }
  const message = `\`${token.text}\` needs a dynamic linker: compile with -fno-pic, or write the name alone.`;
  throw reader.problem('unsupported-relocation', message, reader.rangeOf(token));
}

/** AT&T syntax, and rounding where an operand is expected. */
function rejectOtherSyntax(reader: LineReader): void {
  const { token } = reader;
  if (token.text === '%' || token.text === '$') {
    const message =
      'This looks like AT&T syntax. Write Intel syntax: destination first, registers and numbers without a sign.';
    throw reader.problem('att-syntax', message, reader.rangeOf(token));
  }
  if (token.text === '{') {
    reader.skip();
    throw reader.problem(
      'bad-decoration',
      decorationHint(reader.word('a decoration', '}').text),
      reader.rangeOf(token),
    );
  }
}
