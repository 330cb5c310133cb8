/** What the word at a place of a trace is: statement, instruction, register, name, constant. */
import { EXCEPTIONS } from '../../machine/architecture/exception';
import { FEATURES } from '../../machine/architecture/feature';
import type { InstructionRow } from '../../machine/cpu/instruction';
import { rowsNamed } from '../../machine/instructions';
import { CPU_MODELS } from '../../machine/processor/models';
import type { CheckContext, PolicyNames } from '../checks/checker';
import { collectNames, KIND_TEXT, type TraceName } from '../checks/trace-names';
import type { Range } from '../errors/diagnostic';
import { functionRow, signature } from '../expressions/functions';
import { dataTypeRow, isDataType } from '../syntax/data-type';
import { scanLine } from '../syntax/scanner';
import type { StatementRow } from '../syntax/statement-row';
import { statementRow } from '../syntax/statements';
import type { Trace } from '../syntax/syntax';
import type { Token } from '../syntax/token';
import { kernelConstant } from '../vocabulary/constants';
import { syscallRow } from '../vocabulary/syscalls';
import { builtInValue, describeShape, type NamedValue } from '../vocabulary/values';
import { memberAt } from './expression-chain';
import { describeRegister } from './hover-register';
import { describeData } from './outline';

export interface Hover {
  readonly range: Range;
  /** Lines of code: the form of a statement, the declaration of a name. */
  readonly code: string;
  /** Markdown. */
  readonly text: string;
}

type Explanation = Omit<Hover, 'range'>;

/** `line` and `column` are zero-based. */
export function hover(trace: Trace, line: number, column: number, context: CheckContext): Hover | undefined {
  const source = trace.text.split('\n')[line] ?? '';
  const word = hyphenated(source, column, context);
  if (word) return { ...word.explanation, range: { line, start: word.start, end: word.end } };
  const tokens = scanLine(source);
  const at = tokens.findIndex(
    ({ start, end, kind }) => kind !== 'end' && start <= column && column <= end && isWord(kind),
  );
  const token = tokens[at];
  if (!token) return undefined;
  const explanation = explain(trace, tokens, at);
  return explanation && { ...explanation, range: { line, start: token.start, end: token.end } };
}

function isWord(kind: Token['kind']): boolean {
  return kind === 'name' || kind === 'exception';
}

function explain(trace: Trace, tokens: readonly Token[], at: number): Explanation | undefined {
  const { text, kind } = tokens[at]!; // the caller has found it
  if (kind === 'exception') return exception(text);
  const names = collectNames(trace);
  if (tokens[at - 1]?.text === '.') return value(memberAt(tokens, at, names));
  if (isFirst(tokens, at)) {
    const row = statementRow(text);
    const isEvent = row && !(row.keyword === 'syscall' && tokens[at + 1]?.kind !== 'name');
    if (isEvent) return statement(row);
    const instructions = rowsNamed(text.toLowerCase());
    if (instructions[0]) return instruction(text.toLowerCase(), instructions[0]);
  }
  if (tokens[at - 1]?.text.toLowerCase() === 'syscall') return syscall(text);
  const declared = names.byName.get(text);
  if (declared) return declaration(trace, declared);
  return value(builtInValue(text)) ?? known(text);
}

/** Behind a time and labels, and behind prefixes. */
function isFirst(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).every(({ text, kind }, index) => {
    return (
      kind === 'time' ||
      text === ':' ||
      tokens[index + 1]?.text === ':' ||
      /^(lock|rep(n?[ez])?|notrack|bnd)$/i.test(text)
    );
  });
}

function statement({ syntax, documentation, example }: StatementRow): Explanation {
  return { code: syntax.join('\n'), text: `${documentation}\n\nFor example: \`${example}\`` };
}

function instruction(name: string, row: InstructionRow): Explanation {
  const features = row.features.map((feature) => `\`${FEATURES[feature].flag}\``).join(', ');
  const exceptions = row.exceptions.map((line) => `- ${line}`).join('\n');
  const parts = [
    `**${row.summary}**`,
    `\`\`\`text\n${row.operation}\n\`\`\``,
    features && `Needs CPUID ${features}.`,
    exceptions && `Exceptions, in the order of the checks:\n\n${exceptions}`,
    `_${row.manual}_`,
  ];
  return {
    code: name === row.mnemonic ? name : `${name}  ; ${row.mnemonic}`,
    text: parts.filter((part) => part !== '').join('\n\n'),
  };
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
  const constant = kernelConstant(name);
  if (constant)
    return { code: `${name} = ${constant.value} (0x${constant.value.toString(16)})`, text: constant.documentation };
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

/** The model behind `machine` and the policy behind `kernel`, whose names have hyphens. */
function hyphenated(
  source: string,
  column: number,
  { policies }: CheckContext,
): { explanation: Explanation; start: number; end: number } | undefined {
  const match = /^(\s*(machine|kernel)\s+)([\w.-]+)/i.exec(source);
  if (!match) return undefined;
  const [, head = '', keyword = '', name = ''] = match;
  const end = head.length + name.length;
  if (column < head.length || column > end) return undefined;
  const text =
    keyword.toLowerCase() === 'machine'
      ? CPU_MODELS.find((model) => model.name === name)?.title
      : describePolicy(policies.find((policy) => policy.name === name));
  return text === undefined
    ? undefined
    : { explanation: { code: `${keyword} ${name}`, text }, start: head.length, end };
}

function describePolicy(policy: PolicyNames | undefined): string | undefined {
  if (!policy?.summary) return undefined;
  const options = policy.options.map((option) => `- \`${option.name}=\` ${option.documentation ?? ''}`);
  return [policy.summary, ...options].join('\n');
}
