/** Words within statements that are no statements, values or names: one table for completion and hover. */

export type WordPlace =
  | 'data'
  | 'initializer'
  | 'tilecfg'
  | 'signal'
  | 'syscall'
  | 'repeat'
  | 'outcome'
  | 'machine'
  | 'task'
  | 'run'
  | 'inject'
  | 'switch'
  | 'seccomp'
  | 'hotplug'
  | 'cpuid';

export interface WordRow {
  readonly word: string;
  readonly place: WordPlace;
  /** How it is written. */
  readonly syntax: string;
  readonly documentation: string;
}

type Row = readonly [word: string, syntax: string, documentation: string];

const at = (place: WordPlace, rows: readonly Row[]): readonly WordRow[] =>
  rows.map(([word, syntax, documentation]) => ({ word, place, syntax, documentation }));

export const WORDS: readonly WordRow[] = [
  ...at('data', [
    ['zero', 'data NAME = zero N', 'N bytes, all 0.'],
    ['hex', 'data NAME = hex "00 ff ..."', 'The bytes as written, two hexadecimal digits each.'],
    ['file', 'data NAME = file "relative/path" [offset=N] [size=N]', 'The bytes of a file in the folder of the trace.'],
    [
      'tilecfg',
      'data NAME = tilecfg { palette: 1, start_row: 0, tmm0: ROWSxCOLSB, ... }',
      'The 64-byte image that LDTILECFG loads: palette, start row, and the shape of each tile that has one.',
    ],
    ['align', 'data NAME = VALUE align=N', 'The address is a multiple of N, a power of two: of 64 unless given.'],
  ]),
  ...at('tilecfg', [
    [
      'palette',
      'tilecfg { palette: N, ... }',
      'The palette: 1 unless given, and the only one with tiles; 0 is the initial state.',
    ],
    [
      'start_row',
      'tilecfg { start_row: N, ... }',
      'The row at which a load or store of a tile that was interrupted goes on: 0 unless given.',
    ],
    ...Array.from(
      { length: 8 },
      (_, tile): Row => [
        `tmm${tile}`,
        `tilecfg { tmm${tile}: ROWSxBYTES, ... }`,
        `The shape of tile ${tile}: up to 16 rows of up to 64 bytes, a multiple of 4.`,
      ],
    ),
  ]),
  ...at('initializer', [
    ['zero', 'TYPE[N] zero', 'Every element is 0.'],
    ['fill', 'TYPE[N] fill(v)', 'Every element is v.'],
    [
      'ramp',
      'TYPE[N] ramp(start, step)',
      'The first element is start, each other one is step more than the one before.',
    ],
    [
      'random',
      'TYPE[N] random(seed)',
      'The same elements for the same seed everywhere; integers of all bits, floats in [-1, 1).',
    ],
  ]),
  ...at('outcome', [
    ['killed', 'STEP => killed', 'The current task dies: `=> SIGILL, killed`. It runs no more.'],
    ['oops', 'STEP => oops', 'The kernel dies: an exception in its own code that it has no handler for.'],
    [
      'WARN',
      'STEP => WARN',
      'The kernel warns (WARN_ON and its like): a backtrace in the log, and it goes on. Compared only where it is written.',
    ],
    [
      'hang',
      'STEP => hang',
      'The kernel, or a step that restarts, goes round for ever, and its CPU is stuck. A step that hangs must say so.',
    ],
    ['ok', 'STEP => ok', 'No exception, no signal, no death. `ok` stands alone.'],
  ]),
  ...at('machine', [
    [
      'from',
      'machine from "FILE"',
      'A processor by a dump of its CPUID beside the trace: the output of `cpuid -r`, a report of InstLatx64, or a template of a virtual machine monitor as JSON.',
    ],
    ['cpus', 'cpus=N', 'The number of CPUs: 1 unless given. `cpu N` goes on with another.'],
    ['errata', 'errata=NAME', 'The processor does wrong once, as the erratum of that name says.'],
  ]),
  ...at('cpuid', [['of', "cpuid LEAF.SUBLEAF REG = VALUE of TASK's guest", 'Only the guest of that task is told so.']]),
  ...at('task', [
    ['in', 'task NAME in PROCESS', 'The task is a thread of the process that has the name of its first task.'],
    ['entry', 'task NAME entry=LABEL', 'Where `run` starts the task.'],
    ['kthread', 'task NAME kthread', 'A kernel thread: it has no user state of its own.'],
  ]),
  ...at('run', [
    ['for', 'run TASK for N', 'Runs at most N instructions of the task.'],
    ['until', 'run TASK until EXPR', 'Runs the task until the expression is true behind an instruction.'],
  ]),
  ...at('inject', [
    ['alloc-fail', 'inject alloc-fail [count=N]', 'The next N allocations of a buffer fail; 1 unless given.'],
    [
      'page-fault',
      'inject page-fault at ADDR [count=N]',
      'The next N user accesses to the page of ADDR fault, and then succeed; 1 unless given.',
    ],
    [
      'preempt',
      'inject preempt at ROUTINE.STEP by TASK',
      'When the kernel next gets to that step, TASK takes the CPU, gets to user mode, and gives it back.',
    ],
    [
      'at',
      'inject ... at PLACE',
      'Where it happens: an address for a page fault, a step of a routine for a preemption.',
    ],
    ['by', 'inject preempt at ROUTINE.STEP by TASK', 'The task that takes the CPU.'],
    ['count', 'inject ... count=N', 'How often: once unless given.'],
  ]),
  ...at('seccomp', [['kill', 'seccomp TASK NAME => kill', 'SIGSYS, for which no handler is asked: the process ends.']]),
  ...at('hotplug', [
    ['off', 'hotplug N off', 'CPU N goes down, and its task may run elsewhere.'],
    ['on', 'hotplug N on', 'CPU N comes up again, from its reset state.'],
  ]),
  ...at('signal', [['to', 'signal NAME to TASK', 'The task that the signal is for: the current one unless given.']]),
  ...at('syscall', [['as', 'syscall fork() as NAME', 'The name of the task that fork or clone makes.']]),
  ...at('repeat', [['as', 'repeat N as NAME', 'The name that counts the rounds, from 0, inside the block.']]),
  ...at('switch', [['idle', 'switch idle', 'The CPU runs no task.']]),
];

export function wordsOf(place: WordPlace): readonly WordRow[] {
  return WORDS.filter((row) => row.place === place);
}

/** The lower-case word at a place. */
export function wordRow(word: string, place: WordPlace): WordRow | undefined {
  return WORDS.find((row) => row.word === word && row.place === place);
}
