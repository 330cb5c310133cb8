/** The state components as one table: enabled, armed, in use, in the buffer. For the Components scope and the sidebar. */
import type { Task } from '../../kernel/state/task';
import { COMPONENTS, type Component, hasBit } from '../../machine/architecture/component';
import type { Cpu } from '../../machine/cpu/cpu';
import { inUse } from '../../machine/xstate/xinuse';
import { type BufferArea, readBuffer } from './buffer-area';
import { cpuOf, type StateView, type Subject, taskOf } from './state-view';

export interface ComponentRow {
  readonly component: Component;
  /** In XCR0 or IA32_XSS. */
  readonly enabled: boolean;
  /** In IA32_XFD; null where XFD cannot cover it. */
  readonly armed: boolean | null;
  /** In XINUSE. */
  readonly inUse: boolean;
  /** Has a place in the task's buffer; null without a task. */
  readonly inBuffer: boolean | null;
  /** Saved there in a state other than the initial one; null without a task. */
  readonly saved: boolean | null;
  /** From the start of the buffer; null where it has no place there. */
  readonly offset: number | null;
}

/** A row for each component that the processor can enable. */
export function componentRows(state: StateView, subject: Subject): readonly ComponentRow[] {
  const cpu = cpuOf(state, subject);
  if (!cpu) return [];
  const { processor } = cpu;
  const task = taskOf(state, subject);
  const buffer = task && readBuffer(state, processor, task.fpstate);
  const supported = processor.xcr0Supported | processor.xssSupported;
  const xinuse = inUse(cpu);
  return COMPONENTS.filter(({ index }) => hasBit(supported, index)).map((component) =>
    row(component, { cpu, xinuse, task, buffer }),
  );
}

interface Holders {
  readonly cpu: Cpu;
  readonly xinuse: bigint;
  readonly task: Task | undefined;
  readonly buffer: BufferArea | undefined;
}

function row(component: Component, { cpu, xinuse, task, buffer }: Holders): ComponentRow {
  const { index } = component;
  return {
    component,
    enabled: hasBit(cpu.xcr0 | cpu.xss, index),
    armed: cpu.processor.isXfdCapable(index) ? hasBit(cpu.xfd, index) : null,
    inUse: hasBit(xinuse, index),
    inBuffer: task ? hasBit(task.fpstate.xfeatures, index) : null,
    saved: buffer ? hasBit(buffer.xstateBv, index) : null,
    offset: buffer?.components.find((section) => section.component.index === index)?.offset ?? null,
  };
}
