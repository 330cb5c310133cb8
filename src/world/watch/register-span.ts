/** Spans of register files, and the spans of state components and of register names. */
import { type ComponentSet, lowestIn, XFEATURE } from '../../machine/architecture/component';
import type { RegisterRef } from '../../machine/cpu/instruction';
import { registerByName } from '../../machine/cpu/register-names';

/** Bytes `from` to `to` of register `index`. The vector registers are those of ZMM. */
export interface RegisterSpan {
  readonly file: 'general' | 'vector' | 'opmask' | 'tile' | 'tilecfg';
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

export const TILECFG_SPAN: RegisterSpan = { file: 'tilecfg', index: 0, from: 0, to: 64 };

const FILES: Partial<Record<RegisterRef['file'], RegisterSpan['file']>> = {
  gpr: 'general',
  xmm: 'vector',
  ymm: 'vector',
  zmm: 'vector',
  k: 'opmask',
  tmm: 'tile',
};

/** The span of a register; undefined for a register of another file. */
export function spanOfRegister(name: string): RegisterSpan | undefined {
  if (name === 'tilecfg') return TILECFG_SPAN;
  const register = registerByName(name);
  const file = register && FILES[register.file];
  if (!register || !file) return undefined;
  const from = register.high ? 1 : 0;
  return { file, index: register.index, from, to: from + register.size };
}

export function spansOverlap(a: RegisterSpan, b: RegisterSpan): boolean {
  return a.file === b.file && a.index === b.index && a.from < b.to && b.from < a.to;
}

/** The component that a byte of a register belongs to; undefined for RAX to R15. */
function componentOf({ file, index }: RegisterSpan, byte: number): number | undefined {
  switch (file) {
    case 'general':
      return index < 16 ? undefined : XFEATURE.APX;
    case 'opmask':
      return XFEATURE.OPMASK;
    case 'tile':
      return XFEATURE.XTILEDATA;
    case 'tilecfg':
      return XFEATURE.XTILECFG;
    case 'vector':
      if (index >= 16) return XFEATURE.HI16_ZMM;
      return byte < 16 ? XFEATURE.SSE : byte < 32 ? XFEATURE.AVX : XFEATURE.ZMM_HI256;
  }
}

/** Where the parts of a vector register begin that belong to different components. */
const PARTS = [0, 16, 32];

/** Whether some of its bytes belong to one of the components. */
export function isInComponents(span: RegisterSpan, components: ComponentSet): boolean {
  return [span.from, ...PARTS.filter((part) => part > span.from && part < span.to)].some((byte) => {
    const component = componentOf(span, byte);
    return component !== undefined && (components & (1 << component)) !== 0;
  });
}

const X87_KEYS = ['fcw', 'fsw', 'ftw', 'fop', 'fcs', 'fds', 'fip', 'fdp'];

/** Registers of the tables that are part of components, by their property in `Cpu`. */
const KEYS: Readonly<Record<number, readonly string[]>> = {
  [XFEATURE.X87]: X87_KEYS,
  [XFEATURE.SSE]: ['mxcsr'],
  [XFEATURE.PKRU]: ['pkru'],
};

/** The keys of the registers of the tables that belong to the components. */
export function keysIn(components: ComponentSet): readonly string[] {
  const keys: string[] = [];
  for (let rest = components; rest !== 0; rest &= rest - 1) keys.push(...(KEYS[lowestIn(rest)] ?? []));
  return keys;
}
