/** Where a value lies: bytes of a register of one CPU, bytes of memory, or what an expression says of the kernel's records. */
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { registerAt, registerName } from '../../machine/cpu/register-names';
import type { Program } from '../program/program';
import { dataText } from '../program/symbol-at';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import type { DataTarget } from '../watch/data-access';
import { dependenciesOf } from '../watch/dependency';
import type { RegisterSpan } from '../watch/register-span';

export type Location =
  | { readonly kind: 'register'; readonly cpu: number; readonly span: RegisterSpan }
  | { readonly kind: 'memory'; readonly space: number; readonly address: LinearAddress; readonly length: number }
  | { readonly kind: 'expression'; readonly target: DataTarget };

/** Bytes of a value that is followed, at most. */
export const LONGEST_VALUE = 8;

export function lengthOf(location: Location): number | undefined {
  if (location.kind === 'memory') return location.length;
  return location.kind === 'register' ? location.span.to - location.span.from : undefined;
}

/** The location that an expression names: the bytes of a register or of memory, where the expression has bytes. */
export function locationOf(world: World, target: DataTarget): Location {
  if (target.kind === 'memory') return target;
  const { cpu, task, space } = target.place;
  const place = { world, scope: placeScope(world, target.place), cpu, task, space };
  const dependencies = dependenciesOf(parseExpressionText(target.text), place);
  // A tile as a whole depends on its shape, too.
  const [tile] = dependencies;
  if (tile?.kind === 'span' && tile.span.file === 'tile') return { kind: 'register', cpu: tile.cpu, span: tile.span };
  const bytes = dependencies.filter(({ kind }) => kind === 'span' || kind === 'memory');
  const [only] = bytes;
  const isAlone = bytes.length === 1 && dependencies.every(({ kind }) => kind !== 'flow');
  if (only?.kind === 'span' && isAlone) return { kind: 'register', cpu: only.cpu, span: only.span };
  if (only?.kind === 'memory' && isAlone && only.range.length <= LONGEST_VALUE)
    return { kind: 'memory', ...only.range };
  return { kind: 'expression', target };
}

/** To be watched. */
export function targetOf(location: Location): DataTarget {
  switch (location.kind) {
    case 'expression':
      return location.target;
    case 'memory':
      return location;
    case 'register':
      return { kind: 'expression', text: registerText(location.span), place: { cpu: location.cpu, task: null } };
  }
}

/** `tmm0.u32[2][5] on CPU 1`, `4 bytes at ramp+4`. */
export function locationText(location: Location, { symbols, cpuCount }: Program): string {
  if (location.kind === 'expression') {
    return location.target.kind === 'expression' ? location.target.text : 'memory';
  }
  if (location.kind === 'register') {
    return `${registerText(location.span)}${cpuCount > 1 ? ` on CPU ${location.cpu}` : ''}`;
  }
  const { address, length } = location;
  const bytes = `${length} ${length === 1 ? 'byte' : 'bytes'}`;
  return `${bytes} at ${dataText(symbols, address)}`;
}

const LANES: Readonly<Record<number, string>> = { 1: 'u8', 2: 'u16', 4: 'u32', 8: 'u64' };
const TILE_ROW = 64;

/** An expression for the bytes; for bytes that fill no lane, an expression for the first byte. */
function registerText({ file, index, from, to }: RegisterSpan): string {
  const isLane = to - from in LANES && from % (to - from) === 0;
  const size = isLane ? to - from : 1;
  const lane = LANES[size] ?? 'u8';
  switch (file) {
    case 'general': {
      const register =
        from === 0 ? registerAt('gpr', index, size) : ({ file: 'gpr', index, size, high: true } as const);
      return register ? registerName(register) : `r${index}`;
    }
    case 'opmask':
      return `k${index}`;
    case 'tilecfg':
      return 'tilecfg.palette';
    case 'tile':
      return `tmm${index}.${lane}[${Math.floor(from / TILE_ROW)}][${(from % TILE_ROW) / size}]`;
    case 'vector':
      return `${to <= 16 ? 'xmm' : to <= 32 ? 'ymm' : 'zmm'}${index}.${lane}[${from / size}]`;
  }
}
