/**
 * Instructions that have been decoded, by their bytes: the same bytes elsewhere are the same instruction, but for its address, and need
 * neither the decoder nor another function that executes them. No instruction's bytes begin those of another one. A cache only.
 */
import type { Execute, Instruction, Operand } from '../../machine/cpu/instruction';

/** An instruction, and what executes it wherever it lies. */
export interface Shared {
  readonly instruction: Instruction;
  readonly execute: Execute;
}

/** So many are kept before all are forgotten: some 40 MB. */
const MOST = 100_000;

export class SharedInstructions {
  /** From 256 times a node's number, plus a byte, to the next node's number, or to `~` of an index of `shared`. The root is 0. */
  private readonly edges = new Map<number, number>();
  private readonly shared: Shared[] = [];
  private nodes = 1;

  /** The instruction that `bytes` begin with, if it is known. */
  find(bytes: Uint8Array): Shared | undefined {
    let node = 0;
    for (let at = 0; at < bytes.length; at++) {
      const next = this.edges.get(256 * node + bytes[at]!); // within bounds
      if (next === undefined) return undefined;
      if (next < 0) return this.shared[~next];
      node = next;
    }
    return undefined;
  }

  /** Keeps an instruction, unless its meaning depends on where it lies. */
  enter(known: Shared): void {
    const { bytes, operands } = known.instruction;
    if (operands.some(dependsOnAddress)) return;
    if (this.shared.length >= MOST) this.forget();
    let node = 0;
    for (const byte of bytes.subarray(0, -1)) node = this.child(256 * node + byte);
    this.edges.set(256 * node + bytes.at(-1)!, ~this.shared.length); // an instruction has bytes
    this.shared.push(known);
  }

  private child(edge: number): number {
    const known = this.edges.get(edge);
    if (known !== undefined) return known;
    this.edges.set(edge, this.nodes);
    return this.nodes++;
  }

  private forget(): void {
    this.edges.clear();
    this.shared.length = 0;
    this.nodes = 1;
  }
}

/** Branches, and memory by RIP, are decoded to the address that is meant. */
function dependsOnAddress(operand: Operand): boolean {
  return operand.kind === 'branch' || (operand.kind === 'memory' && operand.memory.base?.file === 'rip');
}
