/** The beginning of a run: a world with the kernel that the trace asks for, about to boot it, or on bare metal. */
import { createKernel } from '../../kernel/entry/create';
import type { Kernel } from '../../kernel/entry/kernel';
import type { KernelRecord } from '../../kernel/state/kernel-record';
import { CR0 } from '../../machine/architecture/bits';
import { outcomeOfRecord } from '../program/outcome';
import type { Program } from '../program/program';
import type { Flow } from '../state/flow';
import { World } from '../state/world';
import { bootBareMetal } from './bare-metal';
import { programRun } from './program-run';
import { noteHang } from './stuck';

/** A kernel has yet to boot: see `Flow.phase`. */
export function startWorld(program: Program): World {
  const world = new World(program, program.policy.name === 'none' ? undefined : makeKernel);
  const { kernel } = world;
  if (kernel) {
    // Linux enables alignment checks before anything else runs (CR0_STATE in arch/x86/kernel/head_64.S).
    for (const cpu of world.cpus) cpu.cr0 |= CR0.AM;
    kernel.boot();
  } else bootBareMetal(world);
  return world;
}

function makeKernel(world: World): Kernel {
  const { policy, policyOptions, tasks, image, files, guestCpuid } = world.program;
  return createKernel({
    policy,
    options: policyOptions,
    cpus: world.cpus,
    memory: world.memory,
    tasks,
    image,
    files,
    guestCpuid,
    fetch: (access, address) => world.code.fetch(access, address),
    emit: (record) => noteKernelRecord(world, record),
  });
}

function noteKernelRecord(world: World, record: KernelRecord): void {
  if (record.kind === 'hang') return noteHang(world, record);
  world.note(record);
  const outcome = isOfStep(world, record) ? outcomeOfRecord(record) : undefined;
  // A program makes calls by the thousand: nobody writes their results behind its `run`.
  if (outcome?.kind === 'result' && programRun(world)) return;
  if (outcome) world.flow.outcomes.push(outcome);
  if (record.kind === 'killed') {
    world.flow.deaths.push({ task: record.task, line: world.line, place: world.place });
  }
  if (record.kind === 'syscall') noteSyscall(world.flow, record);
}

function noteSyscall({ last, run }: Flow, { name, result }: { readonly name: string; readonly result: bigint }): void {
  last.result = result;
  // A filter that refuses the call keeps the task on its CPU.
  if (run && name === 'sched_yield' && result === 0n) run.hasYielded = true;
}

/** A signal that is sent to another task, or another task's death, is nothing that the step's own task meets. */
function isOfStep({ currentTask }: World, record: KernelRecord): boolean {
  return (record.kind !== 'signal' && record.kind !== 'killed') || currentTask?.name === record.task;
}
