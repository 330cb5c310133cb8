/** From a frame to that of its caller (DWARF 5, section 6.4.3). */
import { compute } from '../expression';
import type { FrameState } from '../location';
import { type CfaRule, type RegisterRule, rulesAt } from './frame-rules';
import type { FrameTable } from './frame-table';

/** DWARF's numbers of registers of x86-64 (System V ABI, figure 3.36). */
export const X86_64 = { rsp: 7, rip: 16, registers: 17 } as const;

/** What is known of a frame: general registers and RIP, by DWARF's numbers. */
export type FrameRegisters = readonly (bigint | undefined)[];

export type ReadMemory = (address: bigint, size: number) => bigint | undefined;

export interface Unwound {
  /** The canonical frame address of the frame that was unwound: the caller's RSP behind the call. */
  readonly cfa: bigint;
  /** Of the caller; undefined at the outermost frame. */
  readonly caller: FrameRegisters | undefined;
  /** The frame is that of a signal: the caller was interrupted, and the instruction at its RIP has not been executed. */
  readonly isSignal: boolean;
}

/**
 * @param address of the file, within the frame's function: for a caller, a byte before where it goes on.
 * @param relocated from an address of the file to one in memory. Undefined where nothing is known of the place.
 */
export function unwind(
  table: FrameTable,
  address: number,
  registers: FrameRegisters,
  read: ReadMemory,
): Unwound | undefined {
  const description = table.at(address);
  if (!description) return undefined;
  const rules = rulesAt(description, address);
  const frame = stateOf(registers, read);
  const cfa = cfaOf(rules.cfa, frame);
  if (cfa === undefined) return undefined;
  const caller: (bigint | undefined)[] = [];
  for (let register = 0; register < X86_64.registers; register++) {
    const rule = rules.registers.get(register);
    caller.push(rule ? valueBy(rule, registers, register, cfa, frame) : registers[register]);
  }
  if (!rules.registers.has(X86_64.rsp)) caller[X86_64.rsp] = cfa;
  const returns = caller[description.common.returnRegister];
  caller[X86_64.rip] = returns;
  const { isSignal } = description.common;
  return { cfa, caller: returns === undefined || returns === 0n ? undefined : caller, isSignal };
}

function cfaOf(rule: CfaRule, frame: FrameState): bigint | undefined {
  if (rule.kind === 'expression') return compute(rule.expression, frame);
  const base = frame.register(rule.register);
  return base === undefined ? undefined : BigInt.asUintN(64, base + rule.offset);
}

function valueBy(
  rule: RegisterRule,
  registers: FrameRegisters,
  register: number,
  cfa: bigint,
  frame: FrameState,
): bigint | undefined {
  switch (rule.kind) {
    case 'undefined':
      return undefined;
    case 'same':
      return registers[register];
    case 'register':
      return registers[rule.register];
    case 'offset':
      return frame.read(BigInt.asUintN(64, cfa + rule.offset), 8);
    case 'value-offset':
      return BigInt.asUintN(64, cfa + rule.offset);
    case 'value-expression':
      return compute(rule.expression, frame, cfa);
    case 'expression': {
      const address = compute(rule.expression, frame, cfa);
      return address === undefined ? undefined : frame.read(address, 8);
    }
  }
}

/** Expressions of call frame information use registers and memory only. */
function stateOf(registers: FrameRegisters, read: ReadMemory): FrameState {
  return {
    register: (register) => registers[register],
    read,
    cfa: undefined,
    frameBase: undefined,
    threadLocal: () => undefined,
    relocated: (address) => address,
    indexed: () => 0n,
  };
}
