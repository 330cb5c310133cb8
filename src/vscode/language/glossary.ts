/** Every word of the language with its documentation, drawn from the tables that give the words their meaning. */
import { POLICIES } from '../../kernel/policies';
import { KERNEL_CONSTANTS } from '../../language/constants';
import { FUNCTIONS } from '../../language/functions';
import { STATEMENTS } from '../../language/statements';
import { SYSCALLS } from '../../language/syscalls';
import { describeShape, VALUES } from '../../language/values';
import { EXCEPTIONS } from '../../machine/exception';
import { FEATURES } from '../../machine/feature';
import type { InstructionRow } from '../../machine/instruction';
import { INSTRUCTIONS } from '../../machine/instructions';
import { CPU_MODELS } from '../../machine/models';

export type EntryKind =
  | 'statement'
  | 'instruction'
  | 'value'
  | 'function'
  | 'constant'
  | 'syscall'
  | 'exception'
  | 'machine'
  | 'policy';

export interface Entry {
  readonly word: string;
  readonly kind: EntryKind;
  /** A few words, beside the word. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
}

export const GLOSSARY: readonly Entry[] = [
  ...STATEMENTS.map(
    ({ keyword, syntax, documentation, example }): Entry => ({
      word: keyword,
      kind: 'statement',
      detail: syntax[0] ?? keyword,
      documentation: `${code(syntax.join('\n'))}\n\n${documentation}\n\n${code(example)}`,
    }),
  ),
  ...INSTRUCTIONS.flatMap(instructionEntries),
  ...VALUES.map(
    ({ name, shape, documentation }): Entry => ({
      word: name,
      kind: 'value',
      detail: describeShape(shape),
      documentation: `${code(`${name}: ${describeShape(shape)}`)}\n\n${documentation}`,
    }),
  ),
  ...FUNCTIONS.map(({ name, parameters, variadic, documentation }): Entry => {
    const call = `${name}(${parameters.join(', ')}${variadic ? ', ...' : ''})`;
    return { word: name, kind: 'function', detail: call, documentation: `${code(call)}\n\n${documentation}` };
  }),
  ...KERNEL_CONSTANTS.map(
    ({ name, value, documentation }): Entry => ({
      word: name,
      kind: 'constant',
      detail: String(value),
      documentation: `${code(`${name} = ${value}`)}\n\n${documentation}`,
    }),
  ),
  ...SYSCALLS.map(({ name, parameters, optional = [], documentation }): Entry => {
    const call = `${name}(${[...parameters, ...optional.map((parameter) => `[${parameter}]`)].join(', ')})`;
    return { word: name, kind: 'syscall', detail: call, documentation: `${code(call)}\n\n${documentation}` };
  }),
  ...EXCEPTIONS.map(
    ({ mnemonic, title, vector, class: kind, errorCode }): Entry => ({
      word: mnemonic,
      kind: 'exception',
      detail: title,
      documentation: `**${mnemonic}** ${title}\n\nVector ${vector}, ${kind}, ${errorCode ? 'with an' : 'no'} error code.`,
    }),
  ),
  ...CPU_MODELS.map(
    ({ name, title }): Entry => ({
      word: name,
      kind: 'machine',
      detail: title,
      documentation: `**${name}**: ${title}`,
    }),
  ),
  ...POLICIES.map(
    ({ name, summary, options }): Entry => ({
      word: name,
      kind: 'policy',
      detail: 'kernel policy',
      documentation: [
        `**${name}**: ${summary}`,
        ...options.map((option) => `- \`${option.name}=\` ${option.documentation}`),
      ].join('\n'),
    }),
  ),
];

const byWord = new Map<string, Entry[]>();
for (const entry of GLOSSARY) {
  const word = entry.word.toLowerCase();
  const same = byWord.get(word);
  if (same) same.push(entry);
  else byWord.set(word, [entry]);
}

/** The entry of one of these kinds for a word in any case. */
export function entryOf(word: string, kinds: readonly EntryKind[]): Entry | undefined {
  return byWord.get(word.toLowerCase())?.find(({ kind }) => kinds.includes(kind));
}

function instructionEntries(row: InstructionRow): Entry[] {
  const { mnemonic, aliases = [], summary, operation, features, exceptions, manual } = row;
  const needs = features.map((feature) => `\`${FEATURES[feature].flag}\``).join(', ');
  const documentation = [
    `**${mnemonic.toUpperCase()}** ${summary}`,
    code(operation, 'text'),
    ...(needs === '' ? [] : [`Needs CPUID ${needs}.`]),
    ...(exceptions.length === 0 ? [] : [`Exceptions, in the order of the checks:\n${list(exceptions)}`]),
    `*${manual}*`,
  ].join('\n\n');
  return [mnemonic, ...aliases].map((word) => ({ word, kind: 'instruction', detail: summary, documentation }));
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function code(text: string, language = 'xtrace'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
