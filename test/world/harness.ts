/** Traces as tests write them: loaded, run, looked at. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Page } from '../../src/machine/cpu/page';
import type { Debugger } from '../../src/world/debugger/debugger';
import type { StopReason } from '../../src/world/debugger/debugger-types';
import { History } from '../../src/world/debugger/history/history';
import { loadProgram } from '../../src/world/program/load-program';
import type { Program } from '../../src/world/program/program';
import type { Happening } from '../../src/world/state/happening';
import type { World } from '../../src/world/state/world';
import { exampleFiles } from '../examples';

export { exampleNames, exampleText } from '../examples';

export function load(text: string): Program {
  const { program, diagnostics } = loadProgram(text, { files: exampleFiles });
  assert.ok(
    program,
    `the trace does not load: ${diagnostics.map(({ range, message }) => `${range.line + 1}: ${message}`).join('; ')}`,
  );
  return program;
}

/** A trace for a policy: header and body. */
export function trace(kernel: string, body: string): string {
  return `xtrace 1\nmachine sapphire-rapids cpus=2\nkernel ${kernel}\n${body}\n`;
}

export interface Ran {
  readonly world: World;
  readonly happenings: readonly Happening[];
}

/** To the end, or to `most` moments. */
export function run(text: string, most = 100_000): Ran {
  const history = new History(load(text));
  const happenings: Happening[] = [];
  for (let moment = 0; moment < most && !history.world.ended; moment++) {
    history.forward();
    happenings.push(...history.world.happenings);
  }
  return { world: history.world, happenings };
}

/** Everything that is wrong with a run: failed expectations, divergences, errors. */
export function problems({ happenings }: Ran): string[] {
  return happenings.flatMap((happening) => {
    const at = `line ${happening.line + 1}: `;
    if (happening.kind === 'expect' && !happening.ok) return [`${at}expected ${happening.message}`];
    if (happening.kind === 'divergence')
      return [`${at}expected ${happening.expected.join(', ')}, got ${happening.actual.join(', ')}`];
    if (happening.kind === 'error') return [`${at}${happening.code}: ${happening.message}`];
    return [];
  });
}

/** Drives a command to its stop. */
export function go(engine: Debugger, command: Parameters<Debugger['start']>[0]): StopReason {
  engine.start(command);
  return finish(engine);
}

/** Drives the command that is under way to its stop. */
export function finish(engine: Debugger): StopReason {
  for (;;) {
    const reason = engine.advance(1000);
    if (reason) return reason;
  }
}

/** The zero-based line that holds a marker, such as `;BP1`. */
export function lineOf(text: string, marker: string): number {
  const line = text.split('\n').findIndex((candidate) => candidate.includes(marker));
  assert.ok(line >= 0, `no line has ${marker}`);
  return line;
}

/** All state of a world as comparable data. */
export function fingerprint(world: World): unknown {
  const { cpus, memory, kernel, flow } = world.snapshot();
  const pages = (table: Iterable<readonly [number, Page]>) =>
    [...table].sort(([a], [b]) => a - b).map(([number, page]) => [number, page.rights, pageDigest(page)]);
  return {
    cpus: cpus.map((state) => digest(new Uint8Array(state))),
    kernelPages: pages(memory.kernel),
    spaces: [...memory.spaces].sort(([a], [b]) => a - b).map(([id, table]) => [id, pages(table)]),
    injected: [...memory.injected],
    ...structuredClone({ kernel, flow }),
  };
}

/** A page in a snapshot is never written again: who writes the memory writes a copy. */
const pageDigests = new WeakMap<Page, string>();

function pageDigest(page: Page): string {
  const known = pageDigests.get(page) ?? digest(page.bytes);
  pageDigests.set(page, known);
  return known;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64');
}
