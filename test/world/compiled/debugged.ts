/** A compiled program under our debugger, moved by commands, and the same program under gdb. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { linePlaces } from '../../../src/world/compiled/places';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Command, StopReason } from '../../../src/world/debugger/debugger-types';
import { loadProgram } from '../../../src/world/program/load-program';
import type { Oracle, Want } from '../../host/needs';
import { filesOf, found } from '../programs/programs';

export class DebuggedProgram {
  readonly engine: Debugger;

  constructor(
    path: string,
    private readonly source: string,
  ) {
    const text = 'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A exec "program"\nrun A\n';
    const files = filesOf({ program: new Uint8Array(readFileSync(path)) });
    const { program, diagnostics } = loadProgram(text, { files });
    assert.ok(program, diagnostics.map(({ message }) => message).join('; '));
    this.engine = new Debugger(program);
  }

  /** Lines count from 1 here, as people count them. */
  breakOn(...lines: readonly number[]): void {
    this.engine.setBreakpoints(
      lines.map((line, id) => {
        const found = linePlaces(this.engine.program, (path) => path.endsWith(`/${this.source}`), line - 1);
        assert.ok(found, `line ${line}`);
        return { id, on: 'code', places: found.places };
      }),
    );
  }

  breakAt(...names: readonly string[]): void {
    this.engine.setBreakpoints(names.map((name, id) => ({ id, on: 'function', name })));
  }

  go(command: Command): StopReason {
    this.engine.start(command);
    for (;;) {
      const reason = this.engine.advance(100_000);
      if (reason) return reason;
    }
  }

  /** The line, or where else the run is. */
  get line(): number | string {
    const { place } = this.engine;
    return place.kind === 'source' ? place.line + 1 : place.kind;
  }

  /** `square:25`, innermost first, as far as functions have lines. */
  get stack(): string[] {
    return this.engine
      .frames()
      .flatMap(({ name, place }) => (place.kind === 'source' ? [`${name}:${place.line + 1}`] : []));
  }

  get moment(): number {
    return this.engine.time.moment;
  }
}

/** Compilers, and a gdb that may trace processes of this machine. */
export function withGdb(...compilers: readonly string[]): Oracle<string> | Want {
  const all = found(...compilers, 'gdb');
  if ('want' in all) return all;
  gdbTraces ??= /exited normally/.test(byGdb('/bin/true', ['run']));
  return gdbTraces ? all : { want: 'a gdb that may trace processes' };
}

let gdbTraces: boolean | undefined;

/** What gdb prints, of a process of this machine that stands where the commands before have led it. */
export function byGdb(path: string, commands: readonly string[]): string {
  const args = ['-batch', '-nx', '-ex', 'set confirm off', ...commands.flatMap((command) => ['-ex', command]), path];
  return execFileSync('gdb', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 });
}

/** Lines that gdb stops on, in turn, from the beginning of a function on. */
export function linesByGdb(path: string, name: string, command: 'step' | 'next', count: number): number[] {
  const commands = [`break ${name}`, 'run', 'delete', ...Array.from({ length: count }, () => command)];
  return [...byGdb(path, commands).matchAll(/^(\d+)\t/gm)].map(([, line]) => Number(line));
}
