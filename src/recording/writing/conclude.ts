/**
 * Which machine and which kernel a recording is of: what its masks, its events and their order leave open is decided for
 * the newest that fits. Each conclusion has the line that it was drawn from.
 */
import { ERRNO } from '../../kernel/state/constants';
import { hasBit, XFEATURE, xfeatureMask } from '../../machine/architecture/component';
import { XTILE } from '../../machine/processor/processor';
import type { FpuEvent, Observation, Reading } from '../observation';
import { idleOf } from './idle';
import { IA32_XFD } from './msrs';

export interface Conclusion {
  /** `machine ...`, `kernel ...`. */
  readonly text: string;
  readonly reasons: readonly string[];
}

const COMPACTED = 1n << 63n;
const AVX512 = xfeatureMask('OPMASK', 'ZMM_HI256', 'HI16_ZMM');

/** The models by what only they have, the most special first. */
const MODELS: readonly { readonly model: string; readonly mask: bigint; readonly why: string }[] = [
  { model: 'diamond-rapids', mask: xfeatureMask('APX'), why: 'a buffer has APX' },
  { model: 'sapphire-rapids', mask: xfeatureMask('XTILEDATA'), why: 'a buffer has tile data' },
  { model: 'sapphire-rapids', mask: xfeatureMask('XTILECFG'), why: 'a buffer has tile configurations' },
  { model: 'skylake-sp', mask: xfeatureMask('BNDREGS'), why: 'a buffer has MPX' },
  { model: 'zen4', mask: AVX512, why: 'a buffer has AVX-512, and none has tiles' },
];

/** Features of the models above that buffers show: a recording that has none of a component is of a machine without it. */
const OPTIONAL: readonly { readonly flag: string; readonly component: number; readonly models: readonly string[] }[] = [
  { flag: '-enqcmd', component: XFEATURE.PASID, models: ['sapphire-rapids', 'diamond-rapids'] },
  { flag: '-cet-ss', component: XFEATURE.CET_U, models: ['sapphire-rapids', 'diamond-rapids', 'zen4', 'arrow-lake'] },
  { flag: '-cet-ibt', component: XFEATURE.CET_U, models: ['sapphire-rapids', 'diamond-rapids', 'arrow-lake'] },
  { flag: '-arch-lbr', component: XFEATURE.LBR, models: ['sapphire-rapids', 'diamond-rapids', 'arrow-lake'] },
  { flag: '-pku', component: XFEATURE.PKRU, models: ['sapphire-rapids', 'diamond-rapids', 'zen4', 'arrow-lake'] },
];

export interface Seen {
  readonly mask: bigint;
  readonly line: number;
}

export function concludeMachine(observations: readonly Observation[], cpus: number): Conclusion {
  const masks = masksOf(observations);
  const refused = masks.length === 0 ? observations.find(isWithoutTiles) : undefined;
  if (!refused) return concludeMachineOf(masks, cpus);
  return {
    text: `machine arrow-lake${cpus > 1 ? ` cpus=${cpus}` : ''}`,
    reasons: [`the kernel has no dynamic components: it refuses them with EOPNOTSUPP in line ${refused.line}`],
  };
}

/** What arch_prctl(ARCH_REQ_XCOMP_PERM) answers where the processor has no tiles; no other answer of it is this one. */
function isWithoutTiles(at: Observation): boolean {
  return at.kind === 'return' && at.name === 'arch_prctl' && at.result === -BigInt(ERRNO.EOPNOTSUPP);
}

/** The machine whose buffers, or whose XCR0, have these masks. */
export function concludeMachineOf(seen: readonly Seen[], cpus: number): Conclusion {
  const all = seen.reduce((mask, { mask: more }) => mask | more, 0n);
  const count = cpus > 1 ? ` cpus=${cpus}` : '';
  const first = seen[0];
  if (!first) {
    return {
      text: `machine sapphire-rapids${count}`,
      reasons: ['no line names state components: this is the default'],
    };
  }
  const row = MODELS.find(({ mask }) => (all & mask) !== 0n);
  const model = row?.model ?? 'arrow-lake';
  const at = seen.find(({ mask }) => row === undefined || (mask & row.mask) !== 0n) ?? first;
  const absent = OPTIONAL.filter(({ component, models }) => models.includes(model) && !hasBit(all, component));
  const reasons = [
    `${row?.why ?? 'no buffer has AVX-512 or tiles'}: mask 0x${at.mask.toString(16)} of line ${at.line}`,
  ];
  if (absent.length > 0)
    reasons.push(`no buffer has what ${absent.map(({ flag }) => flag.slice(1)).join(', ')} would add`);
  if (model === 'zen4' && (all & XTILE) === 0n)
    reasons.push('Intel lays such buffers out in the same way: name the model if it was one');
  return { text: ['machine', model, ...absent.map(({ flag }) => flag)].join(' ') + count, reasons };
}

/** Masks of whole buffers, each value once. */
function masksOf(observations: readonly Observation[]): readonly Seen[] {
  const found = new Map<bigint, number>();
  for (const observation of observations) {
    if (observation.kind !== 'fpstate' && observation.kind !== 'fpu') continue;
    const masks = [observation.xcompBv, observation.kind === 'fpstate' ? observation.xfeatures : undefined];
    for (const mask of masks) {
      const plain = (mask ?? 0n) & ~COMPACTED;
      if (plain !== 0n && !found.has(plain)) found.set(plain, observation.line);
    }
  }
  return [...found].map(([mask, line]) => ({ mask, line }));
}

/** Trace events that are gone since 6.16 (99850a1c93fe). */
const UNTIL_6_15: ReadonlySet<FpuEvent> = new Set(['before_restore', 'after_restore', 'init_state', 'copy_src']);

/** What only kernels with XFD say, since 5.16. */
function showsXfd(observation: Observation): boolean {
  if (observation.kind === 'fpstate') return observation.xfd !== undefined;
  return observation.kind === 'first-use' || (observation.kind === 'msr' && observation.number === IA32_XFD);
}

/** From which version on a recording can be, where no line names one. */
function oldest(observations: readonly Observation[]): string {
  const xfd = observations.find(showsXfd);
  return xfd ? `from 5.16 on (IA32_XFD, line ${xfd.line})` : 'of any version before';
}

export function concludeKernel({ observations, release }: Reading): Conclusion {
  const reasons: string[] = [];
  const words = ['kernel', 'linux'];
  const old = observations.find((observation) => observation.kind === 'fpu' && UNTIL_6_15.has(observation.event));
  if (release) {
    words.push(`version=${release.version}`);
    reasons.push(`line ${release.line} names the version`);
  } else if (old?.kind === 'fpu') {
    words.push('version=6.15.y');
    reasons.push(
      `no line names the version: ${oldest(observations)}, up to 6.15, as x86_fpu_${old.event} of line ${old.line} is gone since 6.16`,
    );
    reasons.push('the newest of these is taken; --kernel decides otherwise');
  } else {
    reasons.push(`no line names the version: ${oldest(observations)}, and the newest is taken`);
  }
  const idle = idleOf(observations);
  if (idle) {
    words.push(`idle=${idle.value}`);
    reasons.push(idle.why);
  }
  return { text: words.join(' '), reasons };
}
