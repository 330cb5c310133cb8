/** All that could come between, at the arrivals of a journal: a row a variation. */
import { signalName } from '../../kernel/model/tasks/signals';
import type { Policy } from '../../kernel/routines/policy';
import { IDLE } from '../../kernel/state/constants';
import type { Program } from '../program/program';
import { codePlaceStory } from './code-places';
import type { Injection, Variation } from './injection';
import type { Arrival, Journal } from './journal';
import type { RunPlace } from './run-places';

interface Place {
  readonly program: Program;
  readonly arrival: Arrival;
  /** The statement of its line. */
  readonly statement: string;
}

type Lines = Pick<Injection, 'text' | 'story'>;

/** What could come before the line of an arrival. */
const AT_ARRIVAL: Readonly<Record<Exclude<Variation, 'without'>, (place: Place) => readonly Lines[]>> = {
  preempt: ({ program, arrival }) => {
    const { policy } = program;
    const isCall = (place: string) =>
      policy.routines.some(({ name, native }) => native && place.startsWith(`${name}.`));
    const modelled = arrival.places.filter((place) => isPreemptible(policy, place) && !isCall(place));
    const stories = new Map([
      ...modelled.map((place) => [place, place] as const),
      ...arrival.code.map((place) => [place, codePlaceStory(program, place)] as const),
    ]);
    return [...stories].flatMap(([place, told]) =>
      tasksAt(arrival).map((task) => ({
        text: [`inject preempt at ${place} by ${task}`],
        story: `${task} preempts the kernel at ${told}`,
      })),
    );
  },

  interleave: ({ arrival: { user, isIdle, ready, within } }) => {
    const back = isIdle ? IDLE : user;
    if (back === null) return [];
    const others = ready.filter((task) => within.every(({ leader }) => leader !== task));
    const inRun = [[], ...others.map((task) => [`switch ${task}`, `switch ${IDLE}`])].flatMap((lines) =>
      within.map((place) =>
        inProgram(place, lines, lines.length > 0 ? `${lines[0]?.replace('switch ', '')} runs` : null),
      ),
    );
    const between = ready
      .filter((task) => task !== back)
      .map((task) => ({ text: [`switch ${task}`, `switch ${back}`], story: `${task} runs, and then ${back} again` }));
    return [...between, ...inRun];
  },

  'alloc-fail': ({ arrival }) =>
    arrival.allocated > 0 ? [{ text: ['inject alloc-fail'], story: 'an allocation fails' }] : [],

  'page-fault': ({ program, arrival, statement }) => {
    const stack = arrival.within.map((place) =>
      inProgram(place, [`inject page-fault at ${place.task}.rsp`], 'the page of its stack is away'),
    );
    const words = new Set(statement.match(/[A-Za-z_]\w*/g) ?? []);
    const data = [...words].filter((word) => program.symbols.get(word)?.kind === 'data');
    const frame = arrival.places.some((place) => place.startsWith('fpu__restore_sig.')) ? ['rsp'] : [];
    const named = [...data, ...frame].map((address) => ({
      text: [`inject page-fault at ${address}`],
      story: `the page of ${address} is away`,
    }));
    return [...named, ...stack];
  },

  signal: ({ arrival: { user, signals, within } }) => {
    const own = user === null ? [] : signals;
    return [
      ...own.map((number) => ({
        text: [`signal ${signalName(number)}`],
        story: `${user} gets ${signalName(number)}`,
      })),
      ...within.flatMap((place) =>
        place.signals.map((number) => {
          const name = signalName(number);
          return inProgram(place, [`signal ${name} to ${place.task}`], `${place.task} gets ${name}`);
        }),
      ),
    ];
  },

  migrate: ({ arrival: { user, idle, within } }) =>
    user === null
      ? idle.flatMap((cpu) => within.map((place) => inProgram(place, [`cpu ${cpu}`], `it goes on on CPU ${cpu}`)))
      : idle.map((cpu) => ({
          text: ['switch idle', `cpu ${cpu}`, `switch ${user}`],
          story: `${user} goes on on CPU ${cpu}`,
        })),

  interrupt: ({ arrival: { user } }) =>
    user === null
      ? []
      : [
          {
            text: ['kernel_fpu_begin', 'pcmpeqd xmm0, xmm0', 'kernel_fpu_end'],
            story: 'an interrupt uses the registers',
          },
        ],
};

/** Before the line that runs a program: the program runs as far as the place, and then comes what comes. */
function inProgram({ leader, after }: RunPlace, lines: readonly string[], story: string | null): Lines {
  const place = `${leader} loses the CPU after ${after} instructions`;
  return { text: [`run ${leader} for ${after}`, ...lines], story: story === null ? place : `${place}, and ${story}` };
}

/** In the order of the run, and of `variations`. */
export function injectionsOf(
  program: Program,
  journal: Journal,
  variations: readonly Variation[],
): readonly Injection[] {
  const found = new Map<string, Injection>();
  const add = (variation: Variation, line: number, { text, story }: Lines): void => {
    const key = `${line} ${text.join('\n')}`;
    if (!found.has(key)) found.set(key, { variation, line, text, story });
  };
  const lines = program.trace.text.split('\n');
  for (const variation of variations) {
    if (variation === 'without') {
      const [first] = journal.arrivals;
      const places = new Set(journal.arrivals.flatMap((arrival) => arrival.places));
      for (const place of first ? places : [])
        add(variation, first?.line ?? 0, { text: [`without ${place}`], story: `the kernel forgets ${place}` });
      continue;
    }
    for (const arrival of journal.arrivals) {
      const place = { program, arrival, statement: (lines[arrival.line] ?? '').split(';')[0] ?? '' };
      for (const injected of AT_ARRIVAL[variation](place)) add(variation, arrival.line, injected);
    }
  }
  return [...found.values()];
}

/** Whoever could get the CPU meanwhile: the task that is switched to is on its way there itself. */
function tasksAt({ ready, current }: Arrival): readonly string[] {
  return [...new Set([...ready, ...(current === null ? [] : [current])])];
}

export function isPreemptible({ routines }: Policy, place: string): boolean {
  const [name = '', step = ''] = place.split('.');
  const row = routines.find((routine) => routine.name === name)?.steps.find((candidate) => candidate.name === step);
  return row?.run !== undefined && row.runsIn?.preemptible === true;
}
