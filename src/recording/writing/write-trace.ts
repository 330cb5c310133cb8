/**
 * Observations as a trace: each becomes the step that it tells of, or an `observe` of what it says. What the programs did in
 * between is not recorded, and concluded: an instruction where one faulted, what was in use where that was saved.
 */
import { type Pausable, PIECE } from '../../machine/pausable';
import type { Observation, Reading } from '../observation';
import type { ImportOptions } from '../source';
import { hex, writeFpstate, writeFpu, writeHeader } from './buffers';
import { callText, resultText } from './calls';
import { type Conclusion, concludeKernel, concludeMachine } from './conclude';
import { numberCpus } from './cpus';
import { writeDeath } from './death';
import { writeFirstUse, writeMsr } from './first-use';
import { isPartOfEntry, writeEntry, writeGuestMsr } from './guests';
import { plain } from './lines';
import { IDLE_PID, OTHERS } from './players';
import { writeDelivery, writeSignal } from './signals';
import { Stage } from './stage';
import { type Survey, survey } from './survey';

type Kind = Observation['kind'];
type Seen<K extends Kind> = Extract<Observation, { readonly kind: K }>;

const WRITERS: { readonly [K in Kind]: (stage: Stage, at: Seen<K>, index: number) => void } = {
  fpu: (stage, at, index) => {
    writeFpu(stage, at, index);
    if (at.event === 'copy_dst') stage.copies.set(at.pid, at);
  },
  fpstate: writeFpstate,
  msr: writeMsr,
  switch: writeSwitch,
  clone: (stage, at) => {
    stage.cloneFlags.set(at.pid, at.flags);
  },
  fork: writeFork,
  exec: writeExec,
  exit: (stage, at, index) => {
    if (stage.players.isUser(at.pid)) writeDeath(stage, index, at, 'syscall exit(0)');
  },
  'first-use': (stage, at, index) => {
    const before = stage.observations[index - 1];
    const isNoted = before?.kind === 'msr' && before.pid === at.pid;
    if (!isNoted) writeFirstUse(stage, at, index);
    if (!stage.players.dead.has(at.pid)) stage.observe(`last.xfd_err=${hex(at.error)}`, at);
  },
  'first-use-result': () => undefined,
  signal: writeSignal,
  deliver: writeDelivery,
  call: writeCall,
  return: () => undefined,
  'guest-entry': writeEntry,
  'guest-exit': () => undefined,
  'guest-msr': writeGuestMsr,
  mark: (stage, at) => stage.lines.comment(`line ${at.line}: ${at.text}`),
  other: () => undefined,
};

export function* writingTrace(reading: Reading, options: ImportOptions): Pausable<string> {
  const { observations, names, left } = numberCpus(reading.observations);
  const all = survey(observations);
  const stage = new Stage(observations, all);
  for (const [index, observation] of observations.entries()) {
    if (index % PIECE === PIECE - 1) yield index / observations.length;
    if (stage.done.has(index) || stage.players.dead.has(observation.pid)) {
      if (observation.kind !== 'switch' && !(observation.kind === 'fpu' && !stage.done.has(index))) continue;
    }
    stage.follow(observation);
    if (isPartOfEntry(stage, observation)) continue;
    const write = WRITERS[observation.kind] as (stage: Stage, at: Observation, index: number) => void; // the kind chose it
    write(stage, observation, index);
  }
  const cpus = names.length === 0 ? [] : [`; CPUs as the recording numbers them: ${names.join(', ')}.`];
  if (left > 0) cpus.push(`; ${left} CPUs more, and what was seen on them, are left out.`);
  return [...cpus, ...header({ ...reading, observations }, all, stage, options), ...stage.lines.all, ''].join('\n');
}

function writeSwitch(stage: Stage, at: Seen<'switch'>, index: number): void {
  if (at.prevPid !== at.pid) stage.observe(`task=${stage.taskText(at.prevPid)}`, at);
  stage.bringIntoUse(at.pid, stage.images.saved.get(index));
  stage.players.noteSwitch(at.prevPid, at.nextPid);
  stage.enter(at.nextPid, at);
  stage.leaving.set(at.cpu, at.pid);
}

const CLONE_VM = 0x100n;
const CLONE_THREAD = 0x10000n;

function writeFork(stage: Stage, at: Seen<'fork'>, index: number): void {
  const { players } = stage;
  if (!players.isForked(at.childPid) || players.made.has(at.childPid)) return;
  players.made.add(at.childPid);
  const inherited = stage.images.inherited.get(index);
  const flags = stage.cloneFlags.get(at.pid) ?? 0n;
  // The child's buffer has no room for tile data: of the parent's the image says nothing.
  if (inherited !== undefined) stage.bringIntoUse(at.pid, inherited | ((players.inUse.get(at.pid) ?? 0n) & TILE_DATA));
  const isThread = (flags & (CLONE_VM | CLONE_THREAD)) === (CLONE_VM | CLONE_THREAD);
  const call = isThread ? 'clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, 0)' : 'fork()';
  stage.step(`syscall ${call} as ${players.name(at.childPid)}`, at);
  players.noteFork(at.pid, at.childPid);
  const handlers = players.handlers.get(at.pid);
  if (handlers) players.handlers.set(at.childPid, handlers);
  const copy = stage.copies.get(at.pid);
  stage.copies.delete(at.pid);
  if (copy) writeHeader(stage, copy, at.childPid);
}

const TILE_DATA = 1n << 18n;

function writeExec(stage: Stage, at: Seen<'exec'>): void {
  const { players } = stage;
  if (stage.justExeced === at.pid || !players.isUser(at.pid)) return;
  stage.step('syscall execve() => = 0', at);
  stage.justExeced = at.pid;
  players.handlers.delete(at.pid);
  players.inUse.delete(at.pid);
}

function writeCall(stage: Stage, at: Seen<'call'>, index: number): void {
  stage.justExeced = undefined;
  if (!stage.players.isUser(at.pid)) return;
  const answer = stage.calls.results.get(index);
  const text = callText(at.name, at.args, answer?.result, stage.calls.smallStacks.has(index));
  if (text === undefined) return;
  if (answer) stage.step(`${text} => ${resultText(answer.result)}`, at, answer.line);
  else stage.step(text, at);
}

/** What the recording is of, and who is in it. */
function header(reading: Reading, all: Survey, stage: Stage, options: ImportOptions): string[] {
  const machine = given('machine', options.machine) ?? concludeMachine(reading.observations, all.cpus);
  const kernel = given('kernel', options.kernel) ?? concludeKernel(reading);
  // Also those whose parent has ended in the recording before it made them.
  const tasks = [...all.names].filter(([pid]) => pid !== IDLE_PID && !stage.players.made.has(pid));
  return [
    `; Recorded: ${plain(options.name)}. \`line N\` is a line of that file.`,
    '; Steps without a time are concluded: the recording does not say what the programs did in between.',
    '',
    'xtrace 1',
    ...conclusion(machine),
    ...conclusion(kernel),
    '',
    'data tiles  = tilecfg { tmm0: 16x64 }',
    'data answer = u64[1] zero',
    'data stack  = zero 65536',
    '',
    ...tasks.map(([pid, name]) => `task ${name}${all.users.has(pid) ? '' : ' kthread'}`),
    ...(stage.players.needsOthers ? [`task ${OTHERS} kthread`] : []),
    '',
    '; Every recorded handler: it goes on behind the step that brought the signal, which RBX names.',
    'proc on_signal',
    '    mov qword ptr [rdx + 168], rbx              ; uc_mcontext.rip',
    '    ret',
    'end',
    '',
  ];
}

function given(word: string, text: string | undefined): Conclusion | undefined {
  if (text === undefined) return undefined;
  return { text: text.startsWith(`${word} `) ? text : `${word} ${text}`, reasons: [] };
}

function conclusion({ text, reasons }: Conclusion): string[] {
  return [...reasons.map((reason) => `; ${text.split(' ')[0]}: ${reason}`), text];
}
