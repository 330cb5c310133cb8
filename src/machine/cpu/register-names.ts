/** Register names, as assembler, trace language and debugger write them (Intel SDM vol. 1, 3.4 and 3.7.2.1). */
import type { RegisterRef } from './instruction';

const LEGACY = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'] as const;
/** With R16-R31, which APX adds. */
const GENERAL_REGISTERS = 32;
/** By their place in the stack; ST(0) is `st`. */
const X87_REGISTERS = 8;
/** The low 64 bits of the physical x87 registers. */
const MMX_REGISTERS = 8;
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'] as const;

/** By lower-case name. */
const REGISTERS: ReadonlyMap<string, RegisterRef> = new Map(allNames());

/** The register of that name in any case, or undefined. The result is shared: one object a register. */
export function registerByName(name: string): RegisterRef | undefined {
  return REGISTERS.get(name) ?? REGISTERS.get(name.toLowerCase());
}

/** Register `index` of a file, of `size` bytes, as the one object that `registerByName` gives; or undefined. */
export function registerAt(file: RegisterRef['file'], index: number, size: number): RegisterRef | undefined {
  const name = NAMES.get(key({ file, index, size }));
  return name === undefined ? undefined : REGISTERS.get(name);
}

/** Whether APX alone has the register: R16-R31 (APX 355828, 2.1). */
export function isExtendedGeneral({ file, index }: RegisterRef): boolean {
  return file === 'gpr' && index >= 16;
}

export function isVector({ file }: RegisterRef): boolean {
  return file === 'xmm' || file === 'ymm' || file === 'zmm';
}

/** Lower-case names of all registers, in the order of the files and of their encoding. */
export function registerNames(): Iterable<string> {
  return REGISTERS.keys();
}

/** The lower-case name; the inverse of `registerByName`. */
export function registerName(register: RegisterRef): string {
  return NAMES.get(key(register)) ?? `${register.file}${register.index}`;
}

function key({ file, index, size, high }: RegisterRef): string {
  return `${file}.${index}.${size}${high ? '.high' : ''}`;
}

const NAMES: ReadonlyMap<string, string> = new Map([...REGISTERS].map(([name, register]) => [key(register), name]));

function* allNames(): Generator<[string, RegisterRef]> {
  const general = (index: number, size: number): RegisterRef => Object.freeze({ file: 'gpr', index, size });
  for (const [index, name] of LEGACY.entries()) {
    yield [`r${name}`, general(index, 8)];
    yield [`e${name}`, general(index, 4)];
    yield [name, general(index, 2)];
    yield [index < 4 ? `${name[0]}l` : `${name}l`, general(index, 1)];
    if (index < 4) yield [`${name[0]}h`, Object.freeze({ file: 'gpr', index, size: 1, high: true })];
  }
  for (let index = 8; index < GENERAL_REGISTERS; index++) {
    yield [`r${index}`, general(index, 8)];
    yield [`r${index}d`, general(index, 4)];
    yield [`r${index}w`, general(index, 2)];
    yield [`r${index}b`, general(index, 1)];
  }
  const file = function* (name: RegisterRef['file'], count: number, size: number): Generator<[string, RegisterRef]> {
    for (let index = 0; index < count; index++) yield [`${name}${index}`, Object.freeze({ file: name, index, size })];
  };
  yield* file('xmm', 32, 16);
  yield* file('ymm', 32, 32);
  yield* file('zmm', 32, 64);
  yield* file('k', 8, 8);
  yield* file('tmm', 8, 1024);
  yield* file('cr', 16, 8);
  for (const [index, name] of SEGMENTS.entries()) yield [name, Object.freeze({ file: 'segment', index, size: 2 })];
  for (let index = 0; index < X87_REGISTERS; index++) {
    const register: RegisterRef = Object.freeze({ file: 'st', index, size: 10 });
    yield [`st(${index})`, register];
    if (index === 0) yield ['st', register];
  }
  yield* file('mm', MMX_REGISTERS, 8);
  yield ['rip', Object.freeze({ file: 'rip', index: 0, size: 8 })];
}
