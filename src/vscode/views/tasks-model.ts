/** The Tasks view: each task with its XSAVE buffer, and below it what the kernel keeps about its extended state. */
import type { TaskView } from '../../adapter/views/views';
import { maskNames, maskText } from './component-names';
import { bytesText, ICON, type Row } from './row';

const BAR_CELLS = 10;
/** So many tasks show their details without being asked. */
const FEW = 2;

export function taskRows(tasks: readonly TaskView[]): readonly Row[] {
  return tasks.map((task) => taskRow(task, tasks.length <= FEW));
}

function taskRow(task: TaskView, expanded: boolean): Row {
  const { name, size, previousSize, changed } = task;
  const grown = previousSize !== null && previousSize !== size;
  const description = `${bytesText(size)}${grown ? ` (was ${previousSize})` : ''}`;
  return {
    id: `task.${name}`,
    label: name,
    description: isOver(task) ? `${stateText(task)} · ${description}` : description,
    tooltip: taskTooltip(task, description),
    icon: taskIcon(task),
    spoken: `Task ${name}, ${stateText(task)}, buffer ${description}${task.armed ? ', XFD armed' : ''}${changed ? ', changed' : ''}`,
    changed,
    value: String(size),
    expanded,
    children: details(task),
  };
}

/** `running on CPU 0`, `killed by SIGILL`. */
function stateText({ state, cpu, signal }: TaskView): string {
  if (state === 'killed') return signal === undefined ? 'killed' : `killed by ${signal}`;
  if (state === 'running' && cpu !== null) return `running on CPU ${cpu}`;
  return state === 'ready' ? 'switched out' : state;
}

function isOver({ state }: TaskView): boolean {
  return state === 'killed' || state === 'exited';
}

function taskIcon({ state, current }: TaskView): Row['icon'] {
  if (state === 'killed') return { name: 'error', color: 'charts.red' };
  if (state === 'exited') return { name: 'check', color: 'disabledForeground' };
  if (state === 'ready' || state === 'stopped') return { name: 'debug-pause', color: 'descriptionForeground' };
  return { name: current ? 'debug-stackframe' : 'play-circle', color: current ? 'charts.yellow' : 'charts.green' };
}

/** `██░░░░░░░░ 24%`. */
export function capacityBar(size: number, maxSize: number): string {
  const part = maxSize === 0 ? 0 : Math.min(1, size / maxSize);
  const full = Math.round(part * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${Math.round(part * 100)}%`;
}

function details(task: TaskView): readonly Row[] {
  const {
    name,
    size,
    maxSize,
    userSize,
    xfd,
    armed,
    permission,
    permitted,
    xfeatures,
    pending,
    signalStack,
    tracer,
    guest,
  } = task;
  const row = (
    key: string,
    label: string,
    description: string,
    tooltip: string,
    icon: Row['icon'],
    value: string,
  ): Row => ({
    id: `task.${name}.${key}`,
    label,
    description,
    tooltip,
    icon,
    spoken: `${label}: ${description}`,
    changed: false,
    value,
  });
  return [
    row('state', 'State', stateText(task), 'Where the task is.', { name: 'pulse' }, stateText(task)),
    {
      ...row(
        'capacity',
        'Capacity',
        capacityBar(size, maxSize),
        `${size} of ${bytesText(maxSize)}: what the buffer takes with every component that the kernel keeps in it.`,
        { name: 'database' },
        `${size}/${maxSize}`,
      ),
      spoken: `Capacity: ${size} of ${bytesText(maxSize)}`,
    },
    row(
      'user',
      'Signal frame',
      bytesText(userSize),
      'The size of its state in the standard format: in a signal frame and through ptrace.',
      { name: 'file-binary' },
      String(userSize),
    ),
    row(
      'permission',
      'Permission',
      permitted ? `${permission}  tile data` : permission,
      `The components that its process may use: ${maskNames(permission)}.`,
      { name: permitted ? 'pass' : 'circle-slash' },
      permission,
    ),
    row(
      'xfd',
      'XFD',
      armed ? maskText(xfd) : `${xfd}  disarmed`,
      armed
        ? `While it runs, IA32_XFD holds \`${xfd}\`: first use of ${maskNames(xfd)} raises #NM.`
        : 'While it runs, IA32_XFD is 0: nothing raises #NM.',
      armed ? ICON.armed : ICON.disarmed,
      xfd,
    ),
    ...(pending
      ? [
          row(
            'pending',
            'Pending',
            pending.join(', '),
            'Signals that wait until it is on its way back to user mode.',
            { name: 'bell' },
            pending.join(),
          ),
        ]
      : []),
    ...(signalStack === undefined
      ? []
      : [
          row(
            'signalStack',
            'Signal stack',
            bytesText(signalStack),
            `The alternate stack that its handlers may run on. A frame takes ${bytesText(userSize)} and somewhat more.`,
            { name: 'layers-active' },
            String(signalStack),
          ),
        ]),
    ...(tracer === undefined
      ? []
      : [
          row(
            'tracer',
            'Traced by',
            tracer,
            'With ptrace: it can read and write its registers.',
            { name: 'eye' },
            tracer,
          ),
        ]),
    ...(guest
      ? [
          row(
            'guest',
            'Guest',
            `${bytesText(guest.size)}, XFD ${guest.xfd}${guest.running ? ', running' : ''}`,
            `Its virtual CPU: the area that keeps its registers, and its IA32_XFD (${maskNames(guest.xfd)}).`,
            { name: 'vm' },
            `${guest.size}/${guest.xfd}/${guest.running}`,
          ),
        ]
      : []),
    row('xfeatures', 'Components', xfeatures, `In its buffer: ${maskNames(xfeatures)}.`, { name: 'layers' }, xfeatures),
  ];
}

function taskTooltip(task: TaskView, description: string): string {
  const lines: readonly [string, string][] = [
    ['State', stateText(task)],
    ['Buffer', `${description}, at most ${task.maxSize}`],
    ['Signal frame', bytesText(task.userSize)],
    ['Components', `\`${task.xfeatures}\` ${maskNames(task.xfeatures)}`],
    ['Permission', `\`${task.permission}\``],
    ['XFD', `\`${task.xfd}\` ${task.armed ? `armed for ${maskNames(task.xfd)}` : 'disarmed'}`],
  ];
  return [`**${task.name}**`, '', '| | |', '|:--|:--|', ...lines.map(([name, text]) => `| ${name} | ${text} |`)].join(
    '\n',
  );
}
