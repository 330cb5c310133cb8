/** Rows of the Task scope that only some tasks have: who traces it, its guest, and what its core file says. */
import type { Fpstate } from '../../kernel/state/fpstate';
import type { Task } from '../../kernel/state/task';
import { memoryReference } from '../protocol/memory-reference';
import type { StateView } from '../state/state-view';
import type { Item } from './item';
import { decimal, hex, text } from './value';

type MaskItem = (name: string, value: bigint, expression: string | undefined, documentation: string) => Item;

export function lifeItems(state: StateView, task: Task, mask: MaskItem, readOnly: string): readonly Item[] {
  return [
    ...tracerItems(state, task, readOnly),
    ...guestItems(state, task, mask, readOnly),
    ...coreItems(task, readOnly),
  ];
}

function tracerItems({ kernel }: StateView, { tracer, stopped }: Task, readOnly: string): readonly Item[] {
  if (tracer === null) return [];
  const name = kernel?.tasks[tracer]?.name ?? '?';
  const value = text(stopped ? `stopped by ${name}` : name);
  return [{ name: 'tracer', value, documentation: 'The task that traces it with ptrace.', readOnly }];
}

function guestItems({ kernel }: StateView, task: Task, mask: MaskItem, readOnly: string): readonly Item[] {
  const { vcpu } = task;
  if (!vcpu) return [];
  const area = vcpu.parked ? task.fpstate : vcpu.fpstate;
  const guestPerm = kernel?.processes[task.process]?.guestPerm ?? 0n;
  return [
    {
      name: 'guest',
      value: text(vcpu.parked ? 'inside KVM_RUN' : 'not running'),
      documentation: 'Its virtual CPU. Inside KVM_RUN, the task’s fpstate is the guest’s.',
      readOnly,
      children: {
        named: () => [
          areaItem(task, area, readOnly),
          mask('xfd', area.xfd, 'guest.xfd', 'IA32_XFD of the guest, as the kernel knows it.'),
          mask('xfd_err', vcpu.xfdErr, 'guest.xfd_err', 'IA32_XFD_ERR of the guest, while the guest does not run.'),
          mask('xcr0', vcpu.xcr0, 'guest.xcr0', 'XCR0 of the guest, while the guest does not run.'),
          mask('supported xcr0', vcpu.supportedXcr0, undefined, 'What its CPUID tells of.'),
          mask('perm', guestPerm, 'guest.perm', 'What guests of the process may use; bit 63: no more requests.'),
        ],
      },
    },
  ];
}

function areaItem(task: Task, { address, size }: Fpstate, readOnly: string): Item {
  return {
    name: 'size',
    value: decimal(size, 64, 'bytes'),
    documentation: 'Of the area that its registers are kept in.',
    expression: `${task.name}.guest.size`,
    memory: memoryReference(0, address),
    readOnly,
  };
}

function coreItems({ name, core }: Task, readOnly: string): readonly Item[] {
  if (!core) return [];
  const note = (key: 'xstate' | 'layout', address: number, size: number, documentation: string): Item => ({
    name: key,
    value: hex(BigInt.asUintN(64, BigInt(address))),
    documentation: `${documentation} ${size} bytes.`,
    expression: `${name}.core.${key}.address`,
    memory: memoryReference(0, address),
    readOnly,
  });
  const { xstate, xstateSize, layout, layoutSize } = core;
  return [
    {
      name: 'core',
      value: text(`${xstateSize} bytes of registers`),
      documentation: 'What the core file of its process says about its extended state.',
      readOnly,
      children: {
        named: () => [
          note('xstate', xstate, xstateSize, 'NT_X86_XSTATE, in standard format.'),
          ...(layout === null
            ? []
            : [note('layout', layout, layoutSize, 'NT_X86_XSAVE_LAYOUT: where each component lies.')]),
        ],
      },
    },
  ];
}
