/** Registers in C: general ones where the program has put them, the others as XSAVE writes them, which changes none. */
import type { Expression } from '../../language/tree/expression';
import type { RegisterRef } from '../../machine/cpu/instruction';
import { isExtendedGeneral, registerByName } from '../../machine/cpu/register-names';
import { tableOf } from '../../machine/table';
import { type IntegerInC, integer, type Seen, typed } from './seen';

/** What the program keeps of each task: R16 and on belong to APX. */
const GENERAL_REGISTERS = 16;

/** C for a general register out of an array of them; undefined for one that the array does not have. */
function gprInC({ file, index, size, high }: RegisterRef, registers: string): string | undefined {
  if (file !== 'gpr' || index >= GENERAL_REGISTERS) return undefined;
  const whole = `${registers}[${index}]`;
  return high ? `(num)(u8)(${whole} >> 8)` : `(num)(u${size * 8})${whole}`;
}

/** The same by the name of the register or of a part of it. */
export function namedGprInC(name: string, registers: string): Seen | undefined {
  const part = registerByName(name);
  const code = part && gprInC(part, registers);
  return code === undefined ? undefined : integer(code);
}

/** Whole registers that user mode sees, by their names. */
const WHOLE = tableOf<string>({
  rflags: '(num)xt_regs[RFLAGS]',
  xcr0: '(num)xgetbv(0)',
  xinuse: '(num)xgetbv(1)',
  mxcsr: '(num)legacy(24, 4)',
  fcw: '(num)legacy(0, 2)',
  fsw: '(num)legacy(2, 2)',
  ftw: '(num)legacy(4, 1)',
  fop: '(num)legacy(6, 2)',
  pkru: '(num)saved(9, 0, 4)',
  cpu: '(num)baton.cpu',
  cpl: '(num)3',
});

const OPMASK = 5;
const TILECFG = 17;
const TILEDATA = 18;
const APX = 19;
const FLAGS: readonly string[] = ['CF', '', 'PF', '', 'AF', '', 'ZF', 'SF', 'TF', 'IF', 'DF', 'OF'];

export function registerInC(expression: Expression, integers: IntegerInC): Seen | undefined {
  switch (expression.kind) {
    case 'name':
      return wholeInC(expression.name.toLowerCase());
    case 'member':
      return expression.object.kind === 'name'
        ? memberInC(expression.object.name.toLowerCase(), expression.member.text)
        : undefined;
    case 'index':
      return elementInC(expression, integers);
    default:
      return undefined;
  }
}

function wholeInC(name: string): Seen | undefined {
  const mask = /^k([0-7])$/.exec(name);
  if (mask) return integer(`(num)saved(${OPMASK}, ${8 * Number(mask[1])}, 8)`);
  const whole = WHOLE[name];
  if (whole !== undefined) return integer(whole);
  const register = registerByName(name);
  const code = register && ownGprInC(register);
  return code === undefined ? undefined : integer(code);
}

/** A general register, or a part of it, of the task that has the flow: R16 to R31 as XSAVE writes them. */
export function ownGprInC(register: RegisterRef): string | undefined {
  if (!isExtendedGeneral(register)) return gprInC(register, 'xt_regs');
  return `(num)saved(${APX}, ${8 * (register.index - GENERAL_REGISTERS)}, ${register.size})`;
}

function memberInC(object: string, member: string): Seen | undefined {
  const tile = /^tmm([0-7])$/.exec(object);
  if (tile) return shapeInC(Number(tile[1]), member);
  if (object === 'tilecfg') return tilecfgInC(member);
  if (object === 'last' && member === 'result') return integer('baton.last');
  if (object === 'kernel' && member === 'minsigstksz') return integer('(num)minsigstksz');
  const flag = FLAGS.indexOf(member.toUpperCase());
  return object === 'rflags' && flag >= 0 ? integer(`(num)(xt_regs[RFLAGS] >> ${flag} & 1)`) : undefined;
}

function shapeInC(tile: number, member: string): Seen | undefined {
  if (member === 'rows') return integer(`(num)saved(${TILECFG}, ${48 + tile}, 1)`);
  return member === 'colsb' ? integer(`(num)saved(${TILECFG}, ${16 + 2 * tile}, 2)`) : undefined;
}

function tilecfgInC(member: string): Seen | undefined {
  const at = ['palette', 'start_row'].indexOf(member);
  return at < 0 ? undefined : integer(`(num)saved(${TILECFG}, ${at}, 1)`);
}

/** `zmm3.f32[1]`, `tmm0.i32[row][column]`. */
function elementInC({ object, index }: Expression & { kind: 'index' }, integers: IntegerInC): Seen | undefined {
  const at = integers(index);
  if (at === undefined) return undefined;
  if (object.kind === 'member' && object.object.kind === 'name') {
    const vector = /^[xyz]mm(\d+)$/i.exec(object.object.name);
    return vector
      ? typed((bytes) => `lane(${vector[1]}, (u32)(${at}) * ${bytes}, ${bytes})`, object.member.text)
      : undefined;
  }
  const tile = object.kind === 'index' ? tileOf(object.object) : undefined;
  if (object.kind !== 'index' || !tile) return undefined;
  const row = integers(object.index);
  const place = (bytes: number) => `${1024 * tile.number} + 64 * (u32)(${row}) + ${bytes} * (u32)(${at})`;
  return row === undefined ? undefined : typed((bytes) => `saved(${TILEDATA}, ${place(bytes)}, ${bytes})`, tile.type);
}

function tileOf(expression: Expression): { readonly number: number; readonly type: string } | undefined {
  if (expression.kind !== 'member' || expression.object.kind !== 'name') return undefined;
  const found = /^tmm([0-7])$/i.exec(expression.object.name);
  return found ? { number: Number(found[1]), type: expression.member.text } : undefined;
}
