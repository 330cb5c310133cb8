/** What `info` shows, a row a topic. */
import { describeState } from '../../kernel/state/task';
import { formatAddress } from '../../machine/architecture/linear-address';
import { componentBits } from '../../machine/architecture/registers/component-bits';
import { namesOfSet } from '../../machine/architecture/registers/row';
import { tableOf } from '../../machine/table';
import { UserError } from '../protocol/user-error';
import { componentRows } from '../state/component-rows';
import type { Debuggee } from '../state/debuggee';
import { subjectOfCpu } from '../state/state-view';
import type { FrameContext } from '../variables/scopes';

type Topic = (debuggee: Debuggee, frame: FrameContext | undefined) => readonly string[];

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

function history({ engine }: Debuggee): readonly string[] {
  const { step, furthest, moment, furthestMoment } = engine.time;
  return [`step ${step} of ${furthest} so far, moment ${moment} of ${furthestMoment}`];
}

const TOPICS = tableOf<Topic>({ tasks, xstate, history });

export const INFO_TOPICS: readonly string[] = Object.keys(TOPICS);

/** Throws `UserError` for what is no topic. */
export function infoText(debuggee: Debuggee, frame: FrameContext | undefined, topic: string): string {
  const show = TOPICS[topic];
  if (!show) throw new UserError('no-topic', `Write one of these behind \`info\`: ${INFO_TOPICS.join(', ')}.`);
  return show(debuggee, frame).join('\n') || 'There are none.';
}
