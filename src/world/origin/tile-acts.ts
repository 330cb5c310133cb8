/** What an instruction does with whole tile registers. */
import { XFEATURE } from '../../machine/architecture/component';
import { GPR } from '../../machine/architecture/gpr';
import { TILE_COUNT } from '../../machine/architecture/tilecfg';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Instruction } from '../../machine/cpu/instruction';
import { rowOfForm } from '../../machine/instructions';
import { accessOf, type RegisterSet } from '../watch/instruction-access';

/** `clear`: the tile has gone with its configuration. `restore`: XRSTOR has loaded the tile. */
export type TileActKind = 'load' | 'zero' | 'compute' | 'restore' | 'clear' | 'store';

export interface TileAct {
  readonly kind: TileActKind;
  /** Numbers of registers. */
  readonly tiles: readonly number[];
}

const TILE_COMPONENTS: readonly number[] = [XFEATURE.XTILECFG, XFEATURE.XTILEDATA];
const ALL = Array.from({ length: TILE_COUNT }, (_, index) => index);

/** By mnemonic; the first one that fits. Whatever else writes a tile computes. */
const KINDS: readonly (readonly [RegExp, TileActKind])[] = [
  [/^(tileload|t2rpntl)/, 'load'],
  [/^tilezero$/, 'zero'],
  [/^(ldtilecfg|tilerelease)$/, 'clear'],
];

/** Destination, first and second factor of a product of tiles. */
const PRODUCT_OPERANDS = 3;

/** The tiles of a product by their place among the operands; none for another instruction. */
export function productTiles({ operands }: Instruction): readonly number[] {
  const tiles = operands.flatMap((operand) =>
    operand.kind === 'register' && operand.register.file === 'tmm' ? [operand.register.index] : [],
  );
  return tiles.length === PRODUCT_OPERANDS ? tiles : [];
}

/** Whether `tileActs` may say anything of the instruction. */
export function touchesTiles({ mnemonic, form }: Instruction): boolean {
  if (mnemonic.startsWith('xrstor')) return true;
  return rowOfForm(form)?.components?.some((component) => TILE_COMPONENTS.includes(component)) ?? false;
}

/** @param cpu behind the instruction. */
export function tileActs(instruction: Instruction, { gpr }: Cpu): readonly TileAct[] {
  const { mnemonic } = instruction;
  if (mnemonic.startsWith('xrstor')) {
    const asked = (gpr[GPR.RAX] ?? 0n) & BigInt(1 << XFEATURE.XTILEDATA);
    return asked === 0n ? [] : [{ kind: 'restore', tiles: ALL }];
  }
  const { reads, writes } = accessOf(instruction);
  const kind = KINDS.find(([pattern]) => pattern.test(mnemonic))?.[1] ?? 'compute';
  const stored: readonly TileAct[] = mnemonic === 'tilestored' ? [{ kind: 'store', tiles: tilesIn(reads) }] : [];
  const written = tilesIn(writes);
  return written.length === 0 ? stored : [...stored, { kind, tiles: written }];
}

function tilesIn({ spans }: RegisterSet): readonly number[] {
  return [...new Set(spans.filter(({ file }) => file === 'tile').map(({ index }) => index))];
}
