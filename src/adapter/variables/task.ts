/** The Task scope: what the kernel keeps of a task for its extended state, and the buffer itself, decoded. */

import { LAST_SIGNAL, signalBit, signalName } from '../../kernel/model/tasks/signals';
import { SIG_DFL, SIG_IGN } from '../../kernel/state/constants';
import type { Fpstate } from '../../kernel/state/fpstate';
import type { Process } from '../../kernel/state/process';
import { describeState, type Task } from '../../kernel/state/task';
import { formatAddress } from '../../machine/architecture/linear-address';
import { componentBits } from '../../machine/architecture/registers';
import type { Processor } from '../../machine/processor/processor';
import { memoryReference } from '../protocol/memory-reference';
import { readBuffer } from '../state/buffer-area';
import type { StateView } from '../state/state-view';
import { bitsItem } from './bits';
import { bufferItem } from './buffer';
import type { Item } from './item';
import { lifeItems } from './task-life';
import { decimal, hex, text } from './value';

/** More blocked signals than this are counted, not named. */
const MOST_NAMES = 8;
const READ_ONLY = 'This is the kernel’s own record: make the kernel change it, with a step of the trace.';

export function taskItems(state: StateView, task: Task, processor: Processor): readonly Item[] {
  const process = state.kernel?.processes[task.process];
  const previousSize = state.previousSize(task);
  const all = processor.xcr0Supported | processor.xssSupported;
  const mask = (name: string, value: bigint, expression: string | undefined, documentation: string): Item =>
    bitsItem({
      name,
      value,
      bits: 64,
      fields: componentBits(all, value),
      documentation,
      readOnly: READ_ONLY,
      ...(expression ? { expression: `${task.name}.${expression}` } : {}),
    });
  const plain = (name: string, words: string, documentation: string, expression?: string): Item => ({
    name,
    value: text(words),
    documentation,
    readOnly: READ_ONLY,
    ...(expression ? { expression: `${task.name}.${expression}` } : {}),
  });
  return [
    plain('state', stateText(task), 'ready, running, stopped, exited or killed.', 'state'),
    plain('process', `${process?.name ?? '?'}, pid ${task.pid}`, 'Permissions belong to the process.'),
    mask('perm', process?.perm ?? 0n, 'perm', 'The components that the process may use.'),
    mask('xfd', task.fpstate.xfd, 'xfd', 'What IA32_XFD holds while the task runs.'),
    fpstateItem(task, mask),
    plain(
      'previous size',
      previousSize === null ? 'none' : `${previousSize} bytes`,
      'Of the buffer, before it last changed.',
    ),
    plain(
      'TIF_NEED_FPU_LOAD',
      task.needFpuLoad ? 'set' : 'clear',
      'Set: the registers hold someone else’s state, and this task’s is in its buffer.',
      'need_fpu_load',
    ),
    {
      name: 'last_cpu',
      value: decimal(task.lastCpu),
      documentation: 'The CPU whose registers may still hold its state; -1: none.',
      expression: `${task.name}.last_cpu`,
      readOnly: READ_ONLY,
    },
    plain(
      'sigaltstack',
      task.sigaltstack ? `${task.sigaltstack.size} bytes at ${formatAddress(task.sigaltstack.address)}` : 'none',
      'Alternate signal stack.',
    ),
    ...signalItems(task, process, plain),
    plain('signal', task.signal ?? 'none', 'The signal that killed it.', 'signal'),
    ...lifeItems(state, task, mask, READ_ONLY),
    bufferItem(readBuffer(state, processor, task.fpstate), {
      name: 'buffer',
      address: task.fpstate.address,
      supported: all,
    }),
  ];
}

/** Only what there is: most tasks have nothing to do with signals. */
function signalItems(
  task: Task,
  process: Process | undefined,
  plain: (name: string, words: string, documentation: string, expression?: string) => Item,
): readonly Item[] {
  const pending = [...task.pending, ...(process?.pending ?? [])].map(({ name }) => name);
  const handlers = Object.entries(process?.actions ?? {}).map(
    ([number, { handler }]) => `${signalName(Number(number))}: ${handlerText(handler)}`,
  );
  return [
    ...(pending.length > 0
      ? [plain('pending', pending.join(', '), 'Signals that wait for it or its process.', 'pending')]
      : []),
    ...(task.blocked !== 0n
      ? [
          plain(
            'blocked',
            blockedNames(task.blocked),
            'Signals that it lets wait: those of the handlers it is in, too.',
            'blocked',
          ),
        ]
      : []),
    ...(handlers.length > 0 ? [plain('handlers', handlers.join(', '), 'What its process does about signals.')] : []),
  ];
}

function handlerText(handler: number): string {
  if (handler === SIG_DFL) return 'default';
  return handler === SIG_IGN ? 'ignored' : formatAddress(handler);
}

function blockedNames(mask: bigint): string {
  const numbers = Array.from({ length: LAST_SIGNAL }, (_, index) => index + 1);
  const blocked = numbers.filter((number) => mask & signalBit(number));
  return blocked.length > MOST_NAMES ? `${blocked.length} signals` : blocked.map(signalName).join(', ');
}

type MaskItem = (name: string, value: bigint, expression: string | undefined, documentation: string) => Item;

function fpstateItem(task: Task, mask: MaskItem): Item {
  const { fpstate } = task;
  const size = (name: string, bytes: number, documentation: string, expression: string): Item => ({
    name,
    value: decimal(bytes, 64, 'bytes'),
    documentation,
    readOnly: READ_ONLY,
    expression: `${task.name}.fpstate.${expression}`,
  });
  return {
    name: 'fpstate',
    value: text(sizes(fpstate)),
    documentation: 'Where the kernel keeps its extended state: both sizes, because the formats differ.',
    readOnly: READ_ONLY,
    children: {
      named: () => [
        size('size', fpstate.size, 'Of the buffer in the kernel, in compacted format.', 'size'),
        size(
          'user_size',
          fpstate.userSize,
          'Of the image in a signal frame and through ptrace, in standard format.',
          'user_size',
        ),
        mask('xfeatures', fpstate.xfeatures, 'fpstate.xfeatures', 'The components that the buffer has room for.'),
        mask('user_xfeatures', fpstate.userXfeatures, 'fpstate.user_xfeatures', 'Those of them that user space sees.'),
        {
          name: 'address',
          value: hex(BigInt.asUintN(64, BigInt(fpstate.address))),
          documentation: fpstate.isValloc ? 'A buffer of its own.' : 'Embedded in the task structure.',
          expression: `${task.name}.fpstate.address`,
          readOnly: READ_ONLY,
          memory: memoryReference(0, fpstate.address),
        },
      ],
    },
  };
}

function sizes({ size, userSize }: Pick<Fpstate, 'size' | 'userSize'>): string {
  return `${size} bytes in the kernel, ${userSize} in a signal frame`;
}

function stateText(task: Task): string {
  const { state, cpu, signal } = task;
  if (state === 'running' && cpu !== null) return `running on CPU ${cpu}`;
  return state === 'killed' ? `killed by ${signal}` : describeState(task);
}
