/** What `info` shows, a row a topic. */
import { describeState } from '../../kernel/state/task';
import { formatAddress } from '../../machine/architecture/linear-address';
import { componentBits, namesOfSet } from '../../machine/architecture/registers';
import { tableOf } from '../../machine/table';
import type { Adapter } from '../adapter';
import { UserError } from '../protocol/user-error';
import { componentRows } from '../state/component-rows';
import type { Debuggee } from '../state/debuggee';
import { cpuOf, subjectOfCpu } from '../state/state-view';
import type { FrameContext } from '../variables/scopes';
import { comparedAreas } from '../views/areas';
import { tilecfgLines } from '../views/decode-section';
import { tileOriginTexts } from '../views/tile-origins';
import type { ConsoleContext } from './console-command';

type Topic = (debuggee: Debuggee, frame: FrameContext | undefined, adapter: Adapter) => readonly string[];

function tasks({ state, program: { processor } }: Debuggee): readonly string[] {
  const supported = processor.xcr0Supported | processor.xssSupported;
  const mask = (value: bigint) =>
    `0x${value.toString(16)} ${namesOfSet(componentBits(supported, value), value).join(' ')}`.trim();
  return (state.kernel?.tasks ?? []).map((task) => {
    const { name, pid, cpu, fpstate } = task;
    const where = cpu === null ? '' : ` on CPU ${cpu}`;
    const perm = state.kernel?.processes[task.process]?.perm ?? 0n;
    const buffer = `${fpstate.size} bytes at ${formatAddress(fpstate.address)}`;
    return `${name}: pid ${pid}, ${describeState(task)}${where}, buffer ${buffer}, xfd ${mask(fpstate.xfd)}, perm ${mask(perm)}`;
  });
}

function xstate({ state }: Debuggee, frame: FrameContext | undefined): readonly string[] {
  const rows = componentRows(state, frame?.subject ?? subjectOfCpu(state, state.current));
  return rows.map(({ component, enabled, armed, inUse, saved }) =>
    [
      `${component.index} ${component.id}: ${enabled ? 'enabled' : 'not enabled'}`,
      inUse ? 'in use' : 'initial',
      ...(armed ? ['armed'] : []),
      ...(saved ? ['saved in the buffer'] : []),
    ].join(', '),
  );
}

function tiles({ state, engine }: Debuggee, frame: FrameContext | undefined): readonly string[] {
  const cpu = cpuOf(state, frame?.subject ?? subjectOfCpu(state, state.current));
  if (!cpu) return ['The task is switched out: its tiles are in its buffer, `info buffers`.'];
  const used = (tile: number) => cpu.tmm[tile]?.reduce((count, byte) => count + Number(byte !== 0), 0) ?? 0;
  const origins = tileOriginTexts(engine, cpu.index);
  return [
    ...tilecfgLines(cpu.tilecfg).filter((line) => line !== ''),
    ...cpu.tmm.flatMap((_, tile) => {
      const origin = origins[tile] ?? '';
      const content = used(tile) === 0 ? 'all zero' : `${used(tile)} bytes are not zero`;
      return used(tile) === 0 && origin === '' ? [] : [`${`tmm${tile} ${origin}`.trim()}: ${content}`];
    }),
  ];
}

function buffers({ state, program: { processor } }: Debuggee): readonly string[] {
  return (state.kernel?.tasks ?? []).flatMap((task) =>
    comparedAreas(state, undefined, task, processor).flatMap(({ title, size, address, format, xstateBv, sections }) => [
      `${title}: ${size} bytes at ${address}, ${format}, XSTATE_BV ${xstateBv.value}`,
      ...sections
        .filter((section) => section.state === 'saved' || section.state === 'init')
        .map((section) => `  +${section.offset} ${section.id}: ${section.state}, ${section.size} bytes`),
    ]),
  );
}

/** As CPUID answers now, on the CPU that one looks at. */
function cpuid({ state, program: { processor } }: Debuggee, frame: FrameContext | undefined): readonly string[] {
  const cpu = cpuOf(state, frame?.subject ?? subjectOfCpu(state, state.current)) ?? state.cpus[state.current];
  const context = { xcr0: cpu?.xcr0 ?? 0n, xss: cpu?.xss ?? 0n, cr4: cpu?.cr4 ?? 0n };
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  return [
    processor.name,
    ...processor.leafNumbers.map(([leaf, subleaf]) => {
      const [eax, ebx, ecx, edx] = processor.toldCpuid(leaf, subleaf, context).map(hex);
      return `${hex(leaf)}.${subleaf.toString(16)}: eax=${eax} ebx=${ebx} ecx=${ecx} edx=${edx}`;
    }),
  ];
}

const breakpoints: Topic = (_debuggee, _frame, { breakpoints }) => breakpoints.describe();

function history({ engine, timeText }: Debuggee): readonly string[] {
  const { furthest, moment, furthestMoment } = engine.time;
  return [
    timeText,
    `moment ${moment}; reached so far: step ${furthest}, moment ${furthestMoment}`,
    `${engine.edits.length} changes by you, ${engine.bookmarks.all.length} bookmarks`,
  ];
}

const TOPICS = tableOf<Topic>({ tasks, xstate, tiles, buffers, cpuid, breakpoints, history });

export const INFO_TOPICS: readonly string[] = Object.keys(TOPICS);

/** Throws `UserError` for what is no topic. */
export function infoText({ debuggee, frame, adapter }: ConsoleContext, topic: string): string {
  const show = TOPICS[topic];
  if (!show) throw new UserError('no-topic', `Write one of these behind \`info\`: ${INFO_TOPICS.join(', ')}.`);
  return show(debuggee, frame, adapter).join('\n') || 'There are none.';
}
