/** What directives emit among instructions, as steps: the instructions that the bytes are, each at the line where it begins. */
import type { EmittedPart } from '../../language/tree/data';
import type { Statement } from '../../language/tree/statement';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { MAX_INSTRUCTION_LENGTH } from '../../machine/disassembler/decoder';
import type { Processor } from '../../machine/processor/processor';
import { decodeStep } from '../code/decode-step';
import type { Step } from './step';

/** What a statement emits among instructions; undefined for all others. */
export function emittedCode(statement: Statement): readonly EmittedPart[] | undefined {
  if (statement.kind !== 'declaration' || statement.declaration.kind !== 'code') return undefined;
  return statement.declaration.parts;
}

/** Where a directive's bytes lie. */
interface Room {
  readonly address: LinearAddress;
  readonly size: number;
}

export class EmittedSteps {
  /** The end of the last instruction: it may have begun in one directive and end in another, or in an instruction. */
  private decodedTo: LinearAddress = 0;

  /** @param code all bytes of the code, which lie from `base` on. */
  constructor(
    private readonly code: Uint8Array,
    private readonly base: LinearAddress,
    private readonly processor: Processor,
  ) {}

  /** The instructions that begin in the directive that lies there; the first one is the step of index `first`. */
  of(first: number, { address, size }: Room, { line, proc }: Pick<Step, 'line' | 'proc'>): readonly Step[] {
    const steps: Step[] = [];
    let at = Math.max(address, this.decodedTo);
    while (at < address + size) {
      const origin = { index: first + steps.length, line, proc, expected: null };
      const step = decodeStep(this.bytesAt(at), at, this.processor, origin);
      if (!step) break; // it has all the bytes that an instruction may have
      steps.push(step);
      at += step.size;
    }
    this.decodedTo = at;
    return steps;
  }

  /** Behind the code its last page is zeros. */
  private bytesAt(address: LinearAddress): Uint8Array {
    const bytes = new Uint8Array(MAX_INSTRUCTION_LENGTH);
    bytes.set(this.code.subarray(address - this.base, address - this.base + MAX_INSTRUCTION_LENGTH));
    return bytes;
  }
}
