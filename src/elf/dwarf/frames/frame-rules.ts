/** How a caller's registers are found again at an address of a function (DWARF 5, sections 6.4.1 and 6.4.2). */
import { ByteReader, FormatError } from '../../byte-reader';
import type { CommonInformation, FrameDescription } from './frame-table';

export type RegisterRule =
  | { readonly kind: 'undefined' | 'same' }
  /** Saved at, or being, the canonical frame address and `offset`. */
  | { readonly kind: 'offset' | 'value-offset'; readonly offset: bigint }
  | { readonly kind: 'register'; readonly register: number }
  /** Saved at, or being, what the expression computes from the canonical frame address. */
  | { readonly kind: 'expression' | 'value-expression'; readonly expression: Uint8Array };

export type CfaRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: bigint }
  | { readonly kind: 'expression'; readonly expression: Uint8Array };

export interface FrameRules {
  readonly cfa: CfaRule;
  readonly registers: ReadonlyMap<number, RegisterRule>;
}

interface Row {
  cfa: CfaRule;
  registers: Map<number, RegisterRule>;
}

interface Execution {
  row: Row;
  address: number;
  readonly initial: ReadonlyMap<number, RegisterRule>;
  readonly saved: Row[];
  readonly common: CommonInformation;
  readonly reader: ByteReader;
}

type Instruction = (execution: Execution, low: number) => void;

const MOST_SAVED = 100;

/** The rules at an address that the frame has. Throws `FormatError`. */
export function rulesAt({ low, common, instructions }: FrameDescription, address: number): FrameRules {
  const start: Row = { cfa: { kind: 'register', register: 0, offset: 0n }, registers: new Map() };
  const first = execute(start, common, common.instructions, new Map(), low, Number.POSITIVE_INFINITY);
  return execute(first, common, instructions, new Map(first.registers), low, address);
}

function execute(
  row: Row,
  common: CommonInformation,
  instructions: Uint8Array,
  initial: ReadonlyMap<number, RegisterRule>,
  from: number,
  until: number,
): Row {
  const reader = new ByteReader(instructions, 'Call frame information');
  const execution: Execution = { row, address: from, initial, saved: [], common, reader };
  while (!reader.isAtEnd) {
    const opcode = reader.u8();
    // The upper two bits are an opcode of their own, the others its operand.
    const primary = opcode & 0xc0;
    const instruction = INSTRUCTIONS[primary === 0 ? opcode : primary];
    if (!instruction) throw new FormatError(`Call frame information has the unknown instruction ${opcode}.`);
    const before = execution.row;
    const rules = { cfa: before.cfa, registers: before.registers };
    instruction(execution, opcode & 0x3f);
    if (execution.address > until) return rules;
  }
  return execution.row;
}

const advance =
  (read: (reader: ByteReader, low: number) => number): Instruction =>
  (execution, low) => {
    execution.address += read(execution.reader, low) * execution.common.codeFactor;
  };

/** A rule for the register whose number comes first. */
const rule =
  (read: (reader: ByteReader, execution: Execution) => RegisterRule): Instruction =>
  (execution) => {
    const register = execution.reader.uleb();
    execution.row.registers.set(register, read(execution.reader, execution));
  };

const factored = (reader: ByteReader, { common }: Execution): bigint => reader.ulebValue() * common.dataFactor;
const factoredSigned = (reader: ByteReader, { common }: Execution): bigint => reader.sleb() * common.dataFactor;
const expression = (reader: ByteReader): Uint8Array => reader.block(reader.uleb());

function restore({ row, initial }: Execution, register: number): void {
  const before = initial.get(register);
  if (before) row.registers.set(register, before);
  else row.registers.delete(register);
}

function setCfa(execution: Execution, change: { readonly register?: number; readonly offset?: bigint }): void {
  const { cfa } = execution.row;
  const now = cfa.kind === 'register' ? cfa : { register: 0, offset: 0n };
  execution.row.cfa = { kind: 'register', register: now.register, offset: now.offset, ...change };
}

const nothing: Instruction = () => undefined;

const INSTRUCTIONS: Readonly<Record<number, Instruction>> = {
  64: advance((_reader, low) => low), // advance_loc
  128: (execution, low) => {
    // offset
    execution.row.registers.set(low, { kind: 'offset', offset: factored(execution.reader, execution) });
  },
  192: restore,
  0: nothing,
  1: (execution) => {
    execution.address = execution.reader.address(); // set_loc
  },
  2: advance((reader) => reader.u8()),
  3: advance((reader) => reader.u16()),
  4: advance((reader) => reader.u32()),
  5: rule((reader, execution) => ({ kind: 'offset', offset: factored(reader, execution) })),
  6: (execution) => restore(execution, execution.reader.uleb()),
  7: rule(() => ({ kind: 'undefined' })),
  8: rule(() => ({ kind: 'same' })),
  9: rule((reader) => ({ kind: 'register', register: reader.uleb() })),
  10: (execution) => {
    // remember_state
    if (execution.saved.length >= MOST_SAVED) throw new FormatError('Call frame information remembers too much.');
    const { cfa, registers } = execution.row;
    execution.saved.push({ cfa, registers: new Map(registers) });
  },
  11: (execution) => {
    execution.row = execution.saved.pop() ?? execution.row; // restore_state
  },
  12: (execution) => {
    const register = execution.reader.uleb(); // def_cfa
    setCfa(execution, { register, offset: execution.reader.ulebValue() });
  },
  13: (execution) => setCfa(execution, { register: execution.reader.uleb() }),
  14: (execution) => setCfa(execution, { offset: execution.reader.ulebValue() }),
  15: (execution) => {
    execution.row.cfa = { kind: 'expression', expression: expression(execution.reader) };
  },
  16: rule((reader) => ({ kind: 'expression', expression: expression(reader) })),
  17: rule((reader, execution) => ({ kind: 'offset', offset: factoredSigned(reader, execution) })),
  18: (execution) => {
    const register = execution.reader.uleb(); // def_cfa_sf
    setCfa(execution, { register, offset: factoredSigned(execution.reader, execution) });
  },
  19: (execution) => setCfa(execution, { offset: factoredSigned(execution.reader, execution) }),
  20: rule((reader, execution) => ({ kind: 'value-offset', offset: factored(reader, execution) })),
  21: rule((reader, execution) => ({ kind: 'value-offset', offset: factoredSigned(reader, execution) })),
  22: rule((reader) => ({ kind: 'value-expression', expression: expression(reader) })),
  46: (execution) => void execution.reader.uleb(), // GNU_args_size
};
