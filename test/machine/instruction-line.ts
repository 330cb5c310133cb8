/** Instructions as a trace writes them, executed on a bare processor. */
import assert from 'node:assert/strict';
import { evaluate } from '../../src/language/evaluate';
import { operandsOf } from '../../src/language/operands';
import { parseTrace } from '../../src/language/parser';
import { assemble } from '../../src/machine/assembler/assemble';
import { isAssemblyError } from '../../src/machine/assembler/operand';
import { Cpu, CR4 } from '../../src/machine/cpu';
import { Fault } from '../../src/machine/exception';
import { compileInstruction } from '../../src/machine/execute';
import type { Instruction } from '../../src/machine/instruction';
import { Memory } from '../../src/machine/memory';
import { DEFAULT_MODEL } from '../../src/machine/models';
import { Processor } from '../../src/machine/processor';

export const DATA = 0x10000;
/** The end of the only page. */
export const END = DATA + 0x1000;

const processor = new Processor(DEFAULT_MODEL);

/** At CPL 0 with everything of AVX-512 enabled, and a page at DATA. */
export function bareCpu(): Cpu {
  const memory = new Memory();
  memory.map(0, DATA, 0x1000);
  const cpu = new Cpu(0, processor, memory);
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = 0xe7n;
  return cpu;
}

export function assembleLine(line: string): Instruction {
  const { statements, diagnostics } = parseTrace(line);
  assert.deepEqual(diagnostics, [], line);
  const [statement] = statements;
  assert.ok(statement?.kind === 'instruction', line);
  const { mnemonic, prefixes } = statement.instruction;
  const operands = operandsOf(
    statement.instruction,
    () => undefined,
    (expression) => evaluate(expression, { name: () => undefined }),
  );
  const assembled = assemble(
    mnemonic.text,
    prefixes.map(({ text }) => text),
    operands,
    0,
  );
  if (isAssemblyError(assembled)) assert.fail(`${line}: ${assembled.message}`);
  return assembled.instruction;
}

export function executeLine(cpu: Cpu, line: string): void {
  compileInstruction(assembleLine(line), processor)(cpu);
}

/** The exception that the line raises, or `none`. */
export function faultOfLine(cpu: Cpu, line: string): string {
  try {
    executeLine(cpu, line);
  } catch (error) {
    if (error instanceof Fault) return error.mnemonic;
    throw error;
  }
  return 'none';
}

/** Vector register `register` as unsigned lanes of `bytes` bytes. */
export function lanesOf(cpu: Cpu, register: number, bytes: number, length = 64): bigint[] {
  return Array.from({ length: length / bytes }, (_, lane) => {
    const at = 64 * register + lane * bytes;
    return cpu.zmm.slice(at, at + bytes).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  });
}

export function setLanes(cpu: Cpu, register: number, bytes: number, values: readonly bigint[]): void {
  for (const [lane, value] of values.entries()) {
    for (let byte = 0; byte < bytes; byte++) {
      cpu.zmm[64 * register + lane * bytes + byte] = Number((value >> BigInt(8 * byte)) & 0xffn);
    }
  }
}
