/**
 * Disassembly of the core's instructions: Intel syntax as the GNU tools print it, which the trace language reads back.
 * Written here and not left to the decoder's formatter because that cannot name symbols.
 */

import { formatAddress, fromLinear, type LinearAddress } from '../architecture/linear-address';
import { formatDefaultFlags } from '../assembler/default-flags';
import { usesExtendedGeneral } from '../cpu/extended-general';
import type { Instruction, Masking, MemoryRef, Operand } from '../cpu/instruction';
import { isVector, registerName } from '../cpu/register-names';
import { apxFormOf } from '../encoding/apx';

/** The name of an address, with an offset if need be: `a`, `a+0x10`; undefined where nothing is near. */
export type SymbolOf = (address: LinearAddress) => string | undefined;

export const SIZE_NAMES: Readonly<Record<number, string>> = {
  1: 'BYTE',
  2: 'WORD',
  4: 'DWORD',
  8: 'QWORD',
  10: 'TBYTE',
  16: 'XMMWORD',
  32: 'YMMWORD',
  64: 'ZMMWORD',
};

/** `add eax, DWORD PTR [rdi+rcx*4-0x8]`; addresses by name where `symbolOf` knows one. */
export function formatInstruction(instruction: Instruction, symbolOf: SymbolOf = () => undefined): string {
  const operands = instruction.operands.map((operand) => formatOperand(operand, instruction, symbolOf));
  if (instruction.rounding) {
    // Ahead of an immediate.
    const at = instruction.operands.at(-1)?.kind === 'immediate' ? operands.length - 1 : operands.length;
    operands.splice(at, 0, `{${instruction.rounding}}`);
  }
  const prefixes = (instruction.prefixes ?? []).map((prefix) => `${prefix} `).join('');
  const mnemonic = /^Mov_(.*moffs|r64_imm64$)/.test(instruction.form) ? 'movabs' : instruction.mnemonic;
  const { defaultFlags } = instruction;
  const decoration = defaultFlags === undefined ? '' : `${formatDefaultFlags(defaultFlags)} `;
  return `${prefixes}${encodingOf(instruction)}${mnemonic} ${decoration}${operands.join(', ')}`.trim();
}

/** What the assembler has to be told of APX's EVEX prefix: that no flags change, or that there is a shorter encoding. */
function encodingOf({ form, operands }: Instruction): string {
  if (form.endsWith('_nf')) return '{nf} ';
  const apx = apxFormOf(form);
  if (!apx || apx.isNew || apx.older === undefined) return '';
  return apx.older.startsWith('VEX_') && operands.some(usesExtendedGeneral) ? '' : '{evex} ';
}

function formatOperand(operand: Operand, instruction: Instruction, symbolOf: SymbolOf): string {
  switch (operand.kind) {
    case 'register':
      return registerName(operand.register) + formatMasking(operand);
    case 'memory':
      return formatMemory(operand.memory, instruction, symbolOf) + formatMasking(operand);
    case 'immediate':
      return formatImmediate(operand.value, operand.size);
    case 'branch':
      return symbolOf(operand.target) ?? formatAddress(operand.target);
  }
}

function formatMasking({ mask, zeroing }: Masking): string {
  return `${mask === undefined ? '' : `{k${mask}}`}${zeroing ? '{z}' : ''}`;
}

/** 64-bit values are printed with a sign, for `-0x80` says more than sixteen digits; smaller ones may well be masks. */
function formatImmediate(value: bigint, size: number): string {
  const signed = size === 8 ? BigInt.asIntN(64, value) : value;
  return signed < 0n ? `-0x${(-signed).toString(16)}` : `0x${signed.toString(16)}`;
}

const DESCRIPTOR_TABLE = /^[ls][gi]dt$/;

function isVectorOrMask(operand: Operand): boolean {
  return operand.kind === 'register' && (isVector(operand.register) || operand.register.file === 'k');
}

function formatMemory(
  memory: MemoryRef,
  { address, bytes, operands, mnemonic }: Instruction,
  symbolOf: SymbolOf,
): string {
  const { base, index, scale, displacement, size, broadcast, segment } = memory;
  const symbol = symbolOf(displacement);
  const relative = base?.file === 'rip' ? displacement - (address + bytes.length) : displacement;
  const parts = [base && registerName(base), index && `${registerName(index)}*${scale}`].filter((part) => part);
  let text = parts.join('+');
  if (symbol !== undefined) text += `${text && '+'}${symbol}`;
  else if (text === '') text = `0x${fromLinear(displacement).toString(16)}`;
  else if (relative !== 0) text += `${relative < 0 ? '-' : '+'}0x${Math.abs(relative).toString(16)}`;
  // 64 bytes are a tile configuration, of which the instruction itself tells; a vector stands beside its register.
  const isTold = (size === 64 && !operands.some(isVectorOrMask)) || DESCRIPTOR_TABLE.test(mnemonic);
  const name = isTold ? undefined : SIZE_NAMES[size];
  const copies = broadcast === undefined ? '' : `{1to${broadcast}}`;
  return `${name === undefined ? '' : `${name} PTR `}${segment ? `${registerName(segment)}:` : ''}[${text}]${copies}`;
}
