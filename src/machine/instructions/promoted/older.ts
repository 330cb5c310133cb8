/** Older instructions behind APX's EVEX prefix: what they do is what the older form does. */
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { APX_FORMS } from '../../encoding/apx';
import { tableOf } from '../../table';
import { INTEGER_INSTRUCTIONS } from '../integer';
import { APX_DISABLED, APX_MISSING } from '../integer/row';
import { KERNEL_INSTRUCTIONS } from '../kernel';
import { VECTOR_INSTRUCTIONS } from '../vector';
import { NOVELTY, PROMOTION } from './row';

const rowOfOlder = new Map<string, InstructionRow>(
  [...INTEGER_INSTRUCTIONS, ...KERNEL_INSTRUCTIONS, ...VECTOR_INSTRUCTIONS].flatMap((row) =>
    row.forms.map((form) => [form, row] as const),
  ),
);

interface Group {
  readonly older: InstructionRow;
  readonly isNew: boolean;
  /** Of IMUL that clears the bits above its product. */
  readonly isZeroing: boolean;
  readonly forms: string[];
}

function groups(): readonly Group[] {
  const found: Group[] = [];
  const last = new Map<string, Group>();
  for (const { form, mnemonic, older, isNew } of APX_FORMS) {
    const row = older === undefined ? undefined : rowOfOlder.get(older);
    if (!row || /^c(cmp|test)/.test(mnemonic)) continue;
    const isZeroing = mnemonic === 'imulzu';
    const key = `${row.mnemonic} ${row.forms[0]} ${isNew} ${isZeroing}`;
    let group = last.get(key);
    if (!group) {
      group = { older: row, isNew, isZeroing, forms: [] };
      last.set(key, group);
      found.push(group);
    }
    group.forms.push(form);
  }
  return found;
}

/** Behind EVEX they have no older instruction to fall back to. */
const NEEDED = tableOf<Feature>({ tzcnt: 'BMI1', lzcnt: 'LZCNT' });

const NOTES = {
  promoted: 'In this form registers may be r16 to r31.',
  new: [
    'With one operand more the first is a new destination: the others are then only read, and its bits above the result become 0.',
    'With {nf} no flags change.',
  ].join('\n'),
  zeroing: 'The bits of first above the product become 0. With {nf} no flags change.',
} as const;

function promotedRow({ older, isNew, isZeroing, forms }: Group): InstructionRow {
  const mnemonic = isZeroing ? 'imulzu' : older.mnemonic;
  const needed = NEEDED[older.mnemonic];
  const hasUd = older.exceptions.some((exception) => exception.startsWith('#UD'));
  const { aliases: _, ...rest } = older;
  return {
    ...(isZeroing ? rest : older),
    mnemonic,
    operation: `${older.operation}\n${isZeroing ? NOTES.zeroing : isNew ? NOTES.new : NOTES.promoted}`,
    features: [...older.features, ...(needed ? [needed] : []), ...(isNew ? NOVELTY : PROMOTION)],
    components: [...(older.components ?? []), XFEATURE.APX],
    exceptions: [...(hasUd ? [APX_DISABLED] : APX_MISSING), ...older.exceptions],
    manual: `APX 355828, ${mnemonic.toUpperCase()}`,
    forms,
    compile: (instruction) => keepingFlags(older.compile(instruction), instruction),
  };
}

/** NF: the status flags are afterwards what they were. */
function keepingFlags(execute: Execute, { form }: Instruction): Execute {
  if (!form.endsWith('_nf')) return execute;
  return (cpu) => {
    const { rflags } = cpu;
    execute(cpu);
    cpu.rflags = rflags;
  };
}

export const OLDER_INSTRUCTIONS: readonly InstructionRow[] = groups().map(promotedRow);
