/** Arithmetic on the register stack (Intel SDM vol. 1, 8.3.5 to 8.3.9). */
import type { Cpu } from '../cpu/cpu';
import type { Result, Unary } from './arithmetic';
import { finish, missing, type Operate, readOperand, settle } from './complete';
import type { MemoryFormat } from './memory-formats';
import { type Extended, INDEFINITE, numberOf, type X87Number } from './number';
import { type X87Context, x87Context } from './round';
import { extract, remainder } from './scale';
import { placeX87, readX87, writeX87 } from './stack';
import { FSW, raiseX87 } from './status';

/** ST(`target`) = `compute`(ST(`target`), ST(`source`)). @param isControlled whether the precision control counts. */
export function twoRegisters(
  compute: (context: X87Context, a: X87Number, b: X87Number) => Result,
  target: number,
  source: number,
  { pops = 0, isControlled = false }: { readonly pops?: number; readonly isControlled?: boolean } = {},
): Operate {
  return (cpu) => {
    const [a, b] = [readX87(cpu, target), readX87(cpu, source)];
    if (!a || !b) return missing(cpu, target, pops);
    const context = x87Context(cpu, isControlled);
    return finish(cpu, context, target, compute(context, numberOf(a), numberOf(b)), pops);
  };
}

/** ST(0) = `compute`(ST(0), memory). */
export function withMemory(
  compute: (context: X87Context, a: X87Number, b: X87Number) => Result,
  format: MemoryFormat,
): Operate {
  return (cpu, address) => {
    const operand = readOperand(cpu, address, format);
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    const context = x87Context(cpu, true);
    return finish(cpu, context, 0, compute(context, numberOf(a), operand), 0);
  };
}
/** ST(0) = `compute`(ST(0)). */
export function onTop(compute: Unary, isControlled = false): Operate {
  return (cpu) => {
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    const context = x87Context(cpu, isControlled);
    return finish(cpu, context, 0, compute(context, numberOf(a)), 0);
  };
}

/** FCHS and FABS: the sign, and nothing else of any encoding. */
export function onSign(change: (value: Extended) => Extended): Operate {
  return (cpu) => {
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    cpu.fsw &= ~FSW.C1;
    writeX87(cpu, 0, change(a));
    return true;
  };
}
/** FXTRACT: the exponent in place of the number, then the significand above it. */
export const extractTop: Operate = (cpu) =>
  pushingSecond(cpu, (context, a) => {
    const { exponent, significand } = extract(context, a);
    return [exponent, significand];
  });

/** ST(0) = the first of two results, and the second is pushed. */
export function pushingSecond(
  cpu: Cpu,
  compute: (context: X87Context, a: X87Number) => readonly [Result, Result],
): boolean {
  const a = readX87(cpu, 0);
  if (!a || readX87(cpu, 7)) {
    const masked = raiseX87(cpu, FSW.IE | FSW.SF);
    cpu.fsw = a ? cpu.fsw | FSW.C1 : cpu.fsw & ~FSW.C1;
    if (masked) replaceTop(cpu, INDEFINITE, INDEFINITE);
    return masked;
  }
  const context = x87Context(cpu, false);
  const [first, second] = compute(context, numberOf(a));
  const completed = settle(cpu, context);
  if (first && second) replaceTop(cpu, first, second);
  return completed;
}

function replaceTop(cpu: Cpu, first: Extended, second: Extended): void {
  writeX87(cpu, 0, first);
  placeX87(cpu, second);
}

/** FPREM and FPREM1. */
export function remainderOf(toNearest: boolean): Operate {
  return (cpu) => {
    const [a, b] = [readX87(cpu, 0), readX87(cpu, 1)];
    if (!a || !b) {
      cpu.fsw &= ~FSW.C2;
      return missing(cpu, 0);
    }
    const context = x87Context(cpu, false);
    const { value, bits, isComplete } = remainder(context, numberOf(a), numberOf(b), toNearest);
    const completed = finish(cpu, context, 0, value, 0);
    cpu.fsw &= ~FSW.C2;
    if (!isComplete) cpu.fsw |= FSW.C2;
    if (bits === undefined) return completed;
    cpu.fsw &= ~(FSW.C0 | FSW.C3 | FSW.C1);
    cpu.fsw |= (bits & 4n ? FSW.C0 : 0) | (bits & 2n ? FSW.C3 : 0) | (bits & 1n ? FSW.C1 : 0);
    return completed;
  };
}
