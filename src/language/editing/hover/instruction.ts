/** What the instruction tables know of an instruction: by the form that its line has, or by the mnemonic alone. */
import type { InstructionRow } from '../../../machine/cpu/instruction';
import { componentNames, manualForm, operandForms } from '../../../machine/disassembler/documentation';
import { type Effects, effectsOf } from '../../../machine/disassembler/effects';
import { rowOfForm, rowsNamed } from '../../../machine/instructions';
import { rowOfUse } from '../../../machine/instructions/apx-use';
import type { Processor } from '../../../machine/processor/processor';
import { placeText } from '../../assembly/line-table';
import type { CheckContext } from '../../checks/check-context';
import type { Trace } from '../../tree/statement';
import { type AssembledLine, assembleLine, readSetting } from '../assembled-line';
import type { Explanation } from './explanation';
import { featureLine } from './machine';

/** Undefined where `name` (lower case) is no instruction. `line` is zero-based. */
export function describeInstruction(
  trace: Trace,
  line: number,
  name: string,
  context: CheckContext,
): Explanation | undefined {
  const statement = trace.statements.find((each) => each.line === line && each.kind === 'instruction');
  const checker = readSetting(trace, context);
  const assembled = statement?.kind === 'instruction' ? assembleLine(checker, statement.instruction) : undefined;
  const named = (assembled && rowOfForm(assembled.instruction.form)) ?? rowsNamed(name)[0];
  if (!named) return undefined;
  const row = assembled ? rowOfUse(named, assembled.instruction) : named;
  const place = trace.compiledFrom.get(line);
  const origin = place ? `\n\nCompiled from \`${placeText(place)}\`.` : '';
  return {
    code: assembled ? codeOf(name, row, manualForm(assembled.instruction.form)) : formsOf(name),
    text: textOf(row, assembled, checker.setting.processor) + origin,
  };
}

/** The form as the manual writes it, with the spelling of the line where the manual has another. */
function codeOf(name: string, { mnemonic }: InstructionRow, form: string): string {
  const [, operands = ''] = /^\S+ ?(.*)$/.exec(form) ?? [];
  const code = `${name} ${operands}`.trim();
  return name === mnemonic ? code : `${code}  ; ${mnemonic}`;
}

/** The operands of all rows of a mnemonic, one a line. */
function formsOf(name: string): string {
  const rows = rowsNamed(name);
  const suffix = rows[0] && rows[0].mnemonic !== name ? `  ; ${rows[0].mnemonic}` : '';
  const forms = new Set(rows.flatMap((row) => (operandForms(row).length > 0 ? operandForms(row) : [''])));
  return [...forms].map((operands) => `${name} ${operands}`.trim() + suffix).join('\n');
}

function textOf(row: InstructionRow, assembled: AssembledLine | undefined, processor: Processor): string {
  const components = componentNames(row);
  const parts = [
    `**${row.summary}**`,
    `\`\`\`text\n${row.operation}\n\`\`\``,
    assembled ? describeEffects(effectsOf(assembled.instruction)) : '',
    components.length > 0 ? `State components: ${components.join(', ')}.` : '',
    row.features.map((feature) => featureLine(feature, processor)).join('\n'),
    row.exceptions.length > 0
      ? `Exceptions, in the order of the checks:\n\n${row.exceptions.map((line) => `- ${line}`).join('\n')}`
      : '',
    assembled ? `Machine code: \`${assembled.bytes.map(byteText).join(' ')}\`` : '',
    `_${row.manual}_`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function describeEffects({ reads, writes, flagsRead, flagsWritten, flagsUndefined }: Effects): string {
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Reads', reads],
    ['Writes', writes],
    ['Flags read', flagsRead],
    ['Flags written', flagsWritten],
    ['Flags left undefined', flagsUndefined],
  ];
  return lines
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `- ${what}: ${names.join(', ')}`)
    .join('\n');
}

/** `??` for a byte that an address decides. */
function byteText(byte: number | undefined): string {
  return byte === undefined ? '??' : byte.toString(16).padStart(2, '0');
}
