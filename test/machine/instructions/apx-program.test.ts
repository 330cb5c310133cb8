import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Execute } from '../../../src/machine/cpu/instruction';
import { decode } from '../../../src/machine/disassembler/decoder';
import { apxFormOf } from '../../../src/machine/encoding/apx';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { fromHex } from '../hex';
import { DATA, readyCpu } from './instances';

const FOLDER = path.join(__dirname, '../../fixtures/apx');
const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8').trim();

const CODE = 0x40_0000;
/** Where the outermost call returns to. */
const END = 0x7000;

describe('A program that is compiled for APX', () => {
  const code = fromHex(read('program.hex').replaceAll('\n', ''));
  const [entry = '', ...results] = read('results.txt').split('\n');
  const compiled = new Map<number, { readonly execute: Execute; readonly next: number }>();
  const forms = new Set<string>();

  function at(cpu: Cpu, address: number) {
    const known = compiled.get(address);
    if (known) return known;
    const decoded = decode(code.subarray(address - CODE), address);
    assert(decoded.kind === 'instruction', `${address.toString(16)}: ${decoded.kind}`);
    const { instruction } = decoded;
    forms.add(instruction.form);
    const made = { execute: compileInstruction(instruction, cpu.processor), next: address + instruction.bytes.length };
    compiled.set(address, made);
    return made;
  }

  function call(cpu: Cpu, argument: bigint): bigint {
    const stack = DATA + 0x1ff8;
    cpu.memory.write64(cpu.access, stack, BigInt(END));
    cpu.gpr[GPR.RSP] = BigInt(stack);
    cpu.gpr[GPR.RDI] = argument;
    cpu.rip = CODE + Number.parseInt(entry, 16);
    for (let steps = 0; cpu.rip !== END; steps++) {
      assert.ok(steps < 100_000);
      const { execute, next } = at(cpu, cpu.rip);
      cpu.rip = next;
      execute(cpu);
    }
    return cpu.gpr[GPR.RAX]!; // RAX is one of the registers
  }

  it('computes what it does without APX on a real processor', () => {
    const cpu = readyCpu();
    for (const line of results) {
      const [argument = '', result] = line.split(' ');
      assert.equal(
        call(cpu, BigInt(`0x${argument}`))
          .toString(16)
          .padStart(16, '0'),
        result,
        argument,
      );
    }
    assert.equal(results.length, 8);
  });

  it('consists of all kinds of them', () => {
    const promoted = [...forms].filter((form) => apxFormOf(form));
    for (const kind of [
      /_nf$/,
      /^EVEX_Ccmp/,
      /^EVEX_Ctest/,
      /^EVEX_Push2p/,
      /^EVEX_Pop2p/,
      /^EVEX_\w+_r(32|64)_\w+_\w+/,
    ])
      assert.ok(
        promoted.some((form) => kind.test(form)),
        kind.source,
      );
  });
});
