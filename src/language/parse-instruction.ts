/** Instructions in Intel syntax, as GNU as takes it with `.intel_syntax noprefix` and as compilers print it. */
import type { LineReader } from './line-reader';
import { parseOperand } from './parse-operand';
import type { InstructionSyntax, Name, OperandSyntax } from './syntax';

const PREFIXES: ReadonlySet<string> = new Set(['lock', 'rep', 'repe', 'repz', 'repne', 'repnz', 'notrack', 'bnd']);

const NO_PREFIXES: readonly Name[] = [];
const NO_OPERANDS: readonly OperandSyntax[] = [];

export function parseInstruction(reader: LineReader): InstructionSyntax {
  let prefixes = reader.isOperator('{') ? parseEncodings(reader) : NO_PREFIXES;
  let mnemonic = lowerCase(reader.label('an instruction or a keyword'));
  while (PREFIXES.has(mnemonic.text) && reader.token.kind === 'name') {
    prefixes = [...prefixes, mnemonic];
    mnemonic = lowerCase(reader.label('an instruction'));
  }
  const operands = reader.isAtEnd || reader.isOperator('=>') ? NO_OPERANDS : parseOperands(reader);
  return { mnemonic, prefixes, operands };
}

/** `{vex}` and `{evex}`: which encoding the assembler shall choose. */
function parseEncodings(reader: LineReader): readonly Name[] {
  const encodings: Name[] = [];
  while (reader.isOperator('{')) {
    const { start } = reader.next();
    const { text } = reader.word('an encoding, `vex` or `evex`', '}');
    reader.expect('}', 'to close the brace');
    encodings.push({ text: `{${text.toLowerCase()}}`, range: reader.rangeFrom(start) });
  }
  return encodings;
}

function parseOperands(reader: LineReader): readonly OperandSyntax[] {
  const operands: OperandSyntax[] = [];
  do operands.push(parseOperand(reader));
  while (reader.accept(','));
  // The copy has no room to grow: in a long trace that room would be a seventh of the tree.
  return operands.slice();
}

function lowerCase(name: Name): Name {
  const text = name.text.toLowerCase();
  return text === name.text ? name : { text, range: name.range };
}
