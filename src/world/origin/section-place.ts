/** Where bytes of a register lie in the section of their component, and back (Intel SDM vol. 1, 13.4 and 13.5). */
import { XFEATURE } from '../../machine/architecture/component';
import type { RegisterSpan } from '../watch/register-span';

/** Bytes from the start of the section of a component. */
export interface SectionPlace {
  readonly component: number;
  readonly offset: number;
}

/** Registers of a component, one after the other in its section: `bytes` of each, from byte `from` on. */
interface Row {
  readonly component: number;
  readonly file: RegisterSpan['file'];
  readonly first: number;
  readonly count: number;
  readonly from: number;
  readonly bytes: number;
}

const ROWS: readonly Row[] = [
  { component: XFEATURE.SSE, file: 'vector', first: 0, count: 16, from: 0, bytes: 16 },
  { component: XFEATURE.AVX, file: 'vector', first: 0, count: 16, from: 16, bytes: 16 },
  { component: XFEATURE.OPMASK, file: 'opmask', first: 0, count: 8, from: 0, bytes: 8 },
  { component: XFEATURE.ZMM_HI256, file: 'vector', first: 0, count: 16, from: 32, bytes: 32 },
  { component: XFEATURE.HI16_ZMM, file: 'vector', first: 16, count: 16, from: 0, bytes: 64 },
  { component: XFEATURE.XTILECFG, file: 'tilecfg', first: 0, count: 1, from: 0, bytes: 64 },
  { component: XFEATURE.XTILEDATA, file: 'tile', first: 0, count: 8, from: 0, bytes: 1024 },
  { component: XFEATURE.APX, file: 'general', first: 16, count: 16, from: 0, bytes: 8 },
];

/** Undefined for a register that no component has, and for bytes that more than one has. */
export function placeInSection({ file, index, from, to }: RegisterSpan): SectionPlace | undefined {
  const row = ROWS.find(
    (one) =>
      one.file === file &&
      index >= one.first &&
      index < one.first + one.count &&
      from >= one.from &&
      to <= one.from + one.bytes,
  );
  return row && { component: row.component, offset: row.bytes * (index - row.first) + from - row.from };
}

/** The register whose bytes lie at a place of a section; undefined where the place spans several registers. */
export function registerInSection({ component, offset }: SectionPlace, length: number): RegisterSpan | undefined {
  const row = ROWS.find((one) => one.component === component);
  if (!row) return undefined;
  const from = (offset % row.bytes) + row.from;
  const index = row.first + Math.floor(offset / row.bytes);
  if ((offset % row.bytes) + length > row.bytes) return undefined;
  return { file: row.file, index, from, to: from + length };
}
