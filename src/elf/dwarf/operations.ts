/** The operations of DWARF expressions (DWARF 5, section 7.7.1): a row an opcode. */
import type { ByteReader } from '../byte-reader';
import type { FrameState, Location } from './location';

/** What operations work on. */
export interface Machine {
  readonly reader: ByteReader;
  readonly frame: FrameState;
  /** The latest last. */
  readonly stack: bigint[];
  result: Location | undefined;
  push(value: bigint): void;
  pop(): bigint;
  piece(size: number): void;
}

type Operation = (machine: Machine, opcode: number) => void;

const signed = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Throws where the value is not known. */
function known(value: bigint | undefined, what: string): bigint {
  if (value === undefined) throw new Error(what);
  return value;
}

const literal =
  (read: (reader: ByteReader) => bigint): Operation =>
  (machine) =>
    machine.push(read(machine.reader));

const binary =
  (compute: (left: bigint, right: bigint) => bigint): Operation =>
  (machine) => {
    const right = machine.pop();
    machine.push(compute(machine.pop(), right));
  };

const comparison = (holds: (left: bigint, right: bigint) => boolean): Operation =>
  binary((left, right) => (holds(signed(left), signed(right)) ? 1n : 0n));

const unary =
  (compute: (value: bigint) => bigint): Operation =>
  (machine) =>
    machine.push(compute(machine.pop()));

function registerValue({ frame }: Machine, register: number): bigint {
  return known(frame.register(register), 'It is relative to a register that is not known in this frame.');
}

function dereference(machine: Machine, size: number): void {
  machine.push(known(machine.frame.read(machine.pop(), size), 'It is relative to memory that cannot be read.'));
}

function pick(machine: Machine, depth: number): void {
  machine.push(known(machine.stack.at(-1 - depth), 'Its location cannot be computed: something is missing in it.'));
}

function jump(machine: Machine): void {
  const distance = machine.reader.u16();
  machine.reader.at += distance < 0x8000 ? distance : distance - 0x1_0000;
  if (machine.reader.at < 0) throw new Error('Its location cannot be computed: it jumps out of itself.');
}

/** A shift by more than 63 bits leaves nothing, or only the sign. */
const shift = (value: bigint): bigint => (value > 63n ? 64n : value);
const divisor = (value: bigint): bigint => {
  if (value === 0n) throw new Error('Its location cannot be computed: it divides by zero.');
  return value;
};

const NOT_KEPT = 'It has been optimized out: only its value at the entry of the function could be known.';
const notKept: Operation = () => {
  throw new Error(NOT_KEPT);
};
const isNothing: Operation = () => undefined;

function tableOf(rows: Readonly<Record<number, Operation>>): readonly (Operation | undefined)[] {
  const table: (Operation | undefined)[] = Array.from({ length: 256 });
  for (const [opcode, operation] of Object.entries(rows)) table[Number(opcode)] = operation;
  for (let index = 0; index < 32; index++) {
    table[0x30 + index] = (machine) => machine.push(BigInt(index));
    table[0x50 + index] = (machine) => {
      machine.result = { kind: 'register', register: index };
    };
    table[0x70 + index] = (machine) => machine.push(registerValue(machine, index) + machine.reader.sleb());
  }
  return table;
}

export const OPERATIONS = tableOf({
  3: (machine) => machine.push(machine.frame.relocated(machine.reader.u64())), // addr
  6: (machine) => dereference(machine, 8), // deref
  8: literal((reader) => BigInt(reader.u8())), // const1u
  9: literal((reader) => BigInt(reader.i8())), // const1s
  10: literal((reader) => BigInt(reader.u16())), // const2u
  11: literal((reader) => BigInt.asIntN(16, BigInt(reader.u16()))), // const2s
  12: literal((reader) => BigInt(reader.u32())), // const4u
  13: literal((reader) => BigInt.asIntN(32, BigInt(reader.u32()))), // const4s
  14: literal((reader) => reader.u64()), // const8u
  15: literal((reader) => reader.u64()), // const8s
  16: literal((reader) => reader.ulebValue()), // constu
  17: literal((reader) => reader.sleb()), // consts
  18: (machine) => pick(machine, 0), // dup
  19: (machine) => void machine.pop(), // drop
  20: (machine) => pick(machine, 1), // over
  21: (machine) => pick(machine, machine.reader.u8()), // pick
  22: (machine) => {
    // swap
    const top = machine.pop();
    const below = machine.pop();
    machine.push(top);
    machine.push(below);
  },
  23: (machine) => {
    // rot
    const [first, second, third] = [machine.pop(), machine.pop(), machine.pop()];
    machine.push(first);
    machine.push(third);
    machine.push(second);
  },
  25: unary((value) => (signed(value) < 0n ? -value : value)), // abs
  26: binary((left, right) => left & right), // and
  27: binary((left, right) => signed(left) / divisor(signed(right))), // div
  28: binary((left, right) => left - right), // minus
  29: binary((left, right) => left % divisor(right)), // mod
  30: binary((left, right) => left * right), // mul
  31: unary((value) => -value), // neg
  32: unary((value) => ~value), // not
  33: binary((left, right) => left | right), // or
  34: binary((left, right) => left + right), // plus
  35: (machine) => machine.push(machine.pop() + machine.reader.ulebValue()), // plus_uconst
  36: binary((left, right) => left << shift(right)), // shl
  37: binary((left, right) => left >> shift(right)), // shr
  38: binary((left, right) => signed(left) >> shift(right)), // shra
  39: binary((left, right) => left ^ right), // xor
  40: (machine) => {
    // bra
    if (machine.pop() !== 0n) jump(machine);
    else machine.reader.skip(2);
  },
  41: comparison((left, right) => left === right),
  42: comparison((left, right) => left >= right),
  43: comparison((left, right) => left > right),
  44: comparison((left, right) => left <= right),
  45: comparison((left, right) => left < right),
  46: comparison((left, right) => left !== right),
  47: jump, // skip
  144: (machine) => {
    // regx
    machine.result = { kind: 'register', register: machine.reader.uleb() };
  },
  145: (machine) => {
    // fbreg
    const base = known(machine.frame.frameBase, 'The frame that it lies in is not known.');
    machine.push(base + machine.reader.sleb());
  },
  146: (machine) => {
    // bregx
    const register = machine.reader.uleb();
    machine.push(registerValue(machine, register) + machine.reader.sleb());
  },
  147: (machine) => machine.piece(machine.reader.uleb()), // piece
  148: (machine) => dereference(machine, Math.min(machine.reader.u8(), 8)), // deref_size
  150: isNothing, // nop
  155: (machine) => threadLocal(machine), // form_tls_address
  156: (machine) => machine.push(known(machine.frame.cfa, 'The frame that it lies in is not known.')), // call_frame_cfa
  158: (machine) => {
    // implicit_value
    machine.result = { kind: 'bytes', bytes: machine.reader.block(machine.reader.uleb()) };
  },
  159: (machine) => {
    // stack_value
    machine.result = { kind: 'value', value: machine.pop() };
  },
  160: notKept, // implicit_pointer
  161: (machine) => machine.push(machine.frame.relocated(machine.frame.indexed(machine.reader.uleb()))), // addrx
  162: (machine) => machine.push(machine.frame.indexed(machine.reader.uleb())), // constx
  163: notKept, // entry_value
  165: notKept, // regval_type
  166: (machine) => {
    // deref_type
    const size = machine.reader.u8();
    machine.reader.uleb();
    dereference(machine, Math.min(size, 8));
  },
  224: (machine) => threadLocal(machine), // GNU_push_tls_address
  242: notKept, // GNU_implicit_pointer
  243: notKept, // GNU_entry_value
});

function threadLocal(machine: Machine): void {
  machine.push(known(machine.frame.threadLocal(machine.pop()), 'It belongs to a thread, and its place is not known.'));
}
