/**
 * What is inconsistent in leaves 7, Dh, 1Dh and 1Eh, and what Linux makes of it at boot (arch/x86/kernel/fpu/xstate.c,
 * arch/x86/kernel/cpu/cpuid-deps.c). Processors are consistent; what a monitor has put together may not be.
 */
import { COMPONENTS, type Component, hasBit, XFEATURE } from '../architecture/component';
import { FEATURES } from '../architecture/feature';
import { COMPONENT_FLAG, type CpuidLeaves, hasFeature, type LeafKey, NO_LEAF } from './cpuid-leaves';

const XTILEDATA = COMPONENTS.find(({ index }) => index === XFEATURE.XTILEDATA)!; // a row of the table

type Rule = (leaves: CpuidLeaves) => readonly string[];

/** Sentences, in the order of the boot. */
export function lintCpuid(leaves: CpuidLeaves): readonly string[] {
  return hasFeature(leaves, 'XSAVE') ? RULES.flatMap((rule) => rule(leaves)) : [];
}

const DISABLED = 'and `fpu__init_disable_system_xstate` takes XSAVE, AVX and AMX away from the whole system';

/** "x86/fpu: FP/SSE not present amongst the CPU's xstate features" */
const legacyComponents: Rule = (leaves) =>
  (register(leaves, 'd.0', 0) & 3) === 3
    ? []
    : [
        `CPUID 0xd.0 EAX has not both of X87 and SSE: \`fpu__init_system_xstate\` says "FP/SSE not present", ${DISABLED}.`,
      ];

/** Features whose registers are in a component. */
const owners: Rule = (leaves) =>
  COMPONENTS.flatMap((component) => {
    const { owner, id } = component;
    if (!owner) return [];
    const { flag } = FEATURES[owner];
    const [has, can] = [hasFeature(leaves, owner), isPresent(leaves, component)];
    if (has && !can && component.kind === 'user') {
      return [`CPUID has \`${flag}\`, and 0xd.0 has not ${id}: XCR0 cannot enable it, and its instructions raise #UD.`];
    }
    if (can && !has) {
      return [`CPUID 0xd has ${id} and not \`${flag}\`: \`fpu__init_system_xstate\` leaves the component out.`];
    }
    return [];
  });

/** `paranoid_xstate_size_valid` and `check_xstate_against_struct` */
const sizes: Rule = (leaves) =>
  COMPONENTS.filter(
    (component) => isDescribed(leaves, component) && isManaged(leaves, component) && component !== XTILEDATA,
  ).flatMap((component) => {
    const { id, size, index } = component;
    const told = register(leaves, key(index), 0);
    if (told === size || UNCHECKED.has(index)) return [];
    return [
      `CPUID 0x${key(index)} EAX gives ${id} ${told} bytes, and it has ${size}: \`check_xstate_against_struct\` warns, ${DISABLED}.`,
    ];
  });

/** Components of which the kernel has no structure of one size, or that it does not use. */
const UNCHECKED: ReadonlySet<number> = new Set([XFEATURE.PT, XFEATURE.HDC, XFEATURE.UINTR, XFEATURE.LBR, XFEATURE.HWP]);

/** `check_xtile_data_against_struct` */
const tiles: Rule = (leaves) => {
  if (!isPresent(leaves, XTILEDATA)) return [];
  const palettes = register(leaves, '1d.0', 0);
  if (palettes === 0) return [`CPUID 0x1d.0 EAX has no palette: ${TILES} finds no tile, ${DISABLED}.`];
  const tile = register(leaves, '1d.1', 0) >>> 16;
  const count = register(leaves, '1d.1', 1) >>> 16;
  const size = register(leaves, 'd.12', 0);
  const problems: string[] = [];
  if (tile !== TILE)
    problems.push(`CPUID 0x1d.1 EAX gives a tile ${tile} bytes, and it has ${TILE}: ${TILES} fails, ${DISABLED}.`);
  else if (count * TILE !== size) {
    problems.push(
      `CPUID 0x1d.1 has ${count} tiles of ${TILE} bytes, and 0xd.12 EAX gives XTILEDATA ${size}: ${TILES} fails, ${DISABLED}.`,
    );
  }
  const row = register(leaves, '1d.1', 1) & 0xffff;
  const rows = register(leaves, '1d.1', 2) & 0xffff;
  if (row * rows !== tile) {
    problems.push(
      `CPUID 0x1d.1 has ${rows} rows of ${row} bytes in a tile of ${tile}: no boot notices, LDTILECFG would.`,
    );
  }
  const multiply = register(leaves, '1e.0', 1);
  if ((multiply & 0xff) === 0 || multiply >>> 8 === 0) {
    problems.push(
      'CPUID 0x1e.0 EBX has no rows or columns for TMUL: no boot notices, and libraries find no product of tiles.',
    );
  }
  return problems;
};

const TILE = 1024;
const TILES = '`check_xtile_data_against_struct`';

/** Dynamic features of `fpu__init_system_xstate`, and the first write of IA32_XFD in `fpu__init_cpu_xstate`. */
const xfd: Rule = (leaves) => {
  if (!isPresent(leaves, XTILEDATA)) return [];
  if (!hasFeature(leaves, 'XFD')) {
    return ['CPUID 0xd.0 has XTILEDATA and 0xd.1 EAX not XFD: `fpu__init_system_xstate` leaves AMX out.'];
  }
  if (register(leaves, 'd.12', 2) & COMPONENT_FLAG.XFD) return [];
  return [
    'CPUID 0xd.12 ECX does not let IA32_XFD disable XTILEDATA, and the kernel arms it: WRMSR raises #GP in `fpu__init_cpu_xstate` ("unchecked MSR access error").',
  ];
};

/** `init_xstate_size`: "size != kernel_size" */
const places: Rule = (leaves) => {
  const inOrder = COMPONENTS.filter((component) => component.kind === 'user' && isDescribed(leaves, component))
    .map(({ index, id }) => ({ id, size: register(leaves, key(index), 0), offset: register(leaves, key(index), 1) }))
    .sort((a, b) => a.offset - b.offset);
  const problems = inOrder.flatMap(({ id, offset }, at) => {
    const before = inOrder[at - 1];
    const end = before ? before.offset + before.size : LEGACY_AND_HEADER;
    const what = before ? before.id : 'the legacy region and the header';
    return offset >= end
      ? []
      : [
          `CPUID 0xd puts ${id} at ${offset}, into ${what}, which end at ${end}: every XSAVE in the standard format loses state, and \`init_xstate_size\` notices only a wrong sum.`,
        ];
  });
  const end = Math.max(LEGACY_AND_HEADER, ...inOrder.map(({ offset, size }) => offset + size));
  const told = register(leaves, 'd.0', 2);
  if (told < end) {
    problems.push(
      `CPUID 0xd.0 ECX gives all components ${told} bytes, and they end at ${end}: \`init_xstate_size\` warns "size != kernel_size", ${DISABLED}.`,
    );
  }
  return problems;
};

const LEGACY_AND_HEADER = 576;

const RULES: readonly Rule[] = [legacyComponents, owners, xfd, sizes, tiles, places];

/** Whether the dump has the component's subleaf: older ones leave out what their authors did not know. */
function isDescribed(leaves: CpuidLeaves, component: Component): boolean {
  return component.index >= 2 && isPresent(leaves, component) && leaves[key(component.index)] !== undefined;
}

/** Whether the kernel keeps it, as far as its feature decides that. */
function isManaged(leaves: CpuidLeaves, { owner }: Component): boolean {
  return !owner || hasFeature(leaves, owner);
}

function isPresent(leaves: CpuidLeaves, component: Component): boolean {
  const mask = component.kind === 'user' ? register(leaves, 'd.0', 0) : register(leaves, 'd.1', 2);
  return hasBit(BigInt(mask), component.index);
}

function key(component: number): LeafKey {
  return `d.${component.toString(16)}`;
}

function register(leaves: CpuidLeaves, leaf: LeafKey, index: 0 | 1 | 2 | 3): number {
  return (leaves[leaf] ?? NO_LEAF)[index];
}
