/** How the rows of MMX instructions are made: their checks, and the components that they change. */
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { Instruction, InstructionRow, Written } from '../../cpu/instruction';
import { MMX_UNIT, mmxAndSseUnit } from '../../mmx/unit';
import { compileVector } from '../../vector/compile';
import type { Meaning } from '../../vector/meaning';
import { MEMORY_FAULTS } from '../integer/row';
import { PENDING, X87_WRITTEN } from '../x87/row';

export interface MmxRow {
  /** The mnemonic in lower case. */
  readonly name: string;
  readonly summary: string;
  readonly operation: string;
  readonly feature: Feature;
  /** Behind the mnemonic, as names of forms have them: `mm_mmm64`. */
  readonly operands: readonly string[];
  readonly meaning: Meaning;
  /** Bytes of the longer vector, where XMM registers or MXCSR belong to it too. */
  readonly withSse?: 8 | 16;
  readonly manual?: string;
  /** What becomes of x87 state, where that depends on something. */
  readonly after?: string;
}

const AFTER = 'No x87 register is empty then, and physical register 0 is on top.';

const BOTH: Written = {
  used: X87_WRITTEN.used | (1 << XFEATURE.SSE),
  modified: X87_WRITTEN.used | (1 << XFEATURE.SSE),
};

export const UNAVAILABLE: Readonly<Record<'mmx' | 'sse', readonly string[]>> = {
  mmx: ['#UD when CR0.EM is 1', '#NM when CR0.TS is 1', PENDING],
  sse: ['#UD when CR0.EM is 1 or CR4.OSFXSR is 0', '#NM when CR0.TS is 1', PENDING],
};

function writtenBy({ operands: [target] }: Instruction): Written {
  return target?.kind === 'register' && target.register.file === 'xmm' ? BOTH : X87_WRITTEN;
}

export function mmxRow(row: MmxRow): InstructionRow {
  const { name, summary, operation, feature, operands, meaning, withSse } = row;
  const forms = operands.map((words) => `${name[0]?.toUpperCase()}${name.slice(1)}_${words}`);
  const unit = withSse === undefined ? MMX_UNIT : mmxAndSseUnit(withSse);
  const toVector = operands.some((words) => words.startsWith('xmm'));
  return {
    mnemonic: name,
    summary,
    operation: `${operation} ${row.after ?? AFTER}`,
    features: [feature],
    components: [XFEATURE.X87, ...(toVector ? [XFEATURE.SSE] : [])],
    exceptions: [
      ...UNAVAILABLE[withSse === undefined ? 'mmx' : 'sse'],
      ...(forms.some((form) => /m\d/.test(form.replace(/imm8/, ''))) ? MEMORY_FAULTS : []),
      ...(forms.some((form) => form.includes('m128')) ? ['#GP(0) for memory that is not aligned to its size'] : []),
      ...(meaning.float ? ['#XM for a floating-point exception that MXCSR does not mask'] : []),
    ],
    manual: `SDM vol. 2, ${(row.manual ?? name).toUpperCase()}`,
    forms,
    written: writtenBy,
    compile: (instruction) => compileVector(meaning, instruction, unit),
  };
}
