/** Programs that tests compile or find on this machine, and what they do under the modelled kernel. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceFiles } from '../../../src/language/data/data-bytes';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { loadProgram } from '../../../src/world/program/load-program';
import { advance } from '../../../src/world/run/moment';
import { advancePlain } from '../../../src/world/run/plain-steps';
import { startWorld } from '../../../src/world/run/start';
import { evaluateText } from '../../../src/world/scope/evaluate-text';
import type { Happening } from '../../../src/world/state/happening';
import type { World } from '../../../src/world/state/world';
import { hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { NATIVE_LIMIT_MS } from '../../host/program';

const SOURCES = join(__dirname, '../../fixtures/programs');
const MOST_MOMENTS = 60_000_000;

let folder: string | undefined;
const made = new Map<string, string>();

/** The path of what a compiler makes of a source in `SOURCES`, once a process. */
export function compiled(compiler: string, source: string, ...options: readonly string[]): string {
  const key = [compiler, source, ...options].join(' ');
  let program = made.get(key);
  if (program === undefined) {
    program = join(programsFolder(), `p${made.size}`);
    execFileSync(compiler, [...options, '-o', program, join(SOURCES, source), '-lm'], { stdio: 'pipe' });
    made.set(key, program);
  }
  return program;
}

function programsFolder(): string {
  if (folder !== undefined) return folder;
  const path = mkdtempSync(join(tmpdir(), 'xtrace-programs-'));
  process.once('exit', () => rmSync(path, { recursive: true }));
  folder = path;
  return path;
}

/** Programs of this machine by name; what is wanting where one is missing. */
export function found(...names: readonly string[]): Oracle<string> | Want {
  const missing = names.filter((name) => hostUnder().mask.runsNothing !== undefined || !isOnPath(name));
  return missing.length > 0 ? { want: missing.join(' and ') } : { against: names.join(' and '), use: names[0] ?? '' };
}

function isOnPath(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** The path of a program that the shell would find. */
export function pathOf(name: string): string {
  return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
}

/** Files beside a trace, by name. */
export function filesOf(files: Readonly<Record<string, Uint8Array>>): TraceFiles {
  const find = (name: string): Uint8Array => {
    const bytes = files[name];
    if (bytes) return bytes;
    throw new ExpressionError('file-not-read', `${name} does not exist.`);
  };
  return {
    sizeOf: (name) => find(name).length,
    read: find,
    list: (name) => (name === '' ? Object.keys(files) : undefined),
  };
}

export interface Ran {
  readonly world: World;
  readonly output: string;
  readonly exitCode: bigint;
  readonly happenings: readonly Happening[];
}

export interface Setting {
  /** Of the file beside the trace, and so `argv[0]`. */
  readonly name?: string;
  readonly machine?: string;
  readonly kernel?: string;
  /** Behind the path: `args "a"`. */
  readonly call?: string;
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Lines behind the run. */
  readonly then?: string;
}

/** Runs a program of this machine as task A to its end. */
export function runProgram(path: string, setting: Setting = {}): Ran {
  const { name = 'program', machine = 'sapphire-rapids', kernel = 'linux', call = '', files = {}, then = '' } = setting;
  const text = `xtrace 1\nmachine ${machine}\nkernel ${kernel}\ntask A exec "${name}" ${call}\nrun A\n${then}\n`;
  return runText(text, { [name]: new Uint8Array(readFileSync(path)), ...files });
}

export function runText(text: string, files: Readonly<Record<string, Uint8Array>>): Ran {
  const { program, diagnostics } = loadProgram(text, { files: filesOf(files) });
  assert.ok(program, diagnostics.map(({ message }) => message).join('; '));
  const world = startWorld(program);
  const happenings: Happening[] = [];
  for (let moments = 0; !world.ended && moments < MOST_MOMENTS; ) {
    const plain = advancePlain(world, MOST_MOMENTS);
    if (plain === 0) advance(world);
    moments += plain || 1;
    happenings.push(...world.happenings);
  }
  return {
    world,
    output: String(evaluated(world, 'A.output')),
    exitCode: BigInt(evaluated(world, 'A.exit_code')),
    happenings,
  };
}

function evaluated(world: World, text: string): string | bigint {
  const { value } = evaluateText(world, text);
  assert.ok(typeof value === 'string' || typeof value === 'bigint', text);
  return value;
}

export interface Native {
  readonly output: string;
  readonly status: number;
}

/** What the same program does on this machine. Standard error is part of the output, behind the rest. */
export function natively(path: string, args: readonly string[], input = '', argv0 = 'program'): Native {
  const { stdout, stderr, status } = spawnSync(path, args, {
    input,
    encoding: 'utf8',
    argv0,
    timeout: NATIVE_LIMIT_MS,
    killSignal: 'SIGKILL',
    cwd: programsFolder(),
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/user', LANG: 'C' },
  });
  return { output: stdout + stderr, status: status ?? -1 };
}
