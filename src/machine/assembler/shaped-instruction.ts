/**
 * Instructions by their shape. Which form an instruction takes depends on little of it: on its mnemonic, the kinds and the sizes
 * of its operands, on registers that some forms are made for, and on the range that a number lies in. That is its shape, five
 * numbers, and the form of a shape is looked for once. Nothing is made for an instruction whose shape has been seen.
 */
import { registerByName, registerNames } from '../cpu/register-names';
import type { AssemblerImmediate, AssemblerMemory, AssemblerOperand } from '../encoding/operand';
import { comparesRegisters } from '../encoding/stack-pair';
import { hasExtendedGeneral } from './accept';
import type { Form } from './form';
import { type Match, matchOrNothing } from './match';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type RegisterOperand = AssemblerOperand & { readonly kind: 'register' };

/** A mnemonic in lower case; there is one object for each. */
export interface Mnemonic {
  readonly text: string;
  readonly number: number;
}

/** A register without a mask, and its part in a shape. */
export interface ShapedRegister {
  readonly operand: RegisterOperand;
  readonly code: number;
}

/** Which form a shape has; none where only the operands themselves can tell, or there is no form. */
interface Shape {
  readonly mnemonic: Mnemonic;
  readonly codes: readonly number[];
  readonly form?: Form;
  /** By operand of the form, the one that is written there, or one that is always the same. */
  readonly places: readonly (number | AssemblerOperand)[];
  /** Whether the form has the operands as they are written. */
  readonly isAsWritten: boolean;
  /** Whether R16-R31 are among the registers: they have codes of their own. */
  readonly isExtended: boolean;
}

/** More than all instructions have in a long trace. All are forgotten when there are more. */
const MOST_SHAPES = 4096;
const TABLE_SIZE = 4 * MOST_SHAPES;
const MOST_OPERANDS = 4;

/** Kinds of operands, as the lowest bits of their codes. */
const KIND = { register: 0, memory: 1, immediate: 2, branch: 3 } as const;
const KIND_BITS = 2;

/** Where one range of numbers ends and the next begins, of those that an immediate of some size can hold (see `immediate.ts`). */
const RANGES = [1, 2, 0x80, 0x100, 0x8000, 0xff80, 0x1_0000, 0x8000_0000, 0xffff_8000, 0xffff_ff80] as const;
const LARGEST = 2 ** 32 - 1;

/** Sizes that memory operands can say, by their number in a code; the first is that of one that says none. */
const SIZES: readonly (number | undefined)[] = [undefined, 1, 2, 4, 6, 8, 10, 16, 32, 64];

/** By lower-case name. General registers that no form distinguishes have the same code. */
export const SHAPED_REGISTERS: ReadonlyMap<string, ShapedRegister> = shapedRegisters();

function shapedRegisters(): ReadonlyMap<string, ShapedRegister> {
  const codes = new Map<string, number>();
  return new Map(
    Array.from(registerNames(), (name) => {
      const register = registerByName(name)!; // by its own name
      const { file, index, size, high } = register;
      const alike = file === 'gpr' && index >= 8 ? index & ~7 & ~(index & 16 ? 8 : 0) : index;
      const key = `${file} ${alike} ${size} ${high}`;
      const code = codes.get(key) ?? codes.size + 1;
      codes.set(key, code);
      return [name, { operand: { kind: 'register', register }, code }];
    }),
  );
}

/** One instruction at a time, from its operands to a form. What it gives is the same object each time. */
export class ShapedInstruction {
  private mnemonic: Mnemonic = { text: '', number: -1 };
  private count = 0;
  private immediates = 0;
  private isUsual = true;
  private readonly codes = [0, 0, 0, 0];
  private readonly written: AssemblerOperand[] = [];
  private readonly memory: Mutable<AssemblerMemory> = emptyMemory();
  private readonly branch: Mutable<AssemblerOperand & { kind: 'branch' }> = { kind: 'branch', target: 0 };
  private readonly numbers = Array.from({ length: 2 }, () => new Immediate());
  /** A list for each number of operands. */
  private readonly lists = Array.from({ length: MOST_OPERANDS + 1 }, (_, length): AssemblerOperand[] =>
    Array.from({ length }, () => new Immediate()),
  );
  private readonly found: Mutable<Match> = { mnemonic: '', form: NO_FORM, operands: [], prefixes: [] };
  private readonly shapes: (Shape | undefined)[] = new Array(TABLE_SIZE).fill(undefined);
  private shapeCount = 0;
  /** Whether R16-R31 are part of what `match` gave last. */
  isExtended = false;

  /** How many shapes have been seen and are not forgotten. */
  get known(): number {
    return this.shapeCount;
  }

  begin(mnemonic: Mnemonic): void {
    this.mnemonic = mnemonic;
    this.count = 0;
    this.immediates = 0;
    this.isUsual = true;
  }

  /** What stands there is none of the operands that shapes know. */
  giveUp(): void {
    this.isUsual = false;
  }

  addRegister({ operand, code }: ShapedRegister): void {
    this.add(operand, (code << KIND_BITS) | KIND.register);
  }

  /** @param label the item of the layout whose address is the value. */
  addImmediate(value: number, label?: number): void {
    const operand = this.numbers[this.immediates++];
    if (!operand || value < 0 || value > LARGEST) return this.giveUp();
    operand.number = value;
    operand.label = label;
    let range = 0;
    while (range < RANGES.length && value >= RANGES[range]!) range++; // within the list
    this.add(operand, (((range << 1) | flag(label !== undefined)) << KIND_BITS) | KIND.immediate);
  }

  addBranch(target: number, label?: number): void {
    this.branch.target = target;
    this.branch.label = label;
    this.add(this.branch, KIND.branch);
  }

  /** An instruction has one memory operand at most. */
  addMemory(base: ShapedRegister | undefined, index: ShapedRegister | undefined, rest: Address): void {
    const { scale, displacement, size, label, fromNext } = rest;
    const { memory } = this;
    memory.base = base?.operand.register;
    memory.index = index?.operand.register;
    memory.scale = scale;
    memory.displacement = displacement;
    memory.size = size;
    memory.label = label;
    memory.fromNext = fromNext || undefined;
    const sizeNumber = SIZES.indexOf(size);
    if (sizeNumber < 0 || displacement !== (displacement | 0)) return this.giveUp();
    const flags =
      flag(displacement !== 0) | (flag(label !== undefined) << 1) | (flag(fromNext) << 2) | (flag(scale === 1) << 3);
    const registers = ((base?.code ?? 0) << 8) | (index?.code ?? 0);
    this.add(memory, (((((registers << 4) | sizeNumber) << 4) | flags) << KIND_BITS) | KIND.memory);
  }

  /** The form with its operands; undefined where there is none, or only all of the operands can tell. */
  match(): Match | undefined {
    if (!this.isUsual) return undefined;
    const { written, count } = this;
    const list = this.lists[count]!; // as many as `add` allows
    for (let at = 0; at < count; at++) list[at] = written[at]!; // so many have been added
    const { form, places, isAsWritten, isExtended } = this.shapeOf(list);
    if (!form) return undefined;
    this.isExtended = isExtended;
    const { found } = this;
    found.mnemonic = this.mnemonic.text;
    found.form = form;
    found.operands = isAsWritten ? list : places.map((place) => (typeof place === 'number' ? list[place]! : place)); // of the list
    return found;
  }

  private add(operand: AssemblerOperand, code: number): void {
    if (this.count === MOST_OPERANDS) return this.giveUp();
    this.written[this.count] = operand;
    this.codes[this.count++] = code;
  }

  private shapeOf(list: readonly AssemblerOperand[]): Shape {
    const { codes, mnemonic, shapes } = this;
    let hash = Math.imul(mnemonic.number, HASH) ^ this.count;
    for (let at = 0; at < this.count; at++) hash = Math.imul(hash ^ codes[at]!, HASH) ^ (hash >>> 15); // of four
    let place = (hash ^ (hash >>> 13)) & (TABLE_SIZE - 1);
    for (;;) {
      const shape = shapes[place];
      if (shape === undefined) break;
      if (shape.mnemonic === mnemonic && shape.codes.length === this.count && hasCodes(shape, codes)) return shape;
      place = (place + 1) & (TABLE_SIZE - 1);
    }
    const shape = makeShape(mnemonic, codes.slice(0, this.count), list.map(copied));
    if (++this.shapeCount > MOST_SHAPES) {
      shapes.fill(undefined);
      this.shapeCount = 1;
    }
    shapes[place] = shape;
    return shape;
  }
}

/** What an address has beside its registers: one number, or the address of a label. */
interface Address {
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
  /** Bytes, where they are said. */
  readonly size: number | undefined;
  readonly label: number | undefined;
  readonly fromNext: boolean;
}

const HASH = 0x9e37_79b1;
const NO_FORM: Form = { name: '', evex: false, operands: [], operandSize: 4, rank: 0 };

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function hasCodes({ codes }: Shape, wanted: readonly number[]): boolean {
  for (let at = 0; at < codes.length; at++) if (codes[at] !== wanted[at]) return false;
  return true;
}

function makeShape(mnemonic: Mnemonic, codes: readonly number[], written: readonly AssemblerOperand[]): Shape {
  const match = matchOrNothing(mnemonic.text, written);
  const places = (match?.operands ?? []).map((operand) => {
    const at = written.indexOf(operand);
    return at < 0 ? operand : at;
  });
  // An operand that was changed on the way is as it is in this instruction only; a number that was left out is always the same.
  const isKnown = places.every((place) => typeof place === 'number' || place.kind === 'immediate');
  const isTold = match !== undefined && match.defaultFlags === undefined && !comparesRegisters(match.form.name);
  const isAsWritten = places.length === written.length && places.every((place, at) => place === at);
  const isExtended = written.some(hasExtendedGeneral);
  return { mnemonic, codes, places, isAsWritten, isExtended, ...(isTold && isKnown && { form: match.form }) };
}

/** Operands are told apart by what they are, and a register is the same object wherever it is written. */
function copied(operand: AssemblerOperand): AssemblerOperand {
  const { kind } = operand;
  return kind === 'immediate' ? { kind, value: operand.value, label: operand.label } : { ...operand };
}

function emptyMemory(): Mutable<AssemblerMemory> {
  return {
    kind: 'memory',
    scale: 1,
    displacement: 0,
    base: undefined,
    index: undefined,
    size: undefined,
    label: undefined,
    fromNext: undefined,
  };
}

/** Of a number that is no large one: most are encoded without being asked for it as such. */
class Immediate implements AssemblerImmediate {
  readonly kind = 'immediate';
  number = 0;
  label: number | undefined;

  get value(): bigint {
    return BigInt(this.number);
  }

  get low(): number {
    return this.number | 0;
  }
}
