/** Signals of a recording: faults of a task's own instruction, and what others sent. */
import type { Observation } from '../observation';
import { writeDeath } from './death';
import { faultOf, signalName } from './faults';
import type { Stage } from './stage';

type Seen<Kind extends Observation['kind']> = Extract<Observation, { readonly kind: Kind }>;

/** What a signal did to its task, and the index of the delivery. */
interface Delivery {
  readonly index: number;
  readonly isHandled: boolean;
}

const SA_ONSTACK = 0x0800_0000n;

/** The delivery of a signal that was sent at `index`, if it comes next; undefined where none is recorded. */
function deliveryAfter({ observations }: Stage, index: number): Delivery | undefined {
  const sent = observations[index];
  for (let next = index + 1; next < observations.length && next <= index + REACH; next++) {
    const observation = observations[next];
    if (!observation || observation.cpu !== sent?.cpu) continue;
    if (observation.pid !== sent.pid) return undefined;
    if (observation.kind === 'deliver') return { index: next, isHandled: observation.handler !== 0n };
    if (observation.kind !== 'msr' && observation.kind !== 'fpu' && observation.kind !== 'other') return undefined;
  }
  return undefined;
}

/** In observations: how far what belongs together may lie apart. */
const REACH = 16;

/** The task has a handler for the signal, or none, as the delivery says. */
function prepareHandler(stage: Stage, at: Seen<'deliver'>): void {
  const { handlers } = stage.players;
  const known = handlers.get(at.pid) ?? new Set();
  const isHandled = at.handler !== 0n;
  if (known.has(at.signal) === isHandled) return;
  const flags = (at.flags & SA_ONSTACK) === 0n ? 'SA_SIGINFO' : 'SA_SIGINFO | SA_ONSTACK';
  const name = signalName(at.signal);
  if (name === undefined) return;
  stage.lines.concluded(`syscall rt_sigaction(${name}, ${isHandled ? `on_signal, ${flags}` : 'SIG_DFL, 0'})`);
  const next = new Set(known);
  if (isHandled) next.add(at.signal);
  else next.delete(at.signal);
  handlers.set(at.pid, next);
}

/** A step whose signal is recorded: with a handler behind which it comes back, or with the death that it is. */
export function writeSignalled(stage: Stage, index: number, at: Observation, outcome: (end: string) => string): void {
  const delivery = deliveryAfter(stage, index);
  const observation = delivery && stage.observations[delivery.index];
  if (delivery && observation?.kind === 'deliver') {
    stage.done.add(delivery.index);
    prepareHandler(stage, observation);
  }
  stage.players.inUse.delete(at.pid);
  if (delivery && !delivery.isHandled) writeDeath(stage, delivery.index, at, outcome(', killed'));
  else stage.interruptible(() => stage.step(outcome(''), at));
}

export function writeSignal(stage: Stage, at: Seen<'signal'>, index: number): void {
  const fault = at.targetPid === at.pid ? faultOf(at.signal, at.code) : undefined;
  const name = signalName(at.signal);
  if (!fault || name === undefined || !stage.players.isUser(at.pid)) return;
  for (const step of fault.before) stage.lines.concluded(step);
  writeSignalled(stage, index, at, (end) => `${fault.instruction} => ${fault.exception}, ${name}${end}`);
}

/** Of a signal that somebody else sent. */
export function writeDelivery(stage: Stage, at: Seen<'deliver'>, index: number): void {
  const name = signalName(at.signal);
  if (name === undefined || !stage.players.isUser(at.pid)) return;
  if (at.handler === 0n) return;
  prepareHandler(stage, at);
  stage.players.inUse.delete(at.pid);
  stage.interruptible(() => stage.step(`signal ${name}`, at));
  stage.done.add(index);
}
