/** XGETBV and XSETBV (Intel SDM vol. 2; vol. 1, 13.3 and 13.6): XCR0, and which of its components are in use. */

import { UNSETTLED } from '../architecture/choices';
import { componentsIn, xfeatureMask } from '../architecture/component';
import { Fault } from '../architecture/exception';
import type { Cpu } from '../cpu/cpu';
import { requireCpl0, requireOsxsave } from '../cpu/requirements';
import { armedMask } from './xfd';
import { inUseWithMxcsr } from './xinuse';

const XCR0 = 0;
const XINUSE = 1;

/** Components that XCR0 must enable together or not at all, and the components that each group needs besides. */
const GROUPS: readonly { readonly all: bigint; readonly needs: bigint; readonly what: string }[] = [
  { all: xfeatureMask('BNDREGS', 'BNDCSR'), needs: 0n, what: 'BNDREGS and BNDCSR (bits 3 and 4)' },
  {
    all: xfeatureMask('OPMASK', 'ZMM_HI256', 'HI16_ZMM'),
    needs: xfeatureMask('SSE', 'AVX'),
    what: 'the AVX-512 components (bits 5, 6 and 7)',
  },
  { all: xfeatureMask('XTILECFG', 'XTILEDATA'), needs: 0n, what: 'XTILECFG and XTILEDATA (bits 17 and 18)' },
];

const X87 = xfeatureMask('X87');
const SSE = xfeatureMask('SSE');
const AVX = xfeatureMask('AVX');

/**
 * XGETBV of register `index` (ECX): 0 is XCR0, 1 is XCR0 & XINUSE, with bit 1 set while MXCSR is not 1F80h.
 *
 * @throws Fault #UD, #GP(0).
 */
export function xgetbv(cpu: Cpu, index: number): bigint {
  requireOsxsave(cpu, 'XSAVE', 'XGETBV');
  if (index === XCR0) {
    cpu.observer?.register('xcr0', 'read');
    return cpu.xcr0;
  }
  if (index === XINUSE && cpu.processor.has('XGETBV1')) {
    const hidden = UNSETTLED.xfdHidesInUse.value ? armedMask(cpu) : 0n;
    return cpu.xcr0 & inUseWithMxcsr(cpu) & ~hidden;
  }
  throw new Fault('#GP', { errorCode: 0, why: `XGETBV: ECX is ${index}, and there is no such register` });
}

/**
 * XSETBV of register `index` (ECX), which must be 0. Components whose bits are cleared keep their contents.
 *
 * @throws Fault #UD, #GP(0); XCR0 has not changed then.
 */
export function xsetbv(cpu: Cpu, index: number, value: bigint): void {
  requireOsxsave(cpu, 'XSAVE', 'XSETBV');
  requireCpl0(cpu, 'XSETBV');
  const problem = index === XCR0 ? xcr0Problem(cpu, value) : `ECX is ${index}, and XCR0 is the only one`;
  if (problem) throw new Fault('#GP', { errorCode: 0, why: `XSETBV of 0x${value.toString(16)}: ${problem}` });
  cpu.xcr0 = value;
  cpu.observer?.register('xcr0', 'write');
}

/** Why XSETBV refuses a value for XCR0; undefined when it takes it. */
function xcr0Problem(cpu: Cpu, value: bigint): string | undefined {
  const unsupported = value & ~cpu.processor.xcr0Supported;
  if (unsupported) {
    const names = componentsIn(unsupported).map(({ id }) => id);
    return `bits 0x${unsupported.toString(16)}${names.length > 0 ? ` (${names.join(', ')})` : ''} cannot be set here`;
  }
  if (!(value & X87)) return 'X87 (bit 0) must be set';
  if (value & AVX && !(value & SSE)) return 'AVX (bit 2) needs SSE (bit 1)';
  for (const { all, needs, what } of GROUPS) {
    const set = value & all;
    if (set === 0n) continue;
    if (set !== all) return `${what} must be set together`;
    if ((value & needs) !== needs) return `${what} need SSE and AVX (bits 1 and 2)`;
  }
  return undefined;
}
