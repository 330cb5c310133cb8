/** The instruction of one line, assembled by itself: its form, and its bytes as far as no address decides them. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { type Assembled, assemble } from '../../machine/assembler/assemble';
import type { Instruction } from '../../machine/cpu/instruction';
import { isAssemblyError } from '../../machine/encoding/operand';
import { checkConstants } from '../checks/check-constants';
import type { CheckContext } from '../checks/check-context';
import { checkSetting } from '../checks/check-setting';
import { Checker } from '../checks/checker';
import { collectNames, isBuiltInProc } from '../checks/trace-names';
import { ExpressionError } from '../errors/expression-error';
import { operandsOf, type SymbolLookup } from '../instructions';
import type { InstructionSyntax } from '../tree/instruction';
import type { Trace } from '../tree/statement';

export interface AssembledLine {
  readonly instruction: Instruction;
  /** Undefined for a byte that depends on where a label or data will lie. */
  readonly bytes: readonly (number | undefined)[];
}

/** A trace as its instructions see it: constants, names, the machine. Reports nothing. */
export function readSetting(trace: Trace, context: CheckContext): Checker {
  const { setting } = checkSetting(trace, context);
  const checker = new Checker(trace, collectNames(trace), setting);
  checkConstants(checker);
  return checker;
}

const ADDRESS: LinearAddress = 0x40_0000;
/** Two places that symbols could have, within the reach of a short branch and beyond it: they differ in every byte. */
const NEAR = [0x12, 0x34] as const;
const FAR = [0x0101_0101, 0x1212_1212] as const;

/** Undefined where the line does not assemble. */
export function assembleLine(checker: Checker, syntax: InstructionSyntax): AssembledLine | undefined {
  const [far, other] = FAR.map((distance) => assembleWith(checker, syntax, ADDRESS + distance));
  const [near, otherNear] = NEAR.map((distance) => assembleWith(checker, syntax, ADDRESS + distance));
  if (!far || !other) return undefined;
  if (near && otherNear && near.bytes.length < far.bytes.length) return common(near, otherNear);
  return common(far, other);
}

function common({ instruction, bytes }: Assembled, other: Assembled): AssembledLine {
  return { instruction, bytes: [...bytes].map((byte, index) => (byte === other.bytes[index] ? byte : undefined)) };
}

/** With all labels, procedures and data at `place`. */
function assembleWith(checker: Checker, syntax: InstructionSyntax, place: LinearAddress): Assembled | undefined {
  const lookup: SymbolLookup = (name) => {
    const kind = checker.names.byName.get(name)?.kind;
    const isAddress = kind === 'label' || kind === 'proc' || kind === 'data' || isBuiltInProc(checker.names, name);
    return isAddress ? BigInt(place) : undefined;
  };
  try {
    const operands = operandsOf(syntax, lookup, checker.evaluateConstant);
    const prefixes = syntax.prefixes.map(({ text }) => text);
    const assembled = assemble(syntax.mnemonic.text, prefixes, operands, ADDRESS);
    return isAssemblyError(assembled) ? undefined : assembled;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
