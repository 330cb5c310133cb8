/**
 * Where an instruction takes the bytes from that it writes to a place: for instructions that copy, the place of the copied
 * bytes; for a product of tiles, the elements that go into it; for all others what they read. Looked up before the
 * instruction executes, with the registers as they are then.
 */
import { ExpressionError } from '../../language/errors/expression-error';
import { formatValue } from '../../language/expressions/format-value';
import { rowAddresses } from '../../machine/amx/tile-address';
import { GPR } from '../../machine/architecture/gpr';
import { fromLinear, toLinear } from '../../machine/architecture/linear-address';
import { colsb, rows } from '../../machine/architecture/tilecfg';
import type { Cpu } from '../../machine/cpu/cpu';
import { effectiveAddress } from '../../machine/cpu/effective-address';
import type { Instruction, Operand, RegisterRef } from '../../machine/cpu/instruction';
import { registerName } from '../../machine/cpu/register-names';
import { effectsOf } from '../../machine/disassembler/effects';
import { evaluateText } from '../scope/evaluate-text';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import { type RegisterSpan, spanOfRegister } from '../watch/register-span';
import type { Location } from './location';
import { type Input, made, perhapsMade, type Source } from './source';

interface Question {
  readonly world: World;
  readonly cpu: Cpu;
  readonly instruction: Instruction;
  readonly to: Location & { readonly kind: 'register' | 'memory' };
}

type Rule = (question: Question) => Source | undefined;

/** By mnemonic; the first rule that answers. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^(v?mov(?!be$|mskp|sx|zx|s[bwdq]?$|[hl]{2}ps|dup|s[hl]dup)|movabs|kmov|vlddqu|lddqu|v?movnt)/, move],
  [/^(movzx|movsxd?)$/, extend],
  [/^movs[bwdq]?$/, moveString],
  [/^push2?p?$/, push],
  [/^pop2?p?$/, pop],
  [/^tileload/, loadTile],
  [/^tilestored$/, storeTile],
  [/^(tilezero|vzeroall|vzeroupper|tilerelease)$/, () => made('set to zero')],
  [/^ldtilecfg$/, loadTilecfg],
  [/^sttilecfg$/, storeTilecfg],
  [/^(v?pxorq?|v?xorp[sd]|xor|sub)$/, clear],
  [/^(vp?broadcast)/, broadcast],
  [/^tdp/, product],
];

export function instructionSource(question: Question): Source {
  const { mnemonic } = question.instruction;
  for (const [pattern, rule] of RULES) {
    const found = pattern.test(mnemonic) ? rule(question) : undefined;
    if (found) return found;
  }
  return perhapsMade('calculated', inputsOf(question));
}

function move(question: Question): Source | undefined {
  const [target, ...sources] = question.instruction.operands;
  const offset = target && offsetIn(target, question);
  // VMOVSS and their like with three registers take their low lane from the last one, and the rest from the first.
  const source = sources.at(-1);
  if (!target || !source || offset === undefined || sources.length > 1) return undefined;
  const masked = maskedOut(target, offset, question);
  return masked ?? part(source, offset, question);
}

/** What a mask leaves alone, or sets to zero. */
function maskedOut(target: Operand, offset: number, { instruction, cpu }: Question): Source | undefined {
  if ((target.kind !== 'register' && target.kind !== 'memory') || target.mask === undefined) return undefined;
  const size = elementSize(instruction.mnemonic);
  const bit = BigInt(Math.floor(offset / size));
  if (((cpu.opmask[target.mask] ?? 0n) >> bit) & 1n) return undefined;
  return target.zeroing ? made('set to zero by the mask') : { kind: 'kept' };
}

/** The size in bytes of the element that one bit of a mask register selects. */
function elementSize(mnemonic: string): number {
  if (/8$/.test(mnemonic)) return 1;
  if (/16$/.test(mnemonic)) return 2;
  return /(64|pd|sd|q)$/.test(mnemonic) ? 8 : 4;
}

function extend(question: Question): Source | undefined {
  const [target, source] = question.instruction.operands;
  const offset = target && offsetIn(target, question);
  return source && offset === 0 && bytesOf(question) <= sizeOf(source) ? part(source, 0, question) : undefined;
}

function moveString({ cpu, to }: Question): Source | undefined {
  if (to.kind !== 'memory') return undefined;
  const [from, into] = [GPR.RSI, GPR.RDI].map((index) => toLinear(cpu.gpr[index] ?? 0n) ?? 0) as [number, number];
  return { kind: 'copy', from: { ...to, space: cpu.addressSpace, address: from + (to.address - into) } };
}

/** PUSH2 has its first operand at the higher address (APX 355828, PUSH2). */
function push(question: Question): Source | undefined {
  const { instruction, to, cpu } = question;
  if (to.kind !== 'memory') return undefined;
  const below = (toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0) - to.address;
  const index = Math.ceil(below / 8) - 1;
  const source = instruction.operands[index];
  const offset = 8 * (index + 1) - below;
  return source && offset + to.length <= 8 ? part(source, offset, question) : undefined;
}

function pop(question: Question): Source | undefined {
  const { operands } = question.instruction;
  const top = toLinear(question.cpu.gpr[GPR.RSP] ?? 0n) ?? 0;
  for (const [index, target] of operands.entries()) {
    const offset = offsetIn(target, question);
    if (offset !== undefined) return memoryAt(question, top + 8 * index + offset);
  }
  return undefined;
}

function loadTile(question: Question): Source | undefined {
  const { to, cpu, instruction } = question;
  const source = instruction.operands.find(({ kind }) => kind === 'memory');
  if (source?.kind !== 'memory' || to.kind !== 'register' || to.span.file !== 'tile') return undefined;
  const [row, column] = [Math.floor(to.span.from / 64), to.span.from % 64];
  const { index, from, to: end } = to.span;
  const length = colsb(cpu.tilecfg, index);
  if (row >= rows(cpu.tilecfg, index) || column + (end - from) > length) return made('outside the shape of the tile');
  return memoryAt(question, rowAddresses(cpu, source.memory, length).of(row) + column);
}

function storeTile(question: Question): Source | undefined {
  const { to, cpu, instruction } = question;
  const [target, source] = instruction.operands;
  if (target?.kind !== 'memory' || source?.kind !== 'register' || to.kind !== 'memory') return undefined;
  const tile = source.register.index;
  const length = colsb(cpu.tilecfg, tile);
  const addresses = rowAddresses(cpu, target.memory, length);
  const row = Array.from({ length: rows(cpu.tilecfg, tile) }, (_, index) => addresses.of(index)).findLastIndex(
    (start) => to.address >= start && to.address + to.length <= start + length,
  );
  if (row < 0) return undefined;
  const from = 64 * row + to.address - addresses.of(row);
  return fromRegister(question, { file: 'tile', index: tile, from, to: from + to.length });
}

function loadTilecfg(question: Question): Source | undefined {
  const { to, instruction, cpu } = question;
  const [source] = instruction.operands;
  if (source?.kind !== 'memory' || to.kind !== 'register') return undefined;
  if (to.span.file !== 'tilecfg') return made('set to zero');
  return memoryAt(question, effectiveAddress(source.memory, cpu) + to.span.from);
}

function storeTilecfg(question: Question): Source | undefined {
  const { to, instruction, cpu } = question;
  const [target] = instruction.operands;
  if (target?.kind !== 'memory' || to.kind !== 'memory') return undefined;
  const from = to.address - effectiveAddress(target.memory, cpu);
  return fromRegister(question, { file: 'tilecfg', index: 0, from, to: from + to.length });
}

/** A register with itself. */
function clear({ instruction: { operands } }: Question): Source | undefined {
  const names = operands
    .slice(-2)
    .map((operand) => (operand.kind === 'register' ? registerName(operand.register) : ''));
  return names.length === 2 && names[0] !== '' && names[0] === names[1] ? made('set to zero') : undefined;
}

function broadcast(question: Question): Source | undefined {
  const [target, source] = question.instruction.operands;
  const offset = target && offsetIn(target, question);
  if (!target || !source || offset === undefined) return undefined;
  const masked = maskedOut(target, offset, question);
  const size = source.kind === 'memory' ? source.memory.size : elementSize(question.instruction.mnemonic);
  return masked ?? (size > 0 ? part(source, offset % size, question) : undefined);
}

/** The types of the elements of A and B, and how many of them make four bytes. */
function elementTypes(mnemonic: string): readonly [a: string, b: string, count: number] {
  const signs = /^tdpb([us])([us])d$/.exec(mnemonic);
  if (signs) return [signs[1] === 's' ? 'i8' : 'u8', signs[2] === 's' ? 'i8' : 'u8', 4];
  if (mnemonic === 'tdpbf16ps') return ['bf16', 'bf16', 2];
  return mnemonic === 'tdpfp16ps' ? ['f16', 'f16', 2] : ['u8', 'u8', 4];
}

/** C[m][n] += sum over k of A[m][k] * B[k][n], in groups of four bytes: the pairs in which neither is zero. */
function product(question: Question): Source | undefined {
  const { instruction, to, cpu } = question;
  const [c, a, b] = instruction.operands.map((operand) => (operand.kind === 'register' ? operand.register.index : -1));
  if (to.kind !== 'register' || to.span.file !== 'tile' || a === undefined || b === undefined) return undefined;
  const [row, column] = [Math.floor(to.span.from / 64), Math.floor((to.span.from % 64) / 4)];
  const [typeA, typeB, count] = elementTypes(instruction.mnemonic);
  const read = (expression: string) => readInput(question, expression);
  const pairs = Array.from({ length: (colsb(cpu.tilecfg, a) / 4) * count }, (_, index) => {
    const [group, place] = [Math.floor(index / count), index % count];
    const factor = read(`tmm${a}.${typeA}[${row}][${index}]`);
    return { ...factor, times: read(`tmm${b}.${typeB}[${group}][${count * column + place}]`) };
  });
  const before = read(`tmm${c}.${typeA.includes('f') ? 'f32' : 'i32'}[${row}][${column}]`);
  const factors = pairs.filter(({ value, times }) => !isZero(value) && !isZero(times.value));
  return made('a product of tiles, added to what was there', [before, ...factors]);
}

function isZero(value: string): boolean {
  return /^-?0(x0)?(\.0)?$/.test(value);
}

/** Every register and memory operand that the instruction reads, with the values before the instruction. */
function inputsOf(question: Question): readonly Input[] {
  return effectsOf(question.instruction).reads.map((name) => readInput(question, name));
}

function readInput({ world, cpu }: Question, name: string): Input {
  const memory = /^memory/.test(name);
  if (memory) return { name, value: '' };
  try {
    const { value, type } = evaluateText(world, name, placeScope(world, { cpu: cpu.index, task: null }));
    return { name, value: formatValue(value, type) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { name, value: '' };
  }
}

/** Bytes from `offset` of an operand on, as many as the value has. */
function part(operand: Operand, offset: number, question: Question): Source | undefined {
  const isInside = offset + bytesOf(question) <= sizeOf(operand);
  switch (operand.kind) {
    case 'immediate':
      return made(`the number ${formatValue(operand.value, 'u64')} in the instruction`);
    case 'register': {
      const span = spanOf(operand.register);
      if (!span) return undefined;
      const from = span.from + offset;
      return isInside
        ? fromRegister(question, { ...span, from, to: from + bytesOf(question) })
        : made('set to zero above the source');
    }
    case 'memory':
      if (sizeOf(operand) > 0 && !isInside) return made('set to zero above the source');
      return memoryAt(question, effectiveAddress(operand.memory, question.cpu) + offset);
    case 'branch':
      return undefined;
  }
}

function fromRegister({ cpu }: Question, span: RegisterSpan): Source {
  return { kind: 'copy', from: { kind: 'register', cpu: cpu.index, span } };
}

function memoryAt(question: Question, address: number): Source {
  const { cpu } = question;
  return {
    kind: 'copy',
    from: { kind: 'memory', space: address < 0 ? 0 : cpu.addressSpace, address, length: bytesOf(question) },
  };
}

/** The offset of the requested bytes in an operand; undefined where the operand does not hold the bytes. */
function offsetIn(operand: Operand, { to, cpu }: Question): number | undefined {
  if (operand.kind === 'register' && to.kind === 'register') {
    const span = spanOf(operand.register);
    const isSame = span?.file === to.span.file && span.index === to.span.index;
    return isSame && to.span.from >= span.from ? to.span.from - span.from : undefined;
  }
  if (operand.kind !== 'memory' || to.kind !== 'memory') return undefined;
  const start = effectiveAddress(operand.memory, cpu);
  const offset = Number(fromLinear(to.address) - fromLinear(start));
  return offset >= 0 ? offset : undefined;
}

function spanOf(register: RegisterRef): RegisterSpan | undefined {
  return spanOfRegister(registerName(register));
}

/** The size of an operand in bytes; 0 where an operand of memory does not say its size. */
function sizeOf(operand: Operand): number {
  if (operand.kind === 'register') return operand.register.size;
  if (operand.kind === 'memory') return operand.memory.size;
  return operand.kind === 'immediate' ? operand.size : 0;
}

function bytesOf({ to }: Question): number {
  return to.kind === 'memory' ? to.length : to.span.to - to.span.from;
}
