/** Instructions as a trace writes them, executed on a bare processor. */
import assert from 'node:assert/strict';
import { evaluate } from '../../../src/language/expressions/evaluate';
import { operandsOf } from '../../../src/language/instructions/operands';
import { parseTrace } from '../../../src/language/parser';
import { EMPTY_SCOPE } from '../../../src/language/vocabulary/value';
import { CR4 } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import type { Feature } from '../../../src/machine/architecture/feature';
import { assemble } from '../../../src/machine/assembler/assemble';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

export const DATA = 0x10000;
/** The end of the only page. */
export const END = DATA + 0x1000;

const processor = new Processor(DEFAULT_MODEL);

/**
 * At CPL 0 with everything of AVX-512 enabled, and a page at DATA.
 *
 * @param added features beyond those of the default model.
 */
export function bareCpu(...added: readonly Feature[]): Cpu {
  const memory = new Memory();
  memory.map(0, DATA, 0x1000);
  const features = added.map((feature) => ({ feature, present: true }));
  const cpu = new Cpu(0, added.length === 0 ? processor : new Processor(DEFAULT_MODEL, features), memory);
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = 0xe7n;
  return cpu;
}

/** @param address where the instruction lies. */
export function assembleLine(line: string, address = 0): Instruction {
  const { statements, diagnostics } = parseTrace(line);
  assert.deepEqual(diagnostics, [], line);
  const [statement] = statements;
  assert.ok(statement?.kind === 'instruction', line);
  const { mnemonic, prefixes } = statement.instruction;
  const operands = operandsOf(
    statement.instruction,
    () => undefined,
    (expression) => evaluate(expression, EMPTY_SCOPE),
  );
  const assembled = assemble(
    mnemonic.text,
    prefixes.map(({ text }) => text),
    operands,
    address,
  );
  if (isAssemblyError(assembled)) assert.fail(`${line}: ${assembled.message}`);
  return assembled.instruction;
}

export function executeLine(cpu: Cpu, line: string): void {
  compileInstruction(assembleLine(line), cpu.processor)(cpu);
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
