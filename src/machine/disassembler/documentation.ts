/**
 * The page that lists what is modelled (docs/modelled.md), made from the instruction tables; and the short texts about
 * an instruction that hovers and pages share. Operands are written as the manual's opcode tables do.
 */

import { COMPONENTS } from '../architecture/component';
import { FEATURE_NAMES, FEATURES, type FeatureRow, featurePlace } from '../architecture/feature';
import { formByName } from '../assembler/form';
import type { InstructionRow } from '../cpu/instruction';
import { codeByName, iced } from '../encoding/iced';
import { CPU_MODELS } from '../processor/models';
import { Processor } from '../processor/processor';

const HEADER = ['Instruction', 'Operands', 'CPUID', 'State', 'Exceptions', 'What it does'];

/** The table of all rows as Markdown, by mnemonic. */
export function modelledTable(rows: readonly InstructionRow[]): string {
  const sorted = [...rows].sort((a, b) => (a.mnemonic < b.mnemonic ? -1 : 1));
  const cells = sorted.map((row) => [
    [row.mnemonic, ...(row.aliases ?? [])].map((name) => `\`${name}\``).join(' '),
    operandForms(row)
      .map((form) => `\`${form}\``)
      .join(' · '),
    row.features.map((feature) => FEATURES[feature].flag).join(' '),
    componentNames(row).join(' '),
    exceptionNames(row).join(' '),
    row.summary,
  ]);
  return [HEADER, HEADER.map(() => '---'), ...cells].map((row) => `| ${row.map(escapeCell).join(' | ')} |`).join('\n');
}

/** All of docs/modelled.md. */
export function modelledPage(rows: readonly InstructionRow[]): string {
  const forms = rows.reduce((count, row) => count + row.forms.length, 0);
  return `# What is modelled

This page is generated from the instruction tables; change those, then run \`npx tsx scripts/modelled.ts\`.

The emulator executes ${rows.length} instructions in ${forms} forms, all of them in 64-bit mode. Each is encoded and
decoded as on a real processor. At CPL 3 with CR0.AM and RFLAGS.AC set, every access of 2, 4 or 8 bytes that is not aligned
raises #AC(0), after page faults; that is not repeated in the rows. An instruction whose CPUID feature the machine lacks
raises #UD; \`machine MODEL +FEATURE -FEATURE\` changes that.

On a machine with \`apx-f\` all instructions of opcode maps 0 and 1 that REX2 goes with, and all with EVEX, take R16 to R31 as
general registers, bases and indices: not XSAVE and XRSTOR, string instructions, and those with opcodes in further maps or with VEX. It is
not repeated in the rows that they then touch component APX, and raise #UD while CR4.OSXSAVE or XCR0[19] is 0.

- *Operands*: \`r\`, \`r/m\` and \`imm\` stand for all their widths, \`rAX\` for AL, AX, EAX and RAX.
- *State*: the XSAVE components that an instruction touches, beside general registers and memory.
- *Exceptions*: those that it can raise itself, in the order in which they are checked.

An instruction that is valid on some x86 processor but not in this table is an error of the trace, with a message that says so,
before anything runs.

${modelledTable(rows)}

## What CPUID announces

CPUID of a model is that of the real part. Not all that it announces executes here; every feature can be taken away by its
name: \`machine sapphire-rapids -aes\`. *Executes* is empty where a feature has no instructions, and nothing of it shows in
a trace.

${featureTable()}
`;
}

const EXECUTES = { yes: 'yes', no: 'no', nothing: '' } as const;

/** A line for each feature: where CPUID says it, which models have it, and whether its instructions execute. */
function featureTable(): string {
  const processors = CPU_MODELS.map((model) => new Processor(model));
  const cells = FEATURE_NAMES.map((name) => {
    const { flag, executes = 'yes', documentation }: FeatureRow = FEATURES[name];
    const announcing = processors.filter((processor) => processor.has(name)).map((processor) => processor.name);
    const models = announcing.length === processors.length ? 'all' : announcing.join(' ');
    return [`\`${flag}\``, featurePlace(name), models, EXECUTES[executes], documentation];
  });
  const header = ['Feature', 'CPUID', 'Models', 'Executes', 'What it is'];
  return [header, header.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The distinct operand lists of a row without sizes of general operands: \`r/m, r\` stands for all its widths, \`rAX\` for AL to RAX. */
export function operandForms({ forms }: InstructionRow): readonly string[] {
  const lists = forms.map((form) => {
    const operands = manualForm(form).replace(/^\S+ ?/, '');
    return operands
      .replace(/\b(r\/m|r|imm|rel|moffs)(?:8|16|32|64)[ab]?\b/g, '$1')
      .replace(/\b(?:AL|AX|EAX|RAX)\b/, 'rAX');
  });
  return [...new Set(lists)].filter((list) => list !== '');
}

/** The names of the components that a row touches. */
export function componentNames({ components }: InstructionRow): readonly string[] {
  return (components ?? []).flatMap((index) => COMPONENTS.find((component) => component.index === index)?.id ?? []);
}

/** The mnemonics of the exceptions that a row can raise, each once. */
export function exceptionNames({ exceptions }: InstructionRow): readonly string[] {
  const leading = exceptions.map((text) => /^#[A-Z]{2}(?:\(0\))?(?:(?:,| or| and) #[A-Z]{2}(?:\(0\))?)*/.exec(text));
  return [...new Set(leading.flatMap((match) => match?.[0].match(/#[A-Z]{2}(?:\(0\))?/g) ?? []))];
}

/** A form as the manual's opcode tables write it: `ADD r/m32, imm8`. */
export function manualForm(form: string): string {
  const code = codeByName(form);
  if (code === undefined) return ownString(form);
  const info = iced().CodeExt.opCode(code);
  const text = info.instructionString;
  info.free();
  return text;
}

/** For the forms that only our own encoding table has. */
function ownString(form: string): string {
  const operands = formByName(form)?.operands ?? [];
  const texts = operands.map(({ text, addressing }, index) =>
    addressing === 'sib' ? 'sibmem' : `${text}${text.endsWith('mm') ? index + 1 : ''}`,
  );
  return `${form.split('_')[1]} ${texts.join(', ')}`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
