/**
 * From the meaning of a vector instruction and its operands to what runs it: checks, mask, sources, operation, MXCSR,
 * destination, in this order (Intel SDM vol. 1, 15.6; vol. 2, 2.4 and 2.8).
 */
import type { Cpu } from '../cpu/cpu';
import type { Execute, Instruction, Operand, Rounding } from '../cpu/instruction';
import { CHECK, type Encoding, encodingOf, vectorLength } from './enabling';
import { MXCSR_MASKS, raiseStatus } from './float/mxcsr-exceptions';
import { ROUND, ROUNDING_SHIFT } from './float/round';
import { XMM_BYTES } from './lanes';
import type { Meaning } from './meaning';
import { compileLoad } from './source';
import { compileReach, compileStore } from './target';
import { FRAME } from './vector-frame';

/** Where a vector instruction is executed: what is checked first, how long its vectors are, and what it leaves behind. */
export interface Unit {
  /** Raises #UD, #NM or #MF; `name` is the instruction's, in capitals. */
  readonly check: (cpu: Cpu, name: string) => void;
  /** Bytes of the longest vector among the operands. */
  readonly length: number;
  /** Comes last, where nothing was raised. */
  readonly settle?: (cpu: Cpu) => void;
}

function unitOf(form: string): Unit {
  return { check: CHECK[encodingOf(form)], length: vectorLength(form) };
}

export function compileVector(
  meaning: Meaning,
  instruction: Instruction,
  { check, length, settle }: Unit = unitOf(instruction.form),
): Execute {
  const { operands, mnemonic, form, rounding } = instruction;
  const encoding = encodingOf(form);
  const name = mnemonic.toUpperCase();
  const bytes = meaning.scalar ? meaning.lane : (meaning.resultBytes?.(length) ?? length);
  const lanes = Math.max(1, bytes / meaning.lane);
  const [target] = operands;
  const mask = target?.kind === 'register' || target?.kind === 'memory' ? target.mask : undefined;
  const setLive = liveSetter(mask);
  const context = { encoding, lanes, masked: mask !== undefined };
  const loads = sourceOperands(meaning, operands, encoding).map((operand, index) =>
    compileLoad(operand, FRAME.sources[index] ?? FRAME.sources[0], meaning, context),
  );
  const shape = { encoding, bytes, lanes };
  const store = meaning.noTarget || !target ? setFlags : compileStore(target, meaning, shape);
  const reach = meaning.float && target?.kind === 'memory' ? compileReach(target, meaning, shape) : undefined;
  const { operate, scalar, float } = meaning;
  return (cpu) => {
    check(cpu, name);
    setLive(cpu);
    for (let i = 0; i < loads.length; i++) loads[i]!(cpu); // within the list
    FRAME.length = length;
    FRAME.mxcsr = rounding ? withRounding(cpu.mxcsr, rounding) : cpu.mxcsr;
    FRAME.status = 0;
    FRAME.rflags = cpu.rflags;
    FRAME.choices = cpu.processor.choices;
    FRAME.result.u8.fill(0);
    if (scalar) FRAME.result.u8.set(FRAME.sources[0].u8.subarray(0, XMM_BYTES));
    operate(FRAME);
    reach?.(cpu);
    if (float && !rounding) raiseStatus(cpu, FRAME.status, name);
    store(cpu);
    settle?.(cpu);
  };
}

const MODES: Readonly<Record<Rounding, number | undefined>> = {
  'rn-sae': ROUND.NEAREST,
  'rd-sae': ROUND.DOWN,
  'ru-sae': ROUND.UP,
  'rz-sae': ROUND.TRUNCATE,
  sae: undefined,
};

/** MXCSR with all exceptions masked, and with another rounding mode. */
function withRounding(mxcsr: number, rounding: Rounding): number {
  const mode = MODES[rounding];
  const masked = mxcsr | MXCSR_MASKS;
  return mode === undefined ? masked : (masked & ~(3 << ROUNDING_SHIFT)) | (mode << ROUNDING_SHIFT);
}

/** Legacy instructions with two operands compute from both; an immediate is not counted. */
function sourceOperands(meaning: Meaning, operands: readonly Operand[], encoding: Encoding): readonly Operand[] {
  const reads = meaning.noTarget || meaning.readsTarget || (encoding === 'legacy' && meaning.nds);
  const named = reads ? operands : operands.slice(1);
  return meaning.implicit ? [...named, { kind: 'register', register: meaning.implicit }] : named;
}

function liveSetter(mask: number | undefined): (cpu: Cpu) => void {
  if (mask === undefined) return () => FRAME.live.fill(1);
  return (cpu) => {
    const value = cpu.opmask[mask]!; // an operand's register exists
    let low = Number(value & 0xffff_ffffn);
    let high = Number(value >> 32n);
    for (let lane = 0; lane < 32; lane++, low >>>= 1, high >>>= 1) {
      FRAME.live[lane] = low & 1;
      FRAME.live[lane + 32] = high & 1;
    }
  };
}

function setFlags(cpu: Cpu): void {
  cpu.rflags = FRAME.rflags;
}
