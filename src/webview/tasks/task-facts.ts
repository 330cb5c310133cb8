/** What there is to say about a task, in words. */
import type { TaskView } from '../../adapter/views/tasks';
import { listed, plural } from '../page/words';

/** A line of a task's card. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  /** A sentence for who asks. */
  readonly detail: string;
  /** The members of `TaskView` that it tells of: marked when one of them changed. */
  readonly of: readonly (keyof TaskView)[];
  readonly tone?: 'good' | 'warning' | 'bad';
}

/** `running on CPU 0`, `killed by SIGILL`. */
export function stateText({ state, cpu, signal }: TaskView): string {
  if (state === 'killed') return signal === undefined ? 'killed' : `killed by ${signal}`;
  if (state === 'running' && cpu !== null) return `running on CPU ${cpu}`;
  return state === 'ready' ? 'switched out' : state;
}

/** `10752 bytes, was 2560`. */
export function sizeText({ size, previousSize }: TaskView): string {
  if (size === 0) return 'buffer freed';
  return `${plural(size, 'byte')}${isResized(size, previousSize) ? `, was ${previousSize}` : ''}`;
}

export function isResized(size: number, previousSize: number | null): previousSize is number {
  return previousSize !== null && previousSize !== size;
}

export function capacityText({ size, maxSize }: Pick<TaskView, 'size' | 'maxSize'>): string {
  if (size === 0) return 'Its buffer is freed.';
  const all = 'every component that this kernel keeps in buffers';
  return size >= maxSize
    ? `The buffer of ${plural(size, 'byte')} has room for ${all}.`
    : `The buffer has ${size} of the ${plural(maxSize, 'byte')} that ${all} would take.`;
}

const TONES = { works: 'good', grows: 'warning', dies: 'bad', open: 'warning' } as const;

export function factsOf(task: TaskView): readonly Fact[] {
  const { next, permission, permitted, xfd, userSize, xfeatures } = task;
  return [
    ...next.map(
      ({ component, text, outcome }): Fact => ({
        label: 'Next touch',
        text,
        detail: `What the kernel does when ${task.name} next touches ${component}: ${text}.`,
        of: ['next'],
        tone: TONES[outcome],
      }),
    ),
    {
      label: 'Permission',
      text: `${permission.value} ${permitted.length > 0 ? `with ${listed(permitted)}` : 'none asked for'}`,
      detail: `The components that its process may use: ${permission.names.join(', ')}.`,
      of: ['permission'],
    },
    {
      label: 'XFD',
      text: xfd.names.length > 0 ? `${xfd.value} ${xfd.names.join(', ')}` : `${xfd.value} disarmed`,
      detail:
        xfd.names.length > 0
          ? `While it runs, IA32_XFD holds ${xfd.value}: first use of ${listed(xfd.names)} raises #NM.`
          : 'While it runs, IA32_XFD is 0x0: nothing raises #NM.',
      of: ['xfd'],
    },
    {
      label: 'Signal frame',
      text: plural(userSize, 'byte'),
      detail: 'Its state in the standard format, as signal frames and ptrace have it.',
      of: ['userSize'],
    },
    ...seldomFacts(task),
    {
      label: 'Components',
      text: xfeatures.value,
      detail: `In its buffer: ${xfeatures.names.join(', ')}.`,
      of: ['xfeatures'],
    },
  ];
}

/** What most tasks have nothing of. */
function seldomFacts({ pending, signalStack, userSize, tracer, guest }: TaskView): readonly Fact[] {
  const facts: Fact[] = [];
  if (pending) {
    const detail = 'Signals that wait until it is on its way back to user mode.';
    facts.push({ label: 'Pending', text: pending.join(', '), detail, of: ['pending'] });
  }
  if (signalStack !== undefined) {
    const detail = `The alternate stack that its handlers may run on. A frame takes ${plural(userSize, 'byte')} and somewhat more.`;
    facts.push({ label: 'Signal stack', text: plural(signalStack, 'byte'), detail, of: ['signalStack'] });
  }
  if (tracer !== undefined) {
    const detail = `${tracer} traces it with ptrace, and can read and write its registers.`;
    facts.push({ label: 'Traced by', text: tracer, detail, of: ['tracer'] });
  }
  if (guest) {
    const text = `${plural(guest.size, 'byte')}, XFD ${guest.xfd.value}${guest.running ? ', running' : ''}`;
    const armed = guest.xfd.names.length > 0 ? ` (${guest.xfd.names.join(', ')})` : '';
    const detail = `Its virtual CPU: the area that keeps its registers, and its IA32_XFD${armed}.`;
    facts.push({ label: 'Guest', text, detail, of: ['guest'] });
  }
  return facts;
}

/** What a screen reader is told behind a step; empty when nothing changed. */
export function changeText(task: TaskView): string {
  const { name, changed } = task;
  const facts = factsOf(task).filter(({ of }) => of.some((member) => changed.includes(member)));
  const words = [
    ...(changed.includes('state') ? [stateText(task)] : []),
    ...(changed.includes('size') ? [sizeText(task)] : []),
    ...facts.map(({ label, text }) => `${label} ${text}`),
  ];
  return words.length === 0 ? '' : `Task ${name}: ${words.join(', ')}`;
}
