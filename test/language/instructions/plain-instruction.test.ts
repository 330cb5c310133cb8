/** Instructions that are read from characters, against the same ones read from tokens. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longTrace } from '../../../bench/long-trace';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { evaluate } from '../../../src/language/expressions/evaluate';
import { matchStatement, type SymbolLookup } from '../../../src/language/instructions';
import { parseInstruction } from '../../../src/language/instructions/parse-instruction';
import { PlainInstruction, PlainSource } from '../../../src/language/instructions/plain-instruction';
import { PlainReader } from '../../../src/language/instructions/plain-reader';
import { parseTrace } from '../../../src/language/parser';
import { LineReader } from '../../../src/language/syntax/line-reader';
import { parseOutcomes } from '../../../src/language/syntax/parse-outcomes';
import { scanLine, skipSpace } from '../../../src/language/syntax/scanner';
import type { InstructionSyntax } from '../../../src/language/tree/instruction';
import { EMPTY_SCOPE } from '../../../src/language/vocabulary/value';
import { encode } from '../../../src/machine/assembler/encode';
import type { Match } from '../../../src/machine/assembler/match';
import { isAssemblyError } from '../../../src/machine/encoding/operand';
import { exampleNames, exampleText } from '../../examples';

/** Names that have addresses, of data and of code. */
const ADDRESSES: Readonly<Record<string, bigint | number>> = { table: 0x1000_0040n, '.L1': 3, buffer_1: 64n, '.L3': 0 };
const lookup: SymbolLookup = (name) => (Object.hasOwn(ADDRESSES, name) ? ADDRESSES[name] : undefined);
/** Of a long trace, which names data, labels and procedures. */
const lookupInLong: SymbolLookup = (name) => (/^(?:buffer_\d+|cfg)$/.test(name) ? 0x1000_0040n : 3);

/** What the assembler makes of syntax; undefined where that is wrong. */
function matchOf(instruction: InstructionSyntax, names: SymbolLookup): Match | undefined {
  try {
    const match = matchStatement({ instruction }, names, (value) => evaluate(value, EMPTY_SCOPE));
    return isAssemblyError(match) ? undefined : match;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** Without what is there and undefined. */
function plainly({ mnemonic, form, operands, prefixes }: Match): object {
  const said = operands.map((operand) => {
    if (operand.kind !== 'immediate') return Object.entries(operand).filter(([, value]) => value !== undefined);
    return Object.entries({ value: operand.value, label: operand.label ?? 'none' });
  });
  return { mnemonic, form: form.name, operands: said.map((entries) => Object.fromEntries(entries)), prefixes };
}

/** Holds what the assembler is given to what it would be given from the syntax; whether it is given anything. */
function compareMatches(plain: PlainInstruction, line: string, names = lookup): boolean {
  const match = plain.match(names);
  if (!match) return false;
  const expected = matchOf(plain.instruction, names);
  assert.ok(expected, line);
  assert.deepEqual(plainly(match), plainly(expected), line);
  if (plain.form !== undefined) assert.equal(plain.form, expected.form.name, line);
  const { code } = plain;
  if (code?.kind !== 'bytes') return true;
  const { at = 0, size = 0 } = code;
  const bytes = code.bytes.slice(at, at + size);
  for (const address of [0x40_0000, 0x7fff_0000]) assert.deepEqual(encode(expected, address), bytes, line);
  return true;
}

/** What the names of a line may be, beside what `lookup` says. */
const OTHER_MEANINGS: readonly SymbolLookup[] = [
  lookup,
  () => 0,
  () => 0x1000_0040n,
  () => 0x10n,
  () => 0xffff_ffff_8000_0000n,
  () => undefined,
];

/** Holds the form that is told without reading the line again to the one that its operands have. */
function compareForms(plain: PlainInstruction, line: string): void {
  for (const names of OTHER_MEANINGS) {
    const form = plain.formWith(names);
    const match = plain.match(names);
    if (form !== undefined) assert.equal(form, match?.form.name, line);
    else if (match) assert.match(line, /\br(?:1[6-9]|2\d|3[01])[dwb]?\b/i);
  }
}

/** Holds the two readings of a line to each other, alone and amid a text; whether the line is plain. */
function compare(line: string, lineNumber = 7): boolean {
  const start = skipSpace(line, 0);
  const plain = PlainInstruction.read(new PlainSource(line), lineNumber, start);
  const amid = PlainInstruction.read(new PlainSource(`nop\n${line}\nnop`), lineNumber, start + 4, 4);
  assert.deepEqual(
    amid && [amid.range, amid.form, amid.source],
    plain && [plain.range, plain.form, plain.source],
    line,
  );
  if (!plain) return false;
  compareMatches(plain, line);
  compareForms(plain, line);
  const reader = new LineReader(lineNumber, line, scanLine(line));
  const instruction = parseInstruction(reader);
  assert.deepEqual(plain.instruction, instruction, line);
  assert.deepEqual(plain.outcomes, parseOutcomes(reader), line);
  assert.ok(reader.isAtEnd, line);
  assert.deepEqual(plain.range, reader.rangeFrom(start), line);
  assert.equal(plain.line, lineNumber);
  return true;
}

const word = fc.constantFrom(
  ...[
    'rax',
    'EAX',
    'r8d',
    'rsp',
    'rip',
    'al',
    'xmm3',
    'tmm0',
    'k1',
    'fs',
    'mov',
    'rep',
    'lock',
    'expect',
    'switch',
    'add',
  ],
  ...[
    'buffer_1',
    '.L3',
    '.top_0',
    'a.b',
    'order.0',
    'inf',
    'nan',
    'offset',
    'short',
    'flat',
    'x@PLT',
    'syscall',
    'end',
  ],
  ...['dword', 'DWORD PTR', 'byte ptr', 'PTR', 'zmmword ptr', 'ptr'],
);
const number = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '4',
    '8',
    '16',
    '010',
    '0x1f',
    '0XFF',
    '0x',
    '0b11',
    '1_000',
    '1.5',
    '1e3',
    '7f',
    '12x',
  ),
  fc.bigInt({ min: 0n, max: 1n << 66n }).map(String),
  fc.bigInt({ min: 0n, max: 1n << 66n }).map((value) => `0x${value.toString(16)}`),
);
const mark = fc.constantFrom(...'[]+-*,:{}()=%$#;/@."', '=>', '{k1}{z}', '# c', '; c', '//', '+ -', ', ');
const noise = fc
  .array(fc.oneof(word, number, mark, fc.constantFrom(' ', '  ', '\t')), { maxLength: 14 })
  .map((parts) => parts.join(''));

const register = fc.constantFrom('rax', 'RBX', 'r15', 'rsp', 'eax', 'rip', 'tmm1');
const term = fc.oneof(
  register,
  fc.tuple(register, fc.constantFrom('*1', '*8', ' * 4', '*3')).map((parts) => parts.join('')),
  number,
  fc.constantFrom('table', '.L1', 'a.b', 'nan'),
);
const address = fc
  .array(fc.tuple(fc.constantFrom(' + ', '+', ' - ', '-'), term), { minLength: 1, maxLength: 4 })
  .map((terms) => `[${terms.map(([sign, text], index) => (index === 0 ? text : sign + text)).join('')}]`);
const operand = fc.oneof(
  register,
  number,
  address,
  fc
    .tuple(fc.constantFrom('DWORD PTR ', 'byte ptr', 'QWORD ', 'xmmword  ptr\t'), address)
    .map((parts) => parts.join('')),
  fc.constantFrom('table', '.L1', 'inf', '-5', 'table[rip]', 'offset table', 'fs:[rax]', '[rax]{1to16}', 'zmm1{k1}{z}'),
);
const OUTCOMES = [
  '=>ok',
  ' => ok ; c',
  ' => ok# c',
  ' => ok # c',
  ' =>\tok\r',
  ' => ok, SIGILL',
  ' => = ok',
  ' => okay',
  ' => ok.',
  '=> ok//',
  ' => #UD, ok',
  ' => OK',
];
const instruction = fc
  .tuple(
    fc.constantFrom('', '  ', '\t'),
    fc.constantFrom('mov', 'MOV', 'vaddps', 'rep movsb', 'j', 'proc', 'print', 'jne', 'call', 'jmp', 'lea', 'push'),
    fc.array(operand, { maxLength: 4 }),
    fc.constantFrom('', ' ; c', ' => ok', '# c', ' #c', ' // c', '\r', ' => = 5', ...OUTCOMES),
  )
  .map(([indent, mnemonic, operands, rest]) => `${indent}${mnemonic} ${operands.join(', ')}${rest}`);

/** The tokens may say that a line is no instruction at all: then it must not be plain. */
function isSameReading(line: string): void {
  try {
    compare(line);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.fail(`${line}: plain, but the tokens give ${String(error)}`);
  }
}

describe('plain instructions', () => {
  it('are read as from tokens, in every line of every example', () => {
    let plain = 0;
    for (const name of exampleNames) {
      for (const line of exampleText(name).split('\n')) {
        if (compare(line)) plain++;
      }
    }
    assert.ok(plain > 200, `${plain}`);
  });

  it('are read as from tokens, whatever stands there', () => {
    fc.assert(fc.property(noise, isSameReading), { numRuns: 3000 });
  });

  it('are read as from tokens, when it is an instruction', () => {
    fc.assert(fc.property(instruction, isSameReading), { numRuns: 3000 });
  });

  it('give the assembler what their syntax gives it, in all lines of a long trace', () => {
    const plain = parseTrace(longTrace(3000)).statements.filter((statement) => statement instanceof PlainInstruction);
    for (const statement of plain) {
      assert.ok(compareMatches(statement, statement.source, lookupInLong), statement.source);
    }
    assert.ok(plain.length > 2300, String(plain.length));
  });

  it('have so few shapes that the forms of a long trace are looked for a few hundred times', () => {
    const reader = new PlainReader();
    let read = 0;
    for (const line of longTrace(20_000).split('\n')) {
      if (!reader.read(line, skipSpace(line, 0), () => 0)) continue;
      read++;
      reader.instruction.match();
    }
    assert.ok(read > 15_000 && reader.instruction.known < 1000, `${reader.instruction.known} of ${read}`);
  });

  it('include what compilers write most', () => {
    for (const line of [
      '    mov rax, rbx',
      'add eax, 5  ; five',
      'lea rax, [rbx + rcx*8 + 16]',
      'mov DWORD PTR [rbp-20], 0x10',
      'movzx eax, BYTE PTR table[rip]'.replace('table[rip]', '[table + rip]'),
      'jne .L3',
      'call work_7 # and back',
      'tdpbssd tmm0, tmm1, tmm2',
      'ret',
      'ldtilecfg [cfg] => ok ; as before',
      'tileloadd tmm1, [rsi + rax*1] => #PF(0x1000)',
      'ud2=>#UD,oops',
    ]) {
      assert.ok(compare(line), line);
    }
  });
});
