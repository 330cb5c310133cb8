/** The text of an exported program: tables of what the trace consists of, between the parts that are always the same. */

import { IMPLICIT_TASK } from '../../language/checks/trace-names';
import type { Program } from '../program/program';
import type { Step } from '../program/step';
import { cComment, hex } from './c-text';
import { eventsInC } from './events-in-c';
import { tables } from './image-in-c';
import { codeOf, lineText, type ProgramParts, type TaskInC } from './program-parts';
import { requirementsOf } from './requirements';
import { RUNTIME_CALLS } from './runtime-calls';
import { RUNTIME_CHECKS } from './runtime-checks';
import { RUNTIME_FLOW } from './runtime-flow';
import { RUNTIME_HEAD, RUNTIME_MAIN } from './runtime-main';
import { RUNTIME_REGISTERS } from './runtime-registers';
import { RUNTIME_TAP } from './runtime-tap';
import { RUNTIME_WATCH } from './runtime-watch';

export function programInC(parts: ProgramParts): string {
  const tasks = tasksOf(parts.program);
  for (const { declaration, line } of parts.program.trace.declarations) {
    const sentence = DECLARATIONS[declaration.kind];
    if (sentence !== undefined) parts.leftOut.push({ line: parts.probed.lineOf[line] ?? line, sentence });
  }
  const loops = loopsOf(parts.program);
  const events = eventsInC(parts, tasks, loops);
  return [
    headComment(parts),
    RUNTIME_HEAD.trimStart(),
    sizes(parts, tasks, loops),
    tables(parts, tasks),
    RUNTIME_REGISTERS,
    RUNTIME_TAP,
    RUNTIME_FLOW,
    RUNTIME_WATCH,
    RUNTIME_CALLS,
    RUNTIME_CHECKS,
    events,
    RUNTIME_MAIN,
  ].join('\n');
}

/** Declarations that are nothing for a program. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  cpuid: 'CPUID answers what the processor at hand answers: a monitor would have to distort it.',
};

/** The tasks that the trace declares, and then those that its system calls make. */
function tasksOf({ tasks, implicitTask, policy, trace, image }: Program): readonly TaskInC[] {
  const declared =
    implicitTask || policy.name === 'none'
      ? [{ name: IMPLICIT_TASK, process: IMPLICIT_TASK, kthread: false, entry: 0 }]
      : tasks;
  const found: TaskInC[] = [];
  const threads = new Map<string, number>();
  for (const { name, process, kthread, entry } of declared) {
    const leader = declared.findIndex((other) => other.process === process && !other.kthread);
    const thread = threads.get(process) ?? 0;
    threads.set(process, thread + 1);
    const threadPointer = image.threadPointers[thread] ?? 0;
    found.push({ name, process: kthread ? -1 : leader, position: entry ?? 0, threadPointer });
  }
  for (const statement of trace.statements) {
    if (statement.kind !== 'event' || statement.event.kind !== 'syscall' || !statement.event.as) continue;
    const { text: name } = statement.event.as;
    if (!found.some((task) => task.name === name)) found.push({ name, process: -1, position: 0, threadPointer: 0 });
  }
  return found;
}

/** The number of each `repeat`, by the index of its step. */
function loopsOf({ steps }: Program): ReadonlyMap<number, number> {
  const loops = new Map<number, number>();
  for (const step of steps) {
    if (step.kind === 'event' && step.event.kind === 'repeat') loops.set(step.index, loops.size);
  }
  return loops;
}

function headComment({ program, name }: ProgramParts): string {
  const setting = program.trace.declarations
    .filter(({ declaration: { kind } }) => kind === 'machine' || kind === 'kernel')
    .map(({ range }) => ` *     ${cComment(lineText(program, range.line).slice(range.start, range.end))}`);
  return [
    '// SPDX-License-Identifier: GPL-2.0',
    '/*',
    ` * ${cComment(name)} as a program, written by \`xtrace export --c\`.`,
    ...(setting.length > 0 ? [' *', ' * The trace was made for', ...setting] : []),
    ' *',
    ' * Build it with gcc (-static for `xtrace exec`), run it: it prints TAP as the selftests of the kernel do, and ends with 0 where all',
    ' * that the trace expects has happened, with 1 where something has not, and with 4 where the processor lacks something.',
    ' */',
    '#ifndef INJECTED',
    '#define INJECTED 0	/* 1: what the trace injects is brought about from outside */',
    '#endif',
    '',
  ].join('\n');
}

function sizes(
  { program, siteAt, table }: ProgramParts,
  tasks: readonly TaskInC[],
  loops: ReadonlyMap<number, number>,
): string {
  const code = codeOf(program);
  const sites = [...program.steps]
    .filter(isPlace)
    .map((step) => ({ step, site: siteAt(code, step.address - program.start) }));
  const inFlow = sites.filter(({ step }) => step.proc === null).map(({ site }) => site);
  const { components, permissions, layout } = requirementsOf(program);
  const isDistorted =
    program.errata !== 0 || program.trace.declarations.some(({ declaration }) => declaration.kind === 'cpuid');
  const isImplicit = program.implicitTask || program.policy.name === 'none';
  return [
    `#define TASKS ${tasks.length}`,
    `#define CPUS ${program.cpuCount}`,
    `#define LOOPS ${loops.size}`,
    `#define SITES ${Math.max(...sites.map(({ site }) => site)) + 1}`,
    `#define FLOW_SITES ${Math.max(...inFlow) + 1}`,
    `#define TABLE ${hex(table)}`,
    `#define START ${hex(program.start)}`,
    `#define RUNS_AT_ONCE ${isImplicit ? 1 : 0}`,
    `#define XCR0_NEEDED ${hex(components)}`,
    `#define XCOMP_NEEDED ${hex(permissions)}`,
    `#define LAYOUT_NEEDED ${layout ? 1 : 0}`,
    `#define VENDOR ${hex(vendorOf(program))}`,
    `#define OTHER_PROCESSOR ${isDistorted ? 1 : 0}`,
    `#define XCR0_OF_TRACE ${hex(program.processor.xcr0Supported)}`,
    '',
  ].join('\n');
}

/** The first four letters of the maker of the machine that the trace names; 0 where it names none. */
function vendorOf({ trace, processor }: Program): number {
  const names = trace.declarations.some(({ declaration }) => declaration.kind === 'machine');
  const [, ebx] = processor.cpuid(0, 0, { xcr0: 0n, xss: 0n, cr4: 0n });
  return names ? ebx >>> 0 : 0;
}

/** What stands in the code as a jump to C. */
function isPlace(step: Step): boolean {
  return step.kind !== 'instruction';
}
