/** What a recording says of tasks' buffers, as observed facts. */
import type { FpstateFact, Observation } from '../observation';
import type { Stage } from './stage';

type Seen<Kind extends Observation['kind']> = Extract<Observation, { readonly kind: Kind }>;

/** By what a fact calls it: how an expression does. */
const MEMBERS: readonly (readonly [Exclude<keyof FpstateFact, 'kind'>, string])[] = [
  ['size', 'fpstate.size'],
  ['userSize', 'fpstate.user_size'],
  ['xfeatures', 'fpstate.xfeatures'],
  ['xfd', 'xfd'],
  ['xstateBv', 'fpstate.xstate_bv'],
  ['xcompBv', 'fpstate.xcomp_bv'],
];

const DECIMAL: ReadonlySet<string> = new Set(['size', 'userSize']);

export function writeFpstate(stage: Stage, at: Seen<'fpstate'>, index: number): void {
  if (!stage.players.isUser(at.pid)) return;
  writeBorrowing(stage, at.pid, index);
  const name = stage.players.name(at.pid);
  const facts = MEMBERS.flatMap(([key, member]) => {
    const value = at[key];
    if (value === undefined) return [];
    return [`${name}.${member}=${DECIMAL.has(key) ? value : hex(value)}`];
  });
  if (facts.length > 0) stage.observe(facts.join(' '), at);
}

/** Events ahead of a save and behind it say the same of the image as the events that the save is part of. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'copy_dst',
  'before_save',
  'before_restore',
  'after_restore',
  'init_state',
]);

export function writeFpu(stage: Stage, at: Seen<'fpu'>, index: number): void {
  if (PASSED_OVER.has(at.event)) return;
  writeBorrowing(stage, at.pid, index);
  if (stage.images.silent.has(index)) {
    stage.bringIntoUse(at.pid, stage.images.saved.get(index));
    writeSilentSave(stage, at, index);
  }
  writeHeader(stage, at, at.pid);
}

/** The kernel has used the registers of the current task since they were loaded last, and has saved them for that. */
function writeBorrowing(stage: Stage, pid: number, index: number): void {
  if (!stage.images.borrowed.has(index) || stage.players.dead.has(pid)) return;
  stage.bringIntoUse(pid, stage.images.saved.get(index));
  stage.lines.concluded('kernel_fpu_begin');
  stage.lines.concluded('kernel_fpu_end');
}

/** Registers are saved because their task is switched out, and the switch is not in the recording. */
function writeSilentSave(stage: Stage, at: Seen<'fpu'>, index: number): void {
  const next = nextOn(stage, at.cpu, index);
  if (next !== undefined && stage.players.isSwitchRecorded(at.pid, next)) {
    stage.lines.comment(`The registers of ${stage.players.name(at.pid)} are saved for a switch that is not recorded.`);
    stage.observe(`task=${stage.taskText(next)}`, at);
    stage.enter(next, at);
  } else stage.leave(at);
}

function nextOn({ observations }: Stage, cpu: number, index: number): number | undefined {
  for (let next = index + 1; next < observations.length && next <= index + REACH; next++) {
    const observation = observations[next];
    if (observation?.cpu === cpu && observation.pid !== observations[index]?.pid) return observation.pid;
    if (observation?.cpu === cpu) return undefined;
  }
  return undefined;
}

const REACH = 64;

export function writeHeader(stage: Stage, at: Seen<'fpu'>, pid: number): void {
  if (!stage.players.isUser(pid)) return;
  const name = stage.players.name(pid);
  // What a task left behind was written down with its end: its buffer is gone.
  if (stage.players.dead.has(pid)) return;
  stage.observe(`${name}.fpstate.xstate_bv=${hex(at.xstateBv)} ${name}.fpstate.xcomp_bv=${hex(at.xcompBv)}`, at);
}

export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
