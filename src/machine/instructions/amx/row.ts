/** The parts of an AMX instruction's row: the checks of its class, then its meaning. */
import { type AmxClass, amxCheck, amxExceptions } from '../../amx/exception-classes';
import type { ProductTiles } from '../../amx/product';
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { Cpu } from '../../cpu/cpu';
import type { Instruction, InstructionRow, MemoryRef } from '../../cpu/instruction';
import { targetWritten } from '../../vector/written';

const { XTILECFG, XTILEDATA } = XFEATURE;

export interface AmxRow {
  readonly mnemonic: string;
  readonly class: AmxClass;
  readonly features?: readonly Feature[];
  /** The use of tile data, as words that follow the mnemonic in an explanation. Only for instructions that XFD concerns. */
  readonly use?: string;
  readonly components?: readonly number[];
  readonly summary: string;
  readonly operation: string;
  /** The exceptions after the checks of the class. */
  readonly faults: readonly string[];
  readonly form: string;
  /** The form is one that APX adds. */
  readonly promoted?: boolean;
  /** The instruction's meaning, once its class's checks have passed. */
  readonly meaning: (instruction: Instruction) => (cpu: Cpu) => void;
}

export const MEMORY_FAULTS = ['#GP(0) or #SS(0) for an address that is not canonical', '#PF for a page fault'];

const PROMOTION: readonly Feature[] = ['APX_F'];

/** The same instruction with the EVEX prefix, by which APX gives its address 32 general registers (APX 355828). */
export function promotedRow(amx: AmxRow): AmxRow {
  return {
    ...amx,
    operation: `${amx.operation}\nIn this form base and index may be r16 to r31.`,
    form: amx.form.replace('VEX_', 'EVEX_'),
    promoted: true,
  };
}

export function amxRow(amx: AmxRow): InstructionRow {
  const { promoted = false } = amx;
  const features: readonly Feature[] = ['AMX_TILE', ...(amx.features ?? []), ...(promoted ? PROMOTION : [])];
  return {
    mnemonic: amx.mnemonic,
    summary: amx.summary,
    operation: amx.operation,
    features,
    components: [...(amx.components ?? [XTILECFG, XTILEDATA]), ...(promoted ? [XFEATURE.APX] : [])],
    exceptions: [...amxExceptions(amx.class, promoted), ...amx.faults],
    manual: `SDM vol. 2, ${amx.mnemonic.toUpperCase()}; class AMX-${amx.class}`,
    forms: [amx.form],
    written: targetWritten,
    compile: (instruction) => {
      const check = amxCheck({
        class: amx.class,
        mnemonic: amx.mnemonic.toUpperCase(),
        features,
        use: amx.use ?? 'uses XTILEDATA',
        tiles: tileOperands(instruction),
        promoted,
      });
      const execute = amx.meaning(instruction);
      return (cpu) => {
        check(cpu);
        execute(cpu);
      };
    },
  };
}

function tileOperands({ operands }: Instruction): number[] {
  return operands.flatMap((operand) =>
    operand.kind === 'register' && operand.register.file === 'tmm' ? [operand.register.index] : [],
  );
}

export function tileOperand(instruction: Instruction): number {
  return tileOperands(instruction)[0]!; // the forms of the rows that ask have a tile
}

export function productTiles(instruction: Instruction): ProductTiles {
  const [c, a, b] = tileOperands(instruction);
  return { c: c!, a: a!, b: b! }; // the forms of products have three
}

export function memoryOperand({ operands }: Instruction): MemoryRef {
  const operand = operands.find(({ kind }) => kind === 'memory');
  if (operand?.kind !== 'memory') throw new TypeError('the form has a memory operand');
  return operand.memory;
}
