/** What the word at a place of a trace is: statement, instruction, register, name, constant. */
import { EXCEPTIONS } from '../../../machine/architecture/exception';
import { REGISTER_ROWS } from '../../../machine/architecture/registers';
import type { CheckContext } from '../../checks/check-context';
import { collectNames, KIND_TEXT, type TraceName } from '../../checks/trace-names';
import type { Range } from '../../errors/diagnostic';
import { functionRow, signature } from '../../expressions/functions';
import { dataTypeRow, isDataType } from '../../syntax/data-type';
import { scanLine } from '../../syntax/scanner';
import type { StatementRow } from '../../syntax/statement-row';
import { isInstructionToo, statementRow } from '../../syntax/statements';
import type { Token } from '../../syntax/token';
import type { Trace } from '../../tree/statement';
import { builtInValue, describeShape, type NamedValue } from '../../vocabulary/built-in-values';
import { namedConstant } from '../../vocabulary/constants';
import { libraryProc } from '../../vocabulary/library-procs';
import { syscallRow } from '../../vocabulary/syscalls';
import { type WordPlace, wordRow } from '../../vocabulary/words';
import { memberAt } from '../expression-chain';
import { describeData } from '../outline';
import type { Explanation } from './explanation';
import { describeInstruction } from './instruction';
import { describeOperandPart } from './operand';
import { describeRegister } from './register';
import { describeSetting } from './setting';

export interface Hover extends Explanation {
  readonly range: Range;
}

/** `line` and `column` are zero-based. */
export function hover(trace: Trace, line: number, column: number, context: CheckContext): Hover | undefined {
  const source = trace.text.split('\n')[line] ?? '';
  const word = describeSetting(trace, source, column, context);
  if (word) return { ...word.explanation, range: { line, start: word.start, end: word.end } };
  const part = describeOperandPart(source, column);
  if (part) return { ...part.explanation, range: { line, start: part.start, end: part.end } };
  const tokens = scanLine(source);
  const at = tokens.findIndex(
    ({ start, end, kind }) => kind !== 'end' && start <= column && column <= end && isWord(kind),
  );
  const token = tokens[at];
  if (!token) return undefined;
  const explanation = explain({ trace, line, tokens, at, context });
  return explanation && { ...explanation, range: { line, start: token.start, end: token.end } };
}

function isWord(kind: Token['kind']): boolean {
  return kind === 'name' || kind === 'exception';
}

/** A token of a line, and what its meaning depends on. */
interface Place {
  readonly trace: Trace;
  readonly line: number;
  readonly tokens: readonly Token[];
  readonly at: number;
  readonly context: CheckContext;
}

function explain({ trace, line, tokens, at, context }: Place): Explanation | undefined {
  const { text, kind } = tokens[at]!; // the caller has found it
  if (kind === 'exception') return exception(text);
  const names = collectNames(trace);
  if (tokens[at - 1]?.text === '.') return value(memberAt(tokens, at, names));
  if (isFirst(tokens, at)) {
    const row = statementRow(text);
    if (row && !isInstructionToo(row.keyword, tokens[at + 1])) return statement(row);
    const instruction = describeInstruction(trace, line, text.toLowerCase(), context);
    if (instruction) return instruction;
  }
  if (isZeroing(tokens, at)) return ZEROING;
  if (namesSyscall(tokens, at)) return syscall(text);
  const declared = names.byName.get(text);
  if (declared) return declaration(trace, declared);
  return word(tokens, at) ?? value(builtInValue(text)) ?? known(text);
}

/** What `{z}` behind the mask of an instruction says (Intel SDM vol. 1, 15.6.1). */
const ZEROING: Explanation = {
  code: '{z}',
  text: 'Zeroing: elements whose bit of the mask is 0 become 0. Without it they keep their values.',
};

function isZeroing(tokens: readonly Token[], at: number): boolean {
  const [before, word, behind] = [tokens[at - 1], tokens[at], tokens[at + 1]].map((token) => token?.text.toLowerCase());
  return before === '{' && word === 'z' && behind === '}' && tokens[at - 2]?.text === '}';
}

/** A word of the statement that the line is: `fill`, `until`, `killed`. */
function word(tokens: readonly Token[], at: number): Explanation | undefined {
  const { text } = tokens[at]!; // the caller has found it
  const place = placeOf(tokens, at);
  const row = place && wordRow(text.toLowerCase(), place);
  return row && { code: row.syntax, text: row.documentation };
}

/** Which words of a statement may stand at a place. */
function placeOf(tokens: readonly Token[], at: number): WordPlace | undefined {
  const before = tokens.slice(0, at);
  const keyword = tokens.find((_, index) => isFirst(tokens, index) && statementRow(tokens[index]?.text ?? ''));
  if (before.some(({ text }) => text === '=>'))
    return keyword?.text.toLowerCase() === 'seccomp' ? 'seccomp' : 'outcome';
  switch (keyword?.text.toLowerCase()) {
    case 'data':
      return placeInData(before);
    case 'machine':
    case 'task':
    case 'run':
    case 'inject':
    case 'switch':
    case 'hotplug':
    case 'cpuid':
    case 'signal':
    case 'syscall':
    case 'repeat':
      return keyword.text.toLowerCase() as WordPlace; // one of the cases above
    default:
      return undefined;
  }
}

/** In `NAME = VALUE [align=N]`. */
function placeInData(before: readonly Token[]): WordPlace {
  if (before.some(({ text }) => text === '{') && before.some(({ text }) => text.toLowerCase() === 'tilecfg'))
    return before.some(({ text }) => text === '}') ? 'data' : 'tilecfg';
  return before.at(-1)?.text === ']' ? 'initializer' : 'data';
}

/** `syscall NAME`, `seccomp TASK NAME`. */
function namesSyscall(tokens: readonly Token[], at: number): boolean {
  const [keyword, behind] = [tokens[at - 2], tokens[at - 1]].map((token) => token?.text.toLowerCase());
  return behind === 'syscall' || keyword === 'seccomp';
}

/** Behind a time and labels, and behind prefixes. */
function isFirst(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).every(({ text, kind }, index) => {
    return (
      kind === 'time' ||
      text === ':' ||
      tokens[index + 1]?.text === ':' ||
      /^(lock|rep(n?[ez])?|notrack|bnd|[{}]|e?vex|rex2|nf)$/i.test(text)
    );
  });
}

function statement({ syntax, documentation, example }: StatementRow): Explanation {
  return { code: syntax.join('\n'), text: `${documentation}\n\nFor example: \`${example}\`` };
}

function exception(mnemonic: string): Explanation | undefined {
  const row = EXCEPTIONS.find((candidate) => candidate.mnemonic === mnemonic);
  const code = row?.errorCode ? 'pushes an error code' : 'no error code';
  return row && { code: mnemonic, text: `${row.title}: vector ${row.vector}, a ${row.class}, ${code}.` };
}

function syscall(name: string): Explanation | undefined {
  const row = syscallRow(name);
  if (!row) return undefined;
  const parameters = [...row.parameters, ...(row.optional ?? []).map((parameter) => `[${parameter}]`)];
  return {
    code: `syscall ${name}(${parameters.join(', ')})${row.makesTask ? ' as NAME' : ''}`,
    text: row.documentation,
  };
}

function value(named: NamedValue | undefined): Explanation | undefined {
  if (!named) return undefined;
  const text = named.register ? describeRegister(named.register) : named.documentation;
  return { code: `${named.name}: ${describeShape(named.shape)}`, text };
}

function known(name: string): Explanation | undefined {
  const proc = libraryProc(name);
  if (proc) return { code: proc.signature, text: proc.documentation };
  const constant = namedConstant(name);
  if (constant) {
    const register = REGISTER_ROWS.find(({ title, msr }) => title === name && msr !== undefined);
    const code = `${name} = ${constant.value} (0x${constant.value.toString(16)})`;
    return { code, text: register ? `Number of an MSR. ${describeRegister(register)}` : constant.documentation };
  }
  const row = functionRow(name);
  if (row) return { code: signature(row), text: row.documentation };
  const type = name.toLowerCase();
  return isDataType(type) ? { code: type, text: dataTypeRow(type).documentation } : undefined;
}

function declaration(trace: Trace, { kind, name, statement }: TraceName): Explanation {
  const found = trace.statements[statement];
  const line = (found?.line ?? 0) + 1;
  const syntax = found?.kind === 'declaration' ? found.declaration : undefined;
  const shape = syntax?.kind === 'data' ? `: ${describeData(syntax.value)}` : '';
  const source = trace.text.split('\n')[found?.line ?? 0] ?? '';
  const code = found && kind !== 'label' ? source.slice(found.range.start, found.range.end) : `${name.text}:`;
  return { code, text: `\`${name.text}\` is ${KIND_TEXT[kind]}${shape}, declared in line ${line}.` };
}
