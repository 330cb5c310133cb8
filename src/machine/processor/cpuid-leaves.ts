/**
 * The CPUID leaves of a model after `machine MODEL +flag -flag`: features bring and take what depends on them, and
 * leaf 0Dh (Intel SDM vol. 1, 13.2) keeps only the state components whose feature is still there.
 */

import { COMPONENTS, type Component, hasBit, XFEATURE } from '../architecture/component';
import {
  excludedBy,
  FEATURES,
  type Feature,
  type FeatureChange,
  withDependents,
  withRequirements,
} from '../architecture/feature';
import { EXTENDED_OFFSET } from '../architecture/xsave-format';

/** EAX, EBX, ECX, EDX; unsigned. */
export type CpuidResult = readonly [number, number, number, number];

/** `leaf.subleaf`, both in lower-case hex without a prefix: `d.12`. */
export type LeafKey = `${string}.${string}`;

export type CpuidLeaves = Readonly<Record<LeafKey, CpuidResult>>;

export const NO_LEAF: CpuidResult = [0, 0, 0, 0];

/** Flags in ECX of leaf 0Dh's component subleaves. */
export const COMPONENT_FLAG = { SUPERVISOR: 1, ALIGN64: 2, XFD: 4 } as const;

/** Leaves that describe a feature, as a flag adds them; without the feature there are none of those numbers. */
const DETAILS: readonly { readonly owner: Feature; readonly numbers: RegExp; readonly leaves: CpuidLeaves }[] = [
  {
    owner: 'AMX_TILE',
    numbers: /^1[de]\./,
    leaves: {
      '1d.0': [1, 0, 0, 0],
      '1d.1': [0x04002000, 0x00080040, 0x10, 0],
      '1e.0': [0, 0x4010, 0, 0],
    },
  },
  { owner: 'AVX10', numbers: /^24\./, leaves: { '24.0': [0, 0x00070001, 0, 0] } },
  { owner: 'APX_F', numbers: /^29\./, leaves: { '29.0': [0, 1, 0, 0] } },
];

/** Bits of 1Eh.1 EAX that repeat features of leaf 7. */
const TMUL_ALIASES: readonly Feature[] = ['AMX_INT8', 'AMX_BF16', 'AMX_COMPLEX', 'AMX_FP16'];

/** Leaf 1Eh says that it has a subleaf 1 where a feature is listed nowhere else. */
const TMUL_ONLY: readonly Feature[] = ['AMX_FP8', 'AMX_AVX512', 'AMX_MOVRS'];

/** The leaves of a model with `changes` made one after the other. */
export function changedLeaves(leaves: CpuidLeaves, changes: readonly FeatureChange[]): CpuidLeaves {
  if (changes.length === 0) return leaves;
  const result: Record<LeafKey, CpuidResult> = { ...leaves };
  for (const { feature, present } of changes) {
    if (!present) setFeatures(result, withDependents(feature), false);
    else {
      const brought = withRequirements(feature);
      setFeatures(result, brought.flatMap(excludedBy), false);
      setFeatures(result, brought, true);
    }
  }
  fitComponents(result, leaves);
  fitDetails(result);
  fitCopies(result, leaves);
  return result;
}

/** Bits of leaf 1 EDX that AMD's processors answer in leaf 80000001h EDX once more (AMD APM vol. 3, appendix E). */
const COPIED = 0x0183f3ff;

function fitCopies(leaves: Record<LeafKey, CpuidResult>, model: CpuidLeaves): void {
  const [eax, ebx, ecx, edx] = leaves['80000001.0'] ?? NO_LEAF;
  const copied = (model['80000001.0'] ?? NO_LEAF)[3] & (model['1.0'] ?? NO_LEAF)[3] & COPIED;
  if (copied === 0) return;
  leaves['80000001.0'] = [eax, ebx, ecx, ((edx & ~copied) | ((leaves['1.0'] ?? NO_LEAF)[3] & copied)) >>> 0];
}

export function hasFeature(leaves: CpuidLeaves, feature: Feature): boolean {
  const { leaf, register, bit } = FEATURES[feature];
  return ((leaves[leaf] ?? NO_LEAF)[register] >>> bit) % 2 === 1;
}

function setFeatures(leaves: Record<LeafKey, CpuidResult>, features: readonly Feature[], present: boolean): void {
  for (const feature of features) setFeature(leaves, feature, present);
}

function setFeature(leaves: Record<LeafKey, CpuidResult>, feature: Feature, present: boolean): void {
  const { leaf, register, bit } = FEATURES[feature];
  const result: [number, number, number, number] = [...(leaves[leaf] ?? NO_LEAF)];
  const mask = 2 ** bit;
  if (hasFeature(leaves, feature) !== present) result[register] += present ? mask : -mask;
  leaves[leaf] = result;
}

/** Brings leaf 0Dh into line with the features; components that the flags did not change stay as the model has them. */
function fitComponents(leaves: Record<LeafKey, CpuidResult>, model: CpuidLeaves): void {
  const [user, , , userHigh] = leaves['d.0'] ?? NO_LEAF;
  const [flags, , supervisor, supervisorHigh] = leaves['d.1'] ?? NO_LEAF;
  const kept = COMPONENTS.filter((component) => {
    const { index, kind } = component;
    const isUser = kind === 'user';
    const before = hasBit(BigInt(isUser ? user : supervisor), index);
    return hasFeature(leaves, isUser ? 'XSAVE' : 'XSAVES') && ownerHas(leaves, model, component, before);
  });
  // Bits that go make room for bits that come.
  for (const { index } of COMPONENTS)
    if (index >= 2 && !kept.some((each) => each.index === index)) delete leaves[key(index)];
  for (const component of kept) if (component.index >= 2) setComponentLeaf(leaves, component);
  leaves['d.0'] = [maskOf(kept, 'user'), 0, areaEnd(leaves), userHigh];
  leaves['d.1'] = [flags, 0, maskOf(kept, 'supervisor'), supervisorHigh];
}

function maskOf(components: readonly Component[], kind: Component['kind']): number {
  return components.reduce((mask, component) => mask + (component.kind === kind ? 2 ** component.index : 0), 0);
}

function leafKeys(leaves: CpuidLeaves): readonly LeafKey[] {
  return Object.keys(leaves) as LeafKey[]; // the type of the record
}

/** Of the subleaf that describes a component. */
function key(component: number): LeafKey {
  return `d.${component.toString(16)}`;
}

function ownerHas(leaves: CpuidLeaves, model: CpuidLeaves, { owner }: Component, before: boolean): boolean {
  if (!owner || hasFeature(leaves, owner) === hasFeature(model, owner)) return before;
  return hasFeature(leaves, owner);
}

function setComponentLeaf(leaves: Record<LeafKey, CpuidResult>, component: Component): void {
  const leaf = leaves[key(component.index)] ?? newComponentLeaf(leaves, component);
  leaves[key(component.index)] = withXfdFlag(leaves, component, leaf);
}

/** The subleaf with its XFD flag as the XFD feature has it. */
function withXfdFlag(leaves: CpuidLeaves, { index }: Component, [size, offset, flags]: CpuidResult): CpuidResult {
  const armable = index === XFEATURE.XTILEDATA && hasFeature(leaves, 'XFD');
  return [size, offset, armable ? flags | COMPONENT_FLAG.XFD : flags & ~COMPONENT_FLAG.XFD, 0];
}

/** Where Intel puts it if that is free, else behind everything else. */
function newComponentLeaf(leaves: CpuidLeaves, component: Component): CpuidResult {
  const { kind, size, intelOffset: usual, aligned } = component;
  if (kind === 'supervisor') return [size, 0, COMPONENT_FLAG.SUPERVISOR, 0];
  const free = usual !== undefined && !overlaps(leaves, usual, size);
  return [size, free ? usual : (areaEnd(leaves) + 63) & ~63, aligned ? COMPONENT_FLAG.ALIGN64 : 0, 0];
}

function overlaps(leaves: CpuidLeaves, offset: number, size: number): boolean {
  return COMPONENTS.some(({ index, kind }) => {
    const other = leaves[key(index)];
    return index >= 2 && kind === 'user' && other && offset < other[1] + other[0] && other[1] < offset + size;
  });
}

/** Bytes of the standard format with every user component. */
function areaEnd(leaves: CpuidLeaves): number {
  const ends = COMPONENTS.map(({ index, kind }) => {
    const leaf = leaves[key(index)];
    return index >= 2 && kind === 'user' && leaf ? leaf[0] + leaf[1] : 0;
  });
  return hasFeature(leaves, 'XSAVE') ? Math.max(EXTENDED_OFFSET, ...ends) : 0;
}

/** Brings the leaves that describe a feature, and the number of the last leaf, into line with the features. */
function fitDetails(leaves: Record<LeafKey, CpuidResult>): void {
  for (const { owner, numbers, leaves: usual } of DETAILS) {
    if (hasFeature(leaves, owner)) Object.assign(leaves, { ...usual, ...leaves });
    else for (const name of leafKeys(leaves)) if (numbers.test(name)) delete leaves[name];
  }
  if (hasFeature(leaves, 'AMX_TILE')) fitTmulLeaf(leaves);
  const [last, ...vendor] = leaves['0.0'] ?? NO_LEAF;
  const basic = Object.keys(leaves)
    .map((name) => Number.parseInt(name, 16))
    .filter((number) => number < 0x8000_0000);
  leaves['0.0'] = [Math.max(last, ...basic), ...vendor];
}

/** Processors before the features that only leaf 1Eh lists have no subleaf 1 there. */
function fitTmulLeaf(leaves: Record<LeafKey, CpuidResult>): void {
  const [last, ...sizes] = leaves['1e.0'] ?? NO_LEAF;
  if (last === 0 && !TMUL_ONLY.some((feature) => hasFeature(leaves, feature))) return;
  leaves['1e.0'] = [Math.max(last, 1), ...sizes];
  const [tmul, ...rest] = leaves['1e.1'] ?? NO_LEAF;
  const aliases = TMUL_ALIASES.reduce((bits, feature, bit) => bits | (Number(hasFeature(leaves, feature)) << bit), 0);
  leaves['1e.1'] = [(tmul & ~0xf) | aliases, ...rest];
}
