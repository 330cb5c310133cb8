/** Conditions that are compiled: each says what the evaluator says, or there is none. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { evaluate, truth } from '../../../src/language/expressions/evaluate';
import { parseExpressionText } from '../../../src/language/syntax/parse-expression';
import { Debugger } from '../../../src/world/debugger/debugger';
import { quickTest } from '../../../src/world/scope/quick-test';
import { worldScope } from '../../../src/world/scope/scope';
import { exampleText, go, load, trace } from '../harness';

const REGISTERS = ['rax', 'ecx', 'dl', 'ah', 'r8d', 'R9W', 'rflags', 'xfd', 'xcr0', 'mxcsr', 'pkru', 'rip', 'cpl'];
const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', '&', '|', '^', '+', '-', '&&', '||'];

const expressions = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...REGISTERS),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    fc.tuple(tie('any'), fc.constantFrom(...OPERATORS), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).any;

/** Parts of registers, memory and names: of the data of first-use.xtrace, of what is not there, and of two pages at once. */
const PLACES = [
  'rflags.CF',
  'rflags.ZF',
  'xfd.XTILEDATA',
  'cr0.TS',
  'xmm1.u8[3]',
  'zmm2.i16[31]',
  'ymm0.u64[3]',
  'tmm0.i32[0][0]',
  'tmm1.u8[15][63]',
  'tmm2.i8[1][2]',
  'u8[ramp]',
  'i8[ramp + 5]',
  'u16[ones + 3]',
  'i32[out + 8]',
  'u64[ramp + rax]',
  'u32[rsp - 4]',
  'u64[4096]',
  'u32[ramp | 4095]',
  'u8[u8[ramp] + ones]',
  'u32[ramp + rax*4]',
  '3 * r8d',
  'XTILEDATA',
  'PKRU',
  'cfg',
];

const places = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...REGISTERS, ...PLACES, '0', '1', '0x40000', '-5'),
    fc.tuple(tie('any'), fc.constantFrom(...OPERATORS), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).any;

/** What the evaluator says; undefined where it fails. */
function evaluated(text: string, engine: Debugger): boolean | undefined {
  try {
    return truth(evaluate(parseExpressionText(text), worldScope(engine.world)));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}

const EAX = { kind: 'expression', text: 'eax', place: { cpu: 0, task: null } } as const;

describe('a quick test', () => {
  it('of registers and integers says what the evaluator says, at every step of a run', () => {
    const engine = new Debugger(load(exampleText('first-use.xtrace')));
    while (!engine.world.ended) {
      fc.assert(
        fc.property(expressions, (text) => {
          const expression = parseExpressionText(text);
          const test = quickTest(expression, engine.program);
          assert.ok(test, text);
          assert.equal(test(engine.world), truth(evaluate(expression, worldScope(engine.world))), text);
        }),
        { numRuns: 40 },
      );
      go(engine, { kind: 'in' });
    }
  });

  it('of memory and parts of registers is false only where the evaluator says so, and true where the evaluator fails', () => {
    const engine = new Debugger(load(exampleText('first-use.xtrace')));
    while (!engine.world.ended) {
      fc.assert(
        fc.property(places, (text) => {
          const test = quickTest(parseExpressionText(text), engine.program);
          const value = evaluated(text, engine);
          if (test && !/4095/.test(text)) assert.equal(test(engine.world), value ?? true, text);
          if (test?.(engine.world) === false) assert.equal(value, false, text);
        }),
        { numRuns: 100, examples: PLACES.map((text) => [`${text} == 1`]) },
      );
      for (const text of PLACES) assert.ok(quickTest(parseExpressionText(text), engine.program), text);
      go(engine, { kind: 'in' });
    }
  });

  it('is none of what can fail, or means something else', () => {
    const program = load(trace('linux', 'task A\nswitch A\nrepeat 3 as i\nnop\nend'));
    for (const condition of [
      'i == 1',
      'A.pid == 1',
      'rax / 0',
      'rax * rbx',
      'rax * 2 * 2',
      '1 << 70',
      'nothing == 1',
      'tmm0.rows',
      'r16 == 1',
      'zmm0.f32[1] == 1',
      'xmm0.u32[4] == 0',
      'tmm0.i32[16][0]',
      'f32[rax]',
      'rflags.nothing',
      'A.rax == 1',
      'u32[i]',
      'xmm0 == 0',
      '1.5 < rax',
      'xinuse == 0',
      'step == 4',
    ]) {
      assert.equal(quickTest(parseExpressionText(condition), program), undefined, condition);
    }
  });

  it('stops a run where the condition first holds, forward and back', () => {
    const engine = new Debugger(load(trace('none', 'mov ecx, 100\nagain:\ndec ecx\njnz again\nnop')));
    const condition = parseExpressionText('ecx == 40 || ecx == 70');
    engine.setBreakpoints([{ id: 1, on: 'line', line: 5, condition }]);
    const values: unknown[] = [];
    while (go(engine, { kind: 'continue' }).kind === 'breakpoint') values.push(engine.evaluate('ecx').value);
    while (go(engine, { kind: 'reverse-continue' }).kind === 'breakpoint') values.push(engine.evaluate('ecx').value);
    assert.deepEqual(values, [70n, 40n, 40n, 70n]);
  });

  it('stops a run exactly where the evaluator would, also within loops, calls and with data breakpoints beside it', () => {
    const text = trace(
      'none',
      `mov ecx, 40
again:
mov eax, ecx
and eax, 7
call double
cmp eax, 6
dec ecx
jnz again
nop
proc double
add eax, eax
ret
end`,
    );
    const lines = [4, 5, 6, 7, 8, 9, 10, 13, 14];
    const some = fc.array(fc.tuple(fc.constantFrom(...lines), expressions), { minLength: 1, maxLength: 4 });
    const stops = (conditions: readonly (readonly [number, string])[], isWatching: boolean) => {
      const engine = new Debugger(load(text));
      engine.setBreakpoints([
        ...conditions.map(([line, condition], id) => ({
          ...{ id, line, on: 'line' as const },
          condition: parseExpressionText(condition),
        })),
        ...(isWatching ? [{ id: 99, on: 'data' as const, access: 'change' as const, target: EAX }] : []),
      ]);
      const moments: number[] = [];
      while (go(engine, { kind: 'continue' }).kind === 'breakpoint') moments.push(engine.time.moment);
      while (go(engine, { kind: 'reverse-continue' }).kind === 'breakpoint') moments.push(engine.time.moment);
      return moments;
    };
    fc.assert(
      fc.property(some, fc.boolean(), (conditions, isWatching) => {
        // No quick test divides.
        const slow = conditions.map(([line, condition]) => [line, `(${condition}) / 1`] as const);
        assert.deepEqual(stops(conditions, isWatching), stops(slow, isWatching));
      }),
      {
        numRuns: 30,
        // RIP, where steps do not show it while they follow one another.
        examples: [
          [
            [
              [6, '(((rax == rax) ^ rip) & rax)'],
              [4, '((rax == rax) == 0)'],
            ],
            false,
          ],
        ],
      },
    );
  });
});
