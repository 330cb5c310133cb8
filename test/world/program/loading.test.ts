import assert from 'node:assert/strict';
import { parseTrace, parsingTrace } from '../../../src/language/parser';
import type { Trace } from '../../../src/language/tree/statement';
import { layingOut } from '../../../src/machine/assembler/layout';
import { matchForm } from '../../../src/machine/assembler/match';
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

/** The trace, and how often its statements have been asked for since the last question. */
function counting(trace: Trace): { trace: Trace; sinceLast: () => number } {
  let asked = 0;
  const statements = new Proxy(trace.statements, {
    get: (target, key) => {
      asked++;
      return Reflect.get(target, key);
    },
  });
  const sinceLast = () => {
    const count = asked;
    asked = 0;
    return count;
  };
  return { trace: { ...trace, statements }, sinceLast };
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

  it('looks at no more than some hundred statements between two pauses, whatever the stage', () => {
    const counted = counting(parseTrace(TEXT));
    const work = loadingTrace(counted.trace);
    let most = 0;
    for (let step = work.next(); !step.done; step = work.next()) most = Math.max(most, counted.sinceLast());
    most = Math.max(most, counted.sinceLast());
    // Twice for each statement of a piece: a loop asks for the length as well.
    assert.ok(most > 0 && most <= 3 * PIECE, `${most} of ${LINES}`);
  });

  it('looks at no more than some hundred items of a layout between two pauses', () => {
    let asked = 0;
    let most = 0;
    const branch = { kind: 'branch', target: 0, label: 0 } as const;
    const match = matchForm('jmp', [], [branch]);
    assert.ok('form' in match);
    const source = {
      length: LINES,
      take: () => {
        asked++;
        return { kind: 'instruction', match } as const;
      },
      // Every branch but the first ones grows, and asks for its match again.
      matchOf: () => {
        asked++;
        return match;
      },
    };
    const work = layingOut(source, 0x40_0000);
    for (let step = work.next(); !step.done; step = work.next()) {
      most = Math.max(most, asked);
      asked = 0;
    }
    assert.ok(most > 0 && most <= PIECE, String(most));
  });

  it('takes no more than some hundred names between two pauses', () => {
    const labels = Array.from({ length: LINES }, (_, line) => `label_${line}: nop`).join('\n');
    const trace = parseTrace(`xtrace 1\nkernel none\n${labels}\n`);
    let asked = 0;
    let most = 0;
    for (const statement of trace.declarations) {
      const { declaration } = statement;
      if (declaration.kind !== 'label') continue;
      const { text } = declaration.name;
      Object.defineProperty(declaration.name, 'text', {
        get: () => {
          asked++;
          return text;
        },
      });
    }
    const work = loadingTrace(trace);
    for (let step = work.next(); !step.done; step = work.next()) {
      most = Math.max(most, asked);
      asked = 0;
    }
    // Collecting and checking a name ask for its text a few times each.
    assert.ok(most > 0 && most <= 4 * PIECE, `${most} of ${LINES}`);
  });

  it('pauses while it gathers the declarations of what it has read', () => {
    const labels = Array.from({ length: LINES }, (_, line) => `label_${line}: nop`).join('\n');
    const { said } = watch(parsingTrace(labels));
    // All lines are read; what follows goes through what they declare, twice.
    assert.ok(said.filter((done) => done === 1).length >= 2 * (LINES / PIECE - 1));
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
