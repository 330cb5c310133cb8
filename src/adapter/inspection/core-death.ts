/** Why a process died that a core file is of, in words: the signal, the instruction and what it does here, the stack of C. */
import { signalName } from '../../kernel/model/tasks/signals';
import { formatAddress } from '../../machine/architecture/linear-address';
import { frameMachine } from '../../world/compiled/c-scope';
import type { CompiledFrame } from '../../world/compiled/compiled-frame';
import { variablesOfFrame } from '../../world/compiled/frame-variables';
import type { Frame } from '../../world/debugger/debugger-types';
import { type DeadProcess, deadProcess } from '../../world/debugger/places/core-death';
import type { Happening } from '../../world/state/happening';
import type { World } from '../../world/state/world';
import { baseName } from '../protocol/source-path';
import { compiledLocals } from '../variables/compiled';
import { formatValue } from '../variables/value';

/** Undefined unless the flow's task is one out of a core that has executed nothing since. */
export function coreDeathText(world: World): string | undefined {
  const dead = deadProcess(world);
  if (!dead) return undefined;
  const frames = dead.frames.slice(0, MOST_FRAMES);
  const left = dead.frames.length - frames.length;
  return [
    whyItDied(dead),
    ...triedText(dead),
    ...dead.otherBuilds.map(
      (path) => `${baseName(path)} at hand is of another build than the core's: nothing is read of it.`,
    ),
    ...frames.flatMap((frame, index) => frameLines(world, frame, index)),
    ...(left > 0 ? [`... and ${left} frames more`] : []),
  ].join('\n');
}

const MOST_FRAMES = 32;

function whyItDied({ task, death, address, instruction }: DeadProcess): string {
  const { signal, info } = death;
  const where = `at ${formatAddress(address)}${instruction === undefined ? '' : `: ${instruction}`}`;
  if (signal === 0) return `${task} had no signal when its core was written. It stood ${where}`;
  return `${task} died of ${signalName(signal)}${info ? ` (${senderText(info)})` : ''}, ${where}`;
}

/** \`si_addr\` shares its place with the sender, which signals of programs have: those with codes up to 0. */
function senderText({ code, address }: NonNullable<DeadProcess['death']['info']>): string {
  return code > 0 ? codeText(code, address) : `si_code ${code}, sent by process ${BigInt.asIntN(32, address)}`;
}

function codeText(code: number, address: bigint | null): string {
  return `si_code ${code}${address === null ? '' : `, si_addr 0x${address.toString(16)}`}`;
}

/** What the instruction does by the model, and whether that is what the core says. */
function triedText({ death, tried, instruction }: DeadProcess): readonly string[] {
  if (death.signal === 0) return [];
  if (instruction === undefined && tried.length === 0) {
    return ['The code there is not in the core: put the file that the process had it from beside the trace.'];
  }
  const reasons = tried.flatMap((happening) => (happening.kind === 'exception' ? [reasonText(happening)] : []));
  const signal = tried.find((happening) => happening.kind === 'signal');
  if (signal?.kind !== 'signal') {
    return [
      ...reasons,
      'Executed here, the instruction brings no signal: somebody else sent it, or the machine of the trace is another one.',
    ];
  }
  const { info } = death;
  const name = signalName(death.signal);
  const isSame =
    signal.signal === name &&
    (!info || (signal.code === info.code && (signal.address === null || BigInt(signal.address) === info.address)));
  const address = signal.address === null ? null : BigInt(signal.address);
  const verdict = isSame ? 'the same' : `${signal.signal} (${codeText(signal.code, address)}), which is another one`;
  return [...reasons, `Executed here, the instruction brings ${verdict}.`];
}

function reasonText({ name, detail }: Happening & { kind: 'exception' }): string {
  return `${name}: ${detail.why}`;
}

/** `#0 depth (layer = 0x7ffd1c, row = 2) at die.c:8`, and its variables. */
function frameLines(world: World, { name, place, compiled }: Frame, index: number): readonly string[] {
  const { parameters, variables } = compiled ? localsOf(world, compiled) : { parameters: [], variables: [] };
  const where = place.kind === 'source' ? ` at ${baseName(place.path)}:${place.line + 1}` : '';
  const shown = compiled?.code ? ` (${parameters.join(', ')})` : '';
  return [`#${index} ${name}${shown}${where}`, ...variables.map((variable) => `     ${variable}`)];
}

function localsOf(world: World, frame: CompiledFrame) {
  const { memory, cpu } = world;
  const machine = frameMachine(memory, cpu);
  const passed = variablesOfFrame(frame, machine).filter(({ isParameter }) => isParameter);
  const names = new Set(passed.map(({ name }) => name));
  const items = compiledLocals({ frame, machine, space: cpu.addressSpace });
  const of = (wanted: boolean) =>
    items.filter(({ name }) => names.has(name) === wanted).map(({ name, value }) => `${name} = ${formatValue(value)}`);
  return { parameters: of(true), variables: of(false) };
}
