import assert from 'node:assert/strict';
import { parseTrace, parsingTrace } from '../../../src/language/parser';
import type { Trace } from '../../../src/language/tree/statement';
import { finish, type Pausable, PIECE, part } from '../../../src/machine/pausable';
import { loadingTrace, loadProgram } from '../../../src/world/program/load-program';
import type { Step } from '../../../src/world/program/step';

const LINES = 20 * PIECE;
const TEXT = [
  'xtrace 1',
  'kernel none',
  'top:',
  ...Array.from({ length: LINES }, (_, line) => (line % 100 === 99 ? 'jmp top' : `add rax, ${line}`)),
  '',
].join('\n');

/** The result, and what was said on the way. */
function watch<T>(work: Pausable<T>): { result: T; said: readonly number[] } {
  const said: number[] = [];
  for (;;) {
    const { done, value } = work.next();
    if (done) return { result: value, said };
    said.push(value);
  }
}

function shape({ kind, line, address, size }: Step) {
  return { kind, line, address, size };
}

describe('loading in pieces', () => {
  it('reads the same trace as reading at once, with a pause every few lines', () => {
    const { result, said } = watch(parsingTrace(TEXT));
    assert.deepEqual(result.statements.length, parseTrace(TEXT).statements.length);
    assert.ok(said.length >= LINES / PIECE);
  });

  it('makes the same program as loading at once, with pauses in each of its stages', () => {
    const { result, said } = watch(loadingTrace(parseTrace(TEXT)));
    const whole = loadProgram(TEXT).program;
    assert.deepEqual([...(result.program?.steps ?? [])].map(shape), [...(whole?.steps ?? [])].map(shape));
    // Checking, drafting, writing and numbering the steps each go through all lines.
    assert.ok(said.length >= (4 * LINES) / PIECE - 4, String(said.length));
  });

  it('says how much is done: more each time, from 0 to 1', () => {
    const loading = function* (): Pausable<unknown> {
      const trace: Trace = yield* part(parsingTrace(TEXT), 0, 0.25);
      return yield* part(loadingTrace(trace), 0.25, 1);
    };
    const { said } = watch(loading());
    assert.deepEqual(
      said,
      [...said].sort((a, b) => a - b),
    );
    assert.ok((said[0] ?? -1) >= 0 && (said.at(-1) ?? 2) <= 1);
    assert.ok((said.at(-1) ?? 0) > 0.9);
  });

  it('says all problems that loading at once says', () => {
    const broken = TEXT.replace('add rax, 700', 'add rax, tmm0').replace('add rax, 1500', 'adx rax');
    assert.deepEqual(finish(loadingTrace(parseTrace(broken))).diagnostics, loadProgram(broken).diagnostics);
    assert.equal(loadProgram(broken).diagnostics.length, 2);
  });
});
