/**
 * `npm run bench -- --peers`: what other programs of Debian take for the same work. Each is measured by its processor time, from
 * its start to its end, without what it takes for next to no work. A peer that is not installed is named, with its packages.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, runOrThrow } from '../scripts/command.mjs';
import { longTrace } from './long-trace';
import { BOCHS_COMMANDS, BOCHS_SETTINGS, BOOT_SECTOR, LOOP_INSTRUCTIONS, LOOP_PROGRAM } from './peer-programs';
import { askForProcessorTime, processorTimeIn, processorTimeOfChildren } from './processor-time';

export interface Peer {
  readonly what: string;
  readonly unit: string;
  /** Programs that it needs, and the packages that have them. */
  readonly programs: readonly string[];
  readonly packages: string;
  /** The row that measures the same of XTrace, and its rate from the row's median. */
  readonly row: string;
  readonly rateOf: (median: number) => number;
  /** The peer's rate; `folder` is its own, and empty. */
  readonly measure: (folder: string) => Promise<number>;
}

const INSTRUCTIONS = 'million instructions/s';
const MILLION = 1_000_000;
const LINES = 100_000;

const SCALAR = { unit: INSTRUCTIONS, row: 'A scalar loop, with history on', rateOf: (rate: number) => rate };

export const PEERS: readonly Peer[] = [
  {
    ...SCALAR,
    what: 'gdb, record full: forward',
    programs: ['gdb', 'as', 'ld'],
    packages: 'gdb, binutils',
    measure: async (folder) => (await recordAndReverse(folder)).forward,
  },
  {
    what: 'gdb, record full: back to the beginning',
    unit: INSTRUCTIONS,
    programs: ['gdb', 'as', 'ld'],
    packages: 'gdb, binutils',
    row: 'Reverse-continue over ten million steps, to their beginning',
    rateOf: (seconds) => 10 / seconds,
    measure: async (folder) => (await recordAndReverse(folder)).back,
  },
  {
    ...SCALAR,
    what: 'qemu-user, without history',
    programs: ['qemu-x86_64', 'as', 'ld'],
    packages: 'qemu-user, binutils',
    measure: (folder) =>
      rateOfRounds(50 * MILLION, async (rounds) => {
        await assembleLoop(folder, rounds);
        return () => runOrThrow('qemu-x86_64', [path.join(folder, 'loop')]);
      }),
  },
  {
    ...SCALAR,
    what: 'bochs, without history',
    programs: ['bochs', 'script', 'as', 'ld'],
    packages: 'bochs, bochs-term, bsdutils, binutils',
    measure: (folder) =>
      rateOfRounds(10 * MILLION, async (rounds) => {
        await makeDisk(folder, rounds);
        return () => runBochs(folder);
      }),
  },
  {
    what: 'GNU as, the same instructions',
    unit: 'thousand lines/s',
    programs: ['as'],
    packages: 'binutils',
    row: 'Loading 100,000 lines: also assembling them',
    rateOf: (milliseconds) => LINES / milliseconds,
    measure: async (folder) => {
      const lines = assemblyOf(longTrace(LINES));
      const source = path.join(folder, 'code.s');
      writeFileSync(source, `${lines.join('\n')}\n`);
      return (
        lines.length / 1000 / (await secondsOf(() => runOrThrow('as', [source, '-o', path.join(folder, 'code.o')])))
      );
    },
  },
];

/** Million instructions a second, of rounds of the loop; what one round takes is the start and the end. */
async function rateOfRounds(
  rounds: number,
  prepare: (rounds: number) => Promise<() => Promise<unknown>>,
): Promise<number> {
  const alone = await secondsOf(await prepare(1));
  const all = await secondsOf(await prepare(rounds));
  return (rounds * LOOP_INSTRUCTIONS) / MILLION / (all - alone);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = processorTimeOfChildren();
  await work();
  return processorTimeOfChildren() - before;
}

async function assembleLoop(folder: string, rounds: number): Promise<void> {
  const [source, object] = [path.join(folder, 'loop.s'), path.join(folder, 'loop.o')];
  writeFileSync(source, LOOP_PROGRAM);
  await runOrThrow('as', ['--defsym', `ROUNDS=${rounds}`, source, '-o', object]);
  await runOrThrow('ld', [object, '-o', path.join(folder, 'loop')]);
}

const RECORDED_ROUNDS = 2_000;
/** What the times between gdb's commands are marked with. */
const MARKS = ['@begin', '@there', '@again'] as const;
const [BEGIN, THERE, AGAIN] = MARKS;

interface Recorded {
  readonly forward: number;
  readonly back: number;
}

let recorded: Promise<Recorded> | undefined;

/** Once for both: it takes minutes where others work. */
function recordAndReverse(folder: string): Promise<Recorded> {
  recorded ??= recording(folder);
  return recorded;
}

/** gdb asks for its time between its commands; it does some ten thousand instructions a second. */
async function recording(folder: string): Promise<Recorded> {
  const ask = (mark: string) => `shell ${askForProcessorTime(mark)}`;
  await assembleLoop(folder, RECORDED_ROUNDS);
  const commands = [
    'set pagination off',
    'set record full insn-number-max unlimited',
    'break done',
    'starti',
    'record full',
    ask(BEGIN),
    'continue',
    ask(THERE),
    'reverse-continue',
    ask(AGAIN),
    'kill',
  ];
  const output = await runOrThrow('gdb', [
    '-nx',
    '-batch',
    ...commands.flatMap((each) => ['-ex', each]),
    path.join(folder, 'loop'),
  ]);
  const [begin = 0, there = 0, again = 0] = MARKS.map((mark) => processorTimeIn(output, mark));
  if (again === 0) throw new Error(`gdb did not record the loop:\n${output}`);
  const executed = (RECORDED_ROUNDS * LOOP_INSTRUCTIONS) / MILLION;
  return { forward: executed / (there - begin), back: executed / (again - there) };
}

const DISK_BYTES = 1_474_560;

/** A floppy disk whose boot sector is the loop. */
async function makeDisk(folder: string, rounds: number): Promise<void> {
  const inFolder = (name: string) => path.join(folder, name);
  writeFileSync(inFolder('boot.s'), BOOT_SECTOR);
  writeFileSync(inFolder('settings'), BOCHS_SETTINGS);
  writeFileSync(inFolder('commands'), BOCHS_COMMANDS);
  await runOrThrow('as', ['--defsym', `ROUNDS=${rounds}`, inFolder('boot.s'), '-o', inFolder('boot.o')]);
  await runOrThrow('ld', ['-Ttext', '0x7c00', '--oformat', 'binary', inFolder('boot.o'), '-o', inFolder('disk')]);
  await runOrThrow('truncate', ['-s', String(DISK_BYTES), inFolder('disk')]);
}

/** It wants a terminal, and calls it a failure when the machine is turned off. */
async function runBochs(folder: string): Promise<void> {
  const command = 'stty rows 50 cols 132; bochs -q -f settings -rc commands';
  const { output } = await run('script', ['-qc', command, '/dev/null'], { cwd: folder, env: { TERM: 'xterm' } });
  if (!output.includes('shutdown requested')) throw new Error(`bochs did not come to the end of the loop:\n${output}`);
}

/** The procedures of a long trace as GNU as reads them. */
function assemblyOf(trace: string): string[] {
  const code = trace.slice(trace.indexOf('\nproc '), trace.indexOf('\nswitch '));
  const lines = code.split('\n').map((line) => line.replace(/;.*/, '').replace(/^proc (.*)$/, '$1:'));
  return ['.intel_syntax noprefix', ...lines.filter((line) => line !== '' && line !== 'end')];
}
