/**
 * Forms of string instructions (Intel SDM vol. 2, MOVS, STOS, LODS, SCAS, CMPS). Their operands are always the same, so
 * here they have none; what some compilers write behind the mnemonic (`stosq QWORD PTR es:[rdi], rax`) only repeats it.
 */

import { GPR } from '../architecture/gpr';
import { type Iced, iced } from '../encoding/iced';
import type { AssemblerOperand } from '../encoding/operand';
import { tableOf } from '../table';

const FORM = /^(Movs|Cmps|Stos|Lods|Scas)([bwdq])_(?!xmm)/;

const BYTES = tableOf<number>({ b: 1, w: 2, d: 4, q: 8 });

/** Bytes of an element, for forms of string instructions; undefined for all others. */
export function stringElement(form: string): number | undefined {
  const letter = FORM.exec(form)?.[2];
  return letter === undefined ? undefined : BYTES[letter];
}

type Place = 'source' | 'destination' | 'accumulator';

const PLACES = tableOf<readonly [Place, Place]>({
  movs: ['destination', 'source'],
  cmps: ['source', 'destination'],
  stos: ['destination', 'accumulator'],
  lods: ['accumulator', 'source'],
  scas: ['accumulator', 'destination'],
});

/** By mnemonic, with its size. */
const SAID: ReadonlyMap<string, { readonly places: readonly [Place, Place]; readonly size: number }> = new Map(
  Object.entries(PLACES).flatMap(([stem, places]) =>
    Object.entries(BYTES).map(([suffix, size]) => [stem + suffix, { places, size }] as const),
  ),
);

/** Nothing in the place of operands that say what `mnemonic` says already. */
export function withoutStringOperands(
  mnemonic: string,
  operands: readonly AssemblerOperand[],
): readonly AssemblerOperand[] {
  const said = operands.length === 2 ? SAID.get(mnemonic) : undefined;
  if (!said) return operands;
  return operands.every((operand, index) => isPlace(operand, said.places[index]!, said.size)) ? [] : operands; // two places
}

function isPlace(operand: AssemblerOperand, place: Place, size: number): boolean {
  if (place === 'accumulator') {
    const { register } = operand.kind === 'register' ? operand : {};
    return register?.file === 'gpr' && register.index === GPR.RAX && register.size === size && !register.high;
  }
  if (operand.kind !== 'memory' || operand.index || operand.displacement !== 0 || operand.label !== undefined)
    return false;
  const { base } = operand;
  const register = place === 'source' ? GPR.RSI : GPR.RDI;
  return base?.file === 'gpr' && base.index === register && base.size === 8 && (operand.size ?? size) === size;
}

/** Whether a decoded string instruction is as PLACES has it: 64-bit addresses, no segment with a base. */
export function hasPlainStringOperands(decoded: Iced.Instruction): boolean {
  const { OpKind, Register } = iced();
  const plain: readonly number[] = [OpKind.MemorySegRSI, OpKind.MemoryESRDI, OpKind.Register];
  const { segmentPrefix } = decoded;
  return (
    plain.includes(decoded.opKind(0)) &&
    plain.includes(decoded.opKind(1)) &&
    segmentPrefix !== Register.FS &&
    segmentPrefix !== Register.GS
  );
}
