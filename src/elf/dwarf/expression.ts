/** Evaluates location descriptions and the expressions of call frame information (DWARF 5, sections 2.5, 2.6 and 7.7.1). */
import { ByteReader } from '../byte-reader';
import type { FrameState, Location, Piece } from './location';
import { type Machine, OPERATIONS } from './operations';

/** Loops are possible; no compiler needs one. */
const MOST_OPERATIONS = 1000;

const OPTIMIZED_OUT = 'It has been optimized out.';

/** Never throws: whatever cannot be evaluated is nowhere. @param initial what lies on the stack at first. */
export function locate(expression: Uint8Array, frame: FrameState, initial?: bigint): Location {
  if (expression.length === 0) return { kind: 'nowhere', why: OPTIMIZED_OUT };
  const machine = new ExpressionMachine(expression, frame, initial);
  try {
    return machine.run();
  } catch (error) {
    return { kind: 'nowhere', why: error instanceof Error ? error.message : String(error) };
  }
}

/** What an expression computes, as call frame information and frame bases have them; undefined where it cannot be evaluated. */
export function compute(expression: Uint8Array, frame: FrameState, initial?: bigint): bigint | undefined {
  const location = locate(expression, frame, initial);
  if (location.kind === 'memory') return location.address;
  if (location.kind === 'register') return frame.register(location.register);
  return location.kind === 'value' ? location.value : undefined;
}

class ExpressionMachine implements Machine {
  readonly reader: ByteReader;
  readonly stack: bigint[] = [];
  /** What the operations so far say, if not an address. */
  result: Location | undefined;
  private readonly pieces: Piece[] = [];

  constructor(
    expression: Uint8Array,
    readonly frame: FrameState,
    initial: bigint | undefined,
  ) {
    this.reader = new ByteReader(expression, 'A location description');
    if (initial !== undefined) this.stack.push(initial);
  }

  run(): Location {
    for (let left = MOST_OPERATIONS; !this.reader.isAtEnd; left--) {
      if (left === 0) throw new Error('Its location takes too long to compute.');
      const operation = this.reader.u8();
      const run = OPERATIONS[operation];
      if (!run) throw new Error(`Its location uses an operation that is not known here (0x${operation.toString(16)}).`);
      run(this, operation);
    }
    return this.pieces.length > 0 ? { kind: 'pieces', pieces: this.pieces } : this.taken();
  }

  push(value: bigint): void {
    this.stack.push(BigInt.asUintN(64, value));
  }

  pop(): bigint {
    const value = this.stack.pop();
    if (value === undefined) throw new Error('Its location cannot be computed: something is missing in it.');
    return value;
  }

  piece(size: number): void {
    const isEmpty = this.result === undefined && this.stack.length === 0;
    this.pieces.push({ size, location: isEmpty ? { kind: 'nowhere', why: OPTIMIZED_OUT } : this.taken() });
  }

  private taken(): Location {
    const { result } = this;
    this.result = undefined;
    return result ?? { kind: 'memory', address: this.pop() };
  }
}
