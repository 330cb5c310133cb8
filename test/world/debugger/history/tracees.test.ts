/** Going back through programs that trace others: their stops, single steps and edits of each other are part of the world. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { History } from '../../../../src/world/debugger/history/history';
import { loadProgram } from '../../../../src/world/program/load-program';
import type { World } from '../../../../src/world/state/world';
import { needs } from '../../../host/needs';
import { generator } from '../../../random';
import { DebuggedProgram } from '../../compiled/debugged';
import { fingerprint } from '../../harness';
import { compiled, filesOf, found } from '../../programs/programs';

const OPTIONS = ['-static', '-g', '-O1'];
/** Moments around each at which a tracee stops or goes on that are compared one by one. */
const AROUND = 3;
const SPARSE = 1999;

const shape = (world: World): string =>
  createHash('sha1')
    .update(JSON.stringify(fingerprint(world), (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    .digest('hex');

/** What of the world is about tracing: who traces whom, and who is stopped. */
const tracing = ({ kernel }: World): string =>
  (kernel?.state.tasks ?? []).map(({ stopped, tracer }) => `${stopped} ${tracer}`).join(', ');

describe('time travel through tracees', function () {
  this.timeout(300_000);

  function loaded() {
    const path = compiled('gcc', 'tracing.c', ...OPTIONS);
    const text = 'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A exec "program"\nrun A\n';
    const { program } = loadProgram(text, { files: filesOf({ program: new Uint8Array(readFileSync(path)) }) });
    assert.ok(program);
    return program;
  }

  /** Moments around each at which a tracee stops, goes on, comes or goes; some others; ascending. */
  function momentsOfTracing(history: History): readonly number[] {
    const found = new Set<number>();
    let last = tracing(history.world);
    let stops = 0;
    while (!history.world.ended) {
      history.forward();
      const now = tracing(history.world);
      if (history.moment % SPARSE === 0) found.add(history.moment);
      if (now === last) continue;
      if (now.includes('true')) stops++;
      last = now;
      for (let by = -AROUND; by <= AROUND; by++) found.add(history.moment + by);
    }
    assert.ok(stops >= 10, `${stops} stops`);
    return [...found].filter((moment) => moment <= history.moment).sort((a, b) => a - b);
  }

  it('leads N moments back to the identical world, around every stop of a tracee', function () {
    needs(this, found('gcc'));
    const moments = momentsOfTracing(new History(loaded()));
    const history = new History(loaded());
    const worlds = new Map<number, string>();
    for (const moment of moments) {
      while (history.moment < moment) history.forward();
      worlds.set(moment, shape(history.world));
    }
    while (!history.world.ended) history.forward();
    for (const moment of moments.toReversed()) {
      history.goTo(moment);
      assert.equal(shape(history.world), worlds.get(moment), `back at ${moment}`);
    }
    const random = generator(7);
    for (let count = 0; count < 60; count++) {
      const moment = moments[random(moments.length)] ?? 0;
      history.goTo(moment);
      assert.equal(shape(history.world), worlds.get(moment), `by chance at ${moment}`);
    }
  });

  /** So many instructions forward from a line of the program, and as many back. Returns whose they were. */
  function thereAndBack(line: string, count: number): readonly string[] {
    const source = readFileSync('test/fixtures/programs/tracing.c', 'utf8').split('\n');
    const program = new DebuggedProgram(compiled('gcc', 'tracing.c', ...OPTIONS), 'tracing.c');
    program.breakOn(source.findIndex((each) => each.includes(line)) + 1);
    assert.equal(program.go({ kind: 'continue' }).kind, 'breakpoint');
    program.engine.setBreakpoints([]);
    const seen: string[] = [];
    const tasks = new Set<string>();
    const { engine } = program;
    const here = () => `${engine.time.moment} ${engine.world.currentTask?.name} ${shape(engine.world)}`;
    for (let step = 0; step < count; step++) {
      seen.push(here());
      tasks.add(engine.world.currentTask?.name ?? '');
      program.go({ kind: 'in', by: 'instruction' });
    }
    for (const before of seen.toReversed()) {
      program.go({ kind: 'back', by: 'instruction' });
      assert.equal(here(), before);
    }
    return [...tasks];
  }

  it('undoes every instruction of a tracer and its tracee, one by one', function () {
    needs(this, found('gcc'));
    assert.deepEqual(thereAndBack('ptrace(PTRACE_SINGLESTEP, child, 0, 0);', 150), ['A', 'A_2']);
    thereAndBack('printf("poke: %ld', 90);
    thereAndBack('execl("/proc/self/exe"', 90);
  });
});
