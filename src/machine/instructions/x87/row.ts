/** Rows of x87 instructions: their checks, and the components that they leave in use. */
import { type ComponentSet, XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { Execute, Instruction, InstructionRow, Written } from '../../cpu/instruction';
import { requireX87Available } from '../../cpu/requirements';
import { NOTHING_WRITTEN } from '../../vector/written';
import { requireNoPendingException } from '../../x87/status';
import { MISSING } from '../integer/row';

const X87: ComponentSet = 1 << XFEATURE.X87;

/** Every x87 and MMX instruction but those that only store a control or status word. */
export const X87_WRITTEN: Written = { used: X87, modified: X87 };

export const PENDING = '#MF when an x87 exception is pending';
const NOT_AVAILABLE = '#NM when CR0.EM or CR0.TS is 1';

export interface X87Row {
  readonly mnemonic: string;
  readonly summary: string;
  readonly operation: string;
  readonly forms: readonly string[];
  /** Waits for the exceptions of earlier instructions: #MF. */
  readonly waits?: boolean;
  /** Leaves the component out of use (FNSTCW, FNSTSW). */
  readonly onlyStores?: boolean;
  /** A feature beside the unit itself. */
  readonly feature?: Feature;
  /** The exceptions after the checks. */
  readonly faults?: readonly string[];
  readonly manual?: string;
  /** The instruction's work, once the checks have passed. */
  readonly meaning: (instruction: Instruction) => Execute;
}

export function x87Row(row: X87Row): InstructionRow {
  const { mnemonic, summary, operation, forms, waits = false, onlyStores = false, faults = [], meaning } = row;
  const name = mnemonic.toUpperCase();
  return {
    mnemonic,
    summary,
    operation,
    features: ['FPU', ...(row.feature === undefined ? [] : [row.feature])],
    components: [XFEATURE.X87],
    exceptions: [MISSING, NOT_AVAILABLE, ...(waits ? [PENDING] : []), ...faults],
    manual: `SDM vol. 2, ${row.manual ?? name}`,
    forms,
    written: () => (onlyStores ? NOTHING_WRITTEN : X87_WRITTEN),
    compile: (instruction) => {
      const execute = meaning(instruction);
      return (cpu) => {
        requireX87Available(cpu, name);
        if (waits) requireNoPendingException(cpu);
        execute(cpu);
      };
    },
  };
}
