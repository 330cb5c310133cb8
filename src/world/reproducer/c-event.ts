/** Events of a trace in C: a row a kind. What cannot be said in user mode is told, and the flow passes it. */

import { kernelPlaceText } from '../../language/events/routine-steps';
import type { ValueFormat } from '../../language/expressions/format-suffix';
import type { Event, TemplatePart } from '../../language/tree/event';
import type { Expression } from '../../language/tree/expression';
import type { Program } from '../program/program';
import type { Step } from '../program/step';
import { conjuncts, integerInC, truthInC } from './c-expression';
import { callInC } from './c-syscalls';
import { signalNumber } from './c-tasks';
import { addressBehind, cComment, cString } from './c-text';
import { sectionEnd } from './kernel-section';
import type { Names } from './seen';

export type EventStep = Step & { readonly kind: 'event' };

/** Where an event is, and what the program knows there. */
export interface EventPlace {
  readonly program: Program;
  readonly step: EventStep;
  /** One-based, of the trace as it was given. */
  readonly line: number;
  readonly names: Names;
  /** C of the place where the flow goes on behind the step, or behind what was interrupted. */
  readonly behind: string;
  /** The loop that a `repeat` begins. */
  readonly loop: number;
  /** Says what the program does not do. */
  readonly tell: (sentence: string) => void;
}

type Row<K extends Event['kind']> = (event: Event & { readonly kind: K }, place: EventPlace) => readonly string[];

/** C statements of an event, each a line. `baton.next` is already behind the event. */
export function eventInC(place: EventPlace): readonly string[] {
  const beyond = beyondUserMode(place);
  if (beyond) return beyond;
  const row = ROWS[place.step.event.kind] as Row<Event['kind']> | undefined; // the row of its own kind
  if (row) return row(place.step.event, place);
  const { kind } = place.step.event;
  const passed = PASSED[kind];
  return passed === undefined
    ? neverDone(place, NEVER[kind] ?? 'It is nothing that a program can do.')
    : untold(place, passed);
}

/** What comes of the step is the end of the machine, or of all that a program can see of it. */
export function beyondUserMode({
  step,
  line,
  tell,
}: Pick<EventPlace, 'step' | 'line' | 'tell'>): readonly string[] | undefined {
  const end = step.expected?.find(({ kind }) => kind === 'oops' || kind === 'hang');
  if (!end) return undefined;
  const sentence = end.kind === 'oops' ? 'Here the kernel dies of an oops.' : 'Here the CPU hangs.';
  tell(`${sentence} No program lives to check that: what follows is skipped.`);
  return [`skip_rest(${line}, ${cString(sentence)});`];
}

function neverDone({ line, tell }: EventPlace, sentence: string): readonly string[] {
  tell(`${sentence} What follows is skipped.`);
  return [`skip_rest(${line}, ${cString(sentence)});`];
}

function untold({ tell }: EventPlace, sentence: string): readonly string[] {
  tell(sentence);
  return [`/* Left out: ${cComment(sentence)} */`];
}

/** What follows depends on something that the program cannot bring about. */
function unlessDone({ line }: EventPlace, what: string): readonly string[] {
  return [`if (!INJECTED)`, `\tskip_rest(${line}, ${cString(what)});`];
}

const RECIPES = {
  alloc: [
    'Fault injection: with CONFIG_FAULT_INJECTION, CONFIG_FAIL_PAGE_ALLOC and CONFIG_FAULT_INJECTION_DEBUG_FS write N to',
    '/proc/thread-self/fail-nth here, before the step; with N = 1, 2, ... one of the allocations of the step fails each time.',
    'echo N > /sys/kernel/debug/fail_page_alloc/ignore-gfp-wait and .../min-order first (both 0): buffers come from vzalloc().',
  ],
  page: [
    'Fault injection: register the page with userfaultfd(2), or MADV_DONTNEED it and hold the reply of a FUSE mapping;',
    'with CONFIG_FAIL_USERCOPY the accesses of the kernel itself fail: /sys/kernel/debug/fail_usercopy.',
  ],
  preempt: [
    'Fault injection: a kprobe at that line whose handler wakes the other task with a higher SCHED_FIFO priority on this CPU,',
    'or mdelay() there in a kernel that is built for it, with CONFIG_PREEMPT and the other task runnable.',
  ],
  without: ['Take that line out of a kernel that is built for it, boot it, and build this program with -DINJECTED=1.'],
} as const;

function recipe(kind: keyof typeof RECIPES, place: EventPlace, what: string): readonly string[] {
  place.tell(
    `${what} A program cannot do that: the recipe is in a comment, and what follows is skipped unless it is built with -DINJECTED=1.`,
  );
  return ['/*', ...RECIPES[kind].map((line) => ` * ${line}`), ' */', ...unlessDone(place, what)];
}

const USES_VECTORS = 'The kernel uses extended state when it wants to.';

/** What is left out, and the flow goes on. */
const PASSED: Readonly<Partial<Record<Event['kind'], string>>> = {
  observe: 'What was recorded is not measured again.',
  kernel_fpu_end: USES_VECTORS,
};

const GUEST = 'A guest needs a program that uses /dev/kvm: tools/testing/selftests/kvm has some.';
const TILES_IN_KERNEL = 'No Linux uses tiles itself.';

/** What is left out, and all that follows depends on it. */
const NEVER: Readonly<Partial<Record<Event['kind'], string>>> = {
  ring0: 'Steps in the kernel are not for a program.',
  idt: 'A program has no interrupt table.',
  reclaim: 'No Linux gives buffers back when it is asked.',
  seccomp: 'The program installs no filter of seccomp(2).',
  kernel_amx_begin: TILES_IN_KERNEL,
  kernel_amx_end: TILES_IN_KERNEL,
  vmenter: GUEST,
  vmexit: GUEST,
  kvm_set_cpuid2: GUEST,
  kvm_get_xsave2: GUEST,
  kvm_set_xsave: GUEST,
  kvm_set_xcrs: GUEST,
  kvm_get_xcrs: GUEST,
  kvm_get_msrs: GUEST,
  kvm_set_msrs: GUEST,
};

const ROWS: { readonly [K in Event['kind']]?: Row<K> } = {
  cpu: ({ index }, place) => {
    const cpu = integerInC(index, place.names);
    if (cpu === undefined) return untold(place, 'The number of the CPU is not known.');
    return [`baton.cpu = (int)(${cpu});`, 'go_on_at(baton.on[baton.cpu]);'];
  },
  switch: ({ task }, place) => {
    const number = task.text === 'idle' ? undefined : place.names.task(task.text);
    const to = number === undefined ? 'NOBODY' : String(number);
    return [
      ...dying(place, to),
      ...(number === undefined ? [] : [`take_off_cpus(${to});`]),
      `baton.on[baton.cpu] = ${to};`,
      `go_on_at(${to});`,
    ];
  },
  run: ({ task, count, until }, place) => {
    const number = place.names.task(task.text);
    if (count || until || number === undefined) {
      const sentence = 'A program cannot let another task run for some instructions and then stop it.';
      place.tell(sentence);
      return [`skip_rest(${place.line}, ${cString(sentence)});`];
    }
    return [
      ...dying(place, String(number)),
      `baton.running = 1;`,
      `baton.running_from = baton.next;`,
      `baton.next = baton.task[${number}].position;`,
      `take_off_cpus(${number});`,
      `baton.on[baton.cpu] = ${number};`,
      `go_on_at(${number});`,
    ];
  },
  repeat: ({ count }, place) => {
    const rounds = integerInC(count, place.names);
    if (rounds === undefined) return untold(place, 'The number of rounds is not known.');
    const end = place.program.steps.endOf(place.step.index);
    return [
      `baton.round[${place.loop}] = 0;`,
      `baton.rounds[${place.loop}] = (u64)(${rounds});`,
      `if (!baton.rounds[${place.loop}])`,
      `\tbaton.next = ${addressBehind(end)};`,
    ];
  },
  syscall: callLines,
  signal: ({ name, task }, place) => {
    const number = task && place.names.task(task.text);
    const signal = signalNumber(name.text) ?? 0;
    const target = number === undefined ? 'baton.current' : String(number);
    return [...dying(place, 'baton.current'), `send_signal(${place.line}, ${target}, ${signal});`];
  },
  hotplug: ({ online }, place) => {
    const what = `A CPU goes ${online ? 'up' : 'down'}.`;
    place.tell(
      `${what} That is for whoever administers the machine: write ${online ? 1 : 0} to /sys/devices/system/cpu/cpuN/online.`,
    );
    return unlessDone(place, what);
  },
  suspend: (_event, place) => {
    place.tell('The machine sleeps: that is for whoever administers it (rtcwake -m mem -s 5).');
    return unlessDone(place, 'The machine sleeps.');
  },
  'inject-alloc-fail': (_event, place) => recipe('alloc', place, 'An allocation of the kernel fails.'),
  'inject-page-fault': (_event, place) => recipe('page', place, 'An access to memory of the user faults once.'),
  'inject-preempt': (event, place) =>
    recipe('preempt', place, `${event.task.text} runs when the kernel gets to ${kernelPlaceText(event)}.`),
  without: (event, place) => recipe('without', place, `The kernel leaves out ${kernelPlaceText(event)}.`),
  with: (event, place) => recipe('without', place, `The kernel again does ${kernelPlaceText(event)}.`),
  kernel_fpu_begin: (_event, place) => {
    const end = sectionEnd(place.program.steps, place.step);
    if (!end) return neverDone(place, 'A section of the kernel in which more is done than to compute.');
    place.tell(`${USES_VECTORS} What stands in the section is left out.`);
    return [`baton.next = ${addressBehind(end)};`];
  },
  expect: expectLines,
  print: (event, place) => printLines(event, place),
  stop: () => [],
};

/** Said before a step that ends a task: whoever watches goes on behind it. */
export function dying(
  { step, line, behind }: Pick<EventPlace, 'step' | 'line' | 'behind'>,
  task: string,
): readonly string[] {
  const outcomes = step.expected ?? [];
  if (!outcomes.some(({ kind }) => kind === 'killed')) return [];
  const signal = outcomes.findLast(({ kind }) => kind === 'signal');
  const number = (signal?.kind === 'signal' && signalNumber(signal.name)) || 0;
  return [`dies(${line}, ${task}, ${number}, ${behind});`];
}

function callLines(event: Event & { readonly kind: 'syscall' }, place: EventPlace): readonly string[] {
  const { name, as } = event;
  if (name.text === 'rt_sigreturn') return ['baton.next = (u64)xt_sigreturn;'];
  const values = event.arguments.map((argument) => argumentInC(argument, place.names));
  const unseen = values.indexOf(undefined);
  if (unseen >= 0) return untold(place, `What the program does not know: argument ${unseen + 1} of ${name.text}.`);
  const known = values as readonly string[]; // none is undefined
  if (name.text === 'exit' || name.text === 'exit_group')
    return [`leave(SYS_${name.text}, (long)(${known[0] ?? '0'}));`];
  if (name.text === 'ptrace' && /^\(num\)(9|0x9)ul$/.test(known[0] ?? '')) return singleStepped(place);
  if (name.text === 'sched_yield' && place.step.proc !== null) return yieldLines();
  const call = callInC(name.text, { arguments: known, makes: as && place.names.task(as.text) });
  const result = (place.step.expected ?? []).find(({ kind }) => kind === 'result');
  return [
    ...dying(place, 'baton.current'),
    `baton.last = ${call};`,
    'xt_regs[RAX] = (u64)baton.last;',
    ...(result?.kind === 'result'
      ? [`check(${place.line}, baton.last == ${signed(result.value)}, ${cString(`${name.text}() = ${result.text}`)});`]
      : []),
  ];
}

function singleStepped({ line, tell }: EventPlace): readonly string[] {
  const sentence = 'The tracee would be stepped through the code that hands the flow over.';
  tell(`${sentence} What follows is skipped.`);
  return [`skip_rest(${line}, ${cString(sentence)});`];
}

/** A text is a name that the model has no use for. */
function argumentInC(argument: Expression, names: Names): string | undefined {
  return argument.kind === 'string' ? '0' : integerInC(argument, names);
}

function signed(value: bigint): string {
  const number = BigInt.asIntN(64, value);
  return number < 0n ? `-${-number}l` : `${number}l`;
}

/** A task that `run` executes gives the flow back. */
function yieldLines(): readonly string[] {
  return [
    'if (baton.running) {',
    '\tbaton.running = 0;',
    '\tbaton.task[baton.current].position = baton.next;',
    '\tbaton.next = baton.running_from;',
    '}',
  ];
}

function expectLines(event: Event & { readonly kind: 'expect' }, place: EventPlace): readonly string[] {
  const { condition, message } = event;
  const { text } = place.program.trace;
  const parts = conjuncts(condition);
  const lines: string[] = [];
  for (const part of parts) {
    const source = sourceOf(text, part);
    const code = truthInC(part, place.names);
    if (code === undefined) {
      place.tell(`\`${source}\` is not to be seen from user mode.`);
      lines.push(`/* Not seen from user mode: ${cComment(source)} */`);
    } else {
      const said = message === undefined ? source : `${source}, ${message}`;
      lines.push(`check(${place.line}, ${code}, ${cString(said)});`);
    }
  }
  return lines;
}

function sourceOf(text: string, { range }: Expression): string {
  const lines = text.split('\n');
  return (lines[range.line] ?? '').slice(range.start, range.end);
}

function printLines({ values }: Event & { readonly kind: 'print' }, { names }: EventPlace): readonly string[] {
  const pieces = values.flatMap((value) => [
    'put(" ");',
    ...(value.kind === 'template' ? value.parts : [{ expression: value }]).map((part) => printedInC(part, names)),
  ]);
  return ['put("#");', ...pieces, 'flush();'];
}

const BASES: Readonly<Record<ValueFormat, number>> = { x: 16, d: 10, b: 2 };

function printedInC(part: TemplatePart, names: Names): string {
  if (typeof part === 'string') return `put(${cString(part)});`;
  const { expression, format = 'd' } = part;
  if (expression.kind === 'string') return `put(${cString(expression.value)});`;
  const code = integerInC(expression, names);
  return code === undefined ? 'put("(not seen)");' : `put_number(${code}, ${BASES[format]});`;
}
