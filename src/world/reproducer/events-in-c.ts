/** The function of an exported program that does its events. */
import { IDLE } from '../../kernel/state/constants';
import type { Scope } from '../../language/vocabulary/value';
import { fromLinear } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';
import type { Step } from '../program/step';
import { beyondUserMode, dying, type EventStep, eventInC } from './c-event';
import { ownGprInC } from './c-registers';
import { addressBehind, cComment, cString, hex } from './c-text';
import type { Probe } from './probes';
import { codeOf, lineText, type ProgramParts, type TaskInC } from './program-parts';
import type { Names } from './seen';

function constantsOf({ symbols, processor }: Program): Scope {
  return {
    processor,
    name: (name) => {
      const symbol = symbols.get(name);
      if (!symbol) return undefined;
      return symbol.kind === 'constant' ? symbol.value : fromLinear(symbol.address);
    },
  };
}

function namesAt(
  { steps }: Program,
  step: Step,
  constants: Scope,
  tasks: readonly TaskInC[],
  loops: ReadonlyMap<number, number>,
): Names {
  return {
    constants,
    task: (name) => {
      const number = tasks.findIndex((task) => task.name === name && name !== IDLE);
      return number < 0 ? undefined : number;
    },
    counter: (name) => {
      const around = steps.blocksAround(step).map((index) => steps.at(index));
      const loop = around.findLast(
        (begin) => begin?.kind === 'event' && begin.event.kind === 'repeat' && begin.event.counter?.text === name,
      );
      const number = loop && loops.get(loop.index);
      return number === undefined ? undefined : `baton.round[${number}]`;
    },
  };
}

/** The function that does an event by its number. */
export function eventsInC(parts: ProgramParts, tasks: readonly TaskInC[], loops: ReadonlyMap<number, number>): string {
  const { program, probed, siteAt } = parts;
  const code = codeOf(program);
  const constants = constantsOf(program);
  const cases: string[] = [];
  for (const step of program.steps) {
    if (step.kind === 'instruction') continue;
    const line = probed.lineOf[step.line] ?? 0;
    const names = namesAt(program, step, constants, tasks, loops);
    const lines = placeInC(parts, step, line, names, loops);
    const source = probed.probes.has(step.line) ? '' : `: ${cComment(lineText(program, step.line))}`;
    cases.push(
      `\tcase ${siteAt(code, step.address - program.start)}: /* ${line + 1}${source} */`,
      `\t\tbaton.next = ${addressBehind(step)};`,
      ...(step.proc === null ? ['\t\tbaton.behind = baton.next;'] : []),
      ...lines.map((text) => `\t\t${text}`),
      '\t\tbreak;',
    );
  }
  return [
    '/* ---- The events of the trace --------------------------------------------------------------------------------- */',
    '',
    'static int in_flow(u64 number)',
    '{',
    '	return number < FLOW_SITES;',
    '}',
    '',
    'static void event(u64 number)',
    '{',
    '	switch (number) {',
    ...cases,
    '	}',
    '}',
    '',
  ].join('\n');
}

function placeInC(
  parts: ProgramParts,
  step: Exclude<Step, { kind: 'instruction' }>,
  line: number,
  names: Names,
  loops: ReadonlyMap<number, number>,
): readonly string[] {
  const { program, probed, leftOut } = parts;
  if (step.kind === 'past-end') {
    return step.proc === null
      ? ['baton.wish = DONE;']
      : [`skip_rest(${line + 1}, "a procedure has run past its end");`];
  }
  if (step.kind === 'end') return endInC(program, step, loops);
  const probe = probed.probes.get(step.line);
  if (probe !== undefined) return probeInC(parts, step, line + 1, probe);
  const tell = (sentence: string): void => {
    leftOut.push({ line, sentence });
  };
  const behind = step.proc === null ? addressBehind(step) : 'baton.behind';
  return eventInC({ program, step, line: line + 1, names, behind, loop: loops.get(step.index) ?? 0, tell });
}

function endInC(
  { steps }: Program,
  step: Step & { readonly kind: 'end' },
  loops: ReadonlyMap<number, number>,
): readonly string[] {
  const loop = loops.get(step.block);
  if (loop === undefined) return [];
  return [
    `if (++baton.round[${loop}] < baton.rounds[${loop}])`,
    `\tbaton.next = ${hex(steps.at(step.block + 1)?.address ?? 0)};`,
  ];
}

/** What a `stop` stands for that the trace does not have. */
function probeInC(
  { program, moment, leftOut }: ProgramParts,
  step: EventStep,
  line: number,
  probe: Probe,
): readonly string[] {
  const { steps } = program;
  if (probe === 'beyond') {
    const ends = steps.at(step.index + 1);
    const tell = (sentence: string): void => {
      leftOut.push({ line: line - 1, sentence });
    };
    return (ends && beyondUserMode({ step: { ...step, expected: ends.expected }, line, tell })) ?? [];
  }
  if (probe === 'dies') {
    const ends = steps.at(step.index + 1);
    const behind = step.proc === null ? addressBehind(ends) : 'baton.behind';
    return ends ? dying({ step: { ...step, expected: ends.expected }, line, behind }, 'baton.current') : [];
  }
  if (probe === 'result') return resultInC(steps.at(step.index - 1), line);
  const { visits, registers } = moment ?? { visits: 0, registers: [] };
  return [
    `if (baton.visits++ == ${visits}) {`,
    ...registers.flatMap((value, number) => registerCheck(line, number, value)),
    '\tbaton.wish = DONE;',
    '}',
  ];
}

const GPR_NAMES = [
  'rax',
  'rcx',
  'rdx',
  'rbx',
  'rsp',
  'rbp',
  'rsi',
  'rdi',
  'r8',
  'r9',
  'r10',
  'r11',
  'r12',
  'r13',
  'r14',
  'r15',
];
const RSP = 4;

/** The stack of the program lies elsewhere. */
function registerCheck(line: number, number: number, value: bigint | undefined): readonly string[] {
  const name = GPR_NAMES[number];
  if (name === undefined || value === undefined || number === RSP) return [];
  return [`\tcheck(${line}, xt_regs[${number}] == ${hex(value)}, "${name} == 0x${value.toString(16)}");`];
}

const IN_EDX_EAX: readonly string[] = ['rdmsr', 'xgetbv', 'rdpkru', 'rdtsc'];

function resultInC(step: Step | undefined, line: number): readonly string[] {
  if (step?.kind !== 'instruction') return [];
  const result = step.expected?.find(({ kind }) => kind === 'result');
  if (result?.kind !== 'result') return [];
  const [first] = step.instruction.operands;
  const register = first?.kind === 'register' ? first.register : undefined;
  const seen = IN_EDX_EAX.includes(step.instruction.mnemonic)
    ? '(num)((u64)(u32)xt_regs[RDX] << 32 | (u32)xt_regs[RAX])'
    : register && ownGprInC(register);
  if (seen === undefined) return [];
  const size = IN_EDX_EAX.includes(step.instruction.mnemonic) ? 8 : (register?.size ?? 8);
  const value = BigInt.asUintN(size * 8, result.value);
  return [
    `check(${line}, ${seen} == (num)${hex(value)}, ${cString(`${step.instruction.mnemonic} = ${result.text}`)});`,
  ];
}
