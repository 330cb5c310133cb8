import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { evaluate, resolve, truth } from '../../../src/language/expressions/evaluate';
import { parseExpressionText } from '../../../src/language/syntax/parse-expression';
import type { Reference, Scope, Value } from '../../../src/language/vocabulary/value';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const lanes: Reference = {
  type: 'i32[4]',
  index: (index) => {
    if (index < 4n) return { type: 'i32', value: index * 10n };
    throw new ExpressionError('index-out-of-range', 'There are 4.');
  },
};
const names: Readonly<Record<string, Value | Reference>> = {
  xfd: { type: 'mask', value: 0x40000n },
  pi: 3.5,
  A: {
    type: 'task',
    members: ['state', 'i32'],
    member: (name) => (name === 'state' ? 'running' : name === 'i32' ? lanes : undefined),
  },
};
const scope: Scope = {
  name: (name) => names[name],
  names: () => Object.keys(names),
  processor: new Processor(MODELS['sapphire-rapids']),
};

function value(text: string): Value {
  return evaluate(parseExpressionText(text), scope);
}

/** The code of the error, with the text that it is about. */
function failure(text: string): [string, string] {
  try {
    value(text);
  } catch (error) {
    if (error instanceof ExpressionError) return [error.code, text.slice(error.range?.start, error.range?.end)];
    throw error;
  }
  throw new Error(`${text} has a value`);
}

describe('An expression', () => {
  it('has the value that C gives it, exactly', () => {
    const cases: readonly [string, Value][] = [
      ['1 + 2 * 3', 7n],
      ['(1 + 2) * 3', 9n],
      ['-7 / 2', -3n],
      ['-7 % 2', -1n],
      ['1 << 4 | 1', 17n],
      ['6 & 3 == 3', 0n],
      ['1 | 2 ^ 3 & 4', 3n],
      ['10 - 3 - 2', 5n],
      ['!0 + !5', 1n],
      ['- - 5', 5n],
      ['1 ? 2 : 0 ? 3 : 4', 2n],
      ['0 ? 2 : 0 ? 3 : 4', 4n],
      ['2 < 3 == 1', 1n],
      ['0 || 0 && 1', 0n],
      ['5 && 7', 1n],
    ];
    for (const [text, expected] of cases) assert.deepEqual(value(text), expected, text);
  });

  it('does not wrap integers, but for ~ and <<, which act on 64 bits', () => {
    assert.equal(value('-1 != 0xffffffffffffffff'), 1n);
    assert.equal(value('0xffffffffffffffff + 1'), 1n << 64n);
    assert.equal(value('~0 == 0xffffffffffffffff'), 1n);
    assert.equal(value('~0x40000'), 0xfffffffffffbffffn);
    assert.equal(value('3 << 63'), 1n << 63n);
    assert.equal(value('1 << 64'), 0n);
    assert.equal(value('-1 << 60'), 0xfn << 60n);
    assert.equal(value('-8 >> 1'), -4n);
    assert.equal(value('1 << 0xffffffffffffffff'), 0n);
  });

  it('is a float where one of its numbers is', () => {
    assert.equal(value('1 + 0.5'), 1.5);
    assert.equal(value('7 / 2.0'), 3.5);
    assert.equal(value('1 == 1.0'), 1n);
    assert.equal(value('pi > 3'), 1n);
    assert.equal(value('1.0 / 0'), Number.POSITIVE_INFINITY);
    assert.equal(value('nan == nan'), 0n);
    assert.equal(value('-inf < 0'), 1n);
  });

  it('compares texts for equality, and nothing else', () => {
    assert.equal(value('A.state == "running"'), 1n);
    assert.equal(value('A.state != "running"'), 0n);
    assert.deepEqual(failure('A.state < "z"'), ['not-a-number', 'A.state < "z"']);
    assert.deepEqual(failure('A.state == 1'), ['type-mismatch', 'A.state == 1']);
    assert.deepEqual(failure('-A.state'), ['not-a-number', '-A.state']);
  });

  it('says that a word beside a text wants quotes', () => {
    for (const text of ['A.state == running', 'running != A.state']) {
      assert.deepEqual(failure(text), ['unknown-name', 'running']);
      assert.throws(() => value(text), { message: 'There is no `running` here. Did you mean `"running"`?' });
    }
  });

  it('knows component masks and kernel constants without a scope', () => {
    assert.equal(value('XTILEDATA'), 0x40000n);
    assert.equal(value('XTILECFG | XTILEDATA'), 0x60000n);
    assert.equal(value('-EPERM'), -1n);
    assert.equal(value('ARCH_REQ_XCOMP_PERM'), 0x1023n);
  });

  it('goes from names to members and elements', () => {
    assert.equal(value('A.i32[3]'), 30n);
    assert.equal(value('A.i32[1 + 1]'), 20n);
    assert.equal((resolve(parseExpressionText('A.i32[3]'), scope) as Reference).type, 'i32');
  });

  it('calls the functions of the table', () => {
    const cases: readonly [string, Value][] = [
      ['has(xfd, XTILEDATA)', 1n],
      ['has(xfd, XTILECFG)', 0n],
      ['has(xfd, XTILEDATA | XTILECFG)', 0n],
      ['popcount(0x602e7)', 9n],
      ['popcount(-1)', 64n],
      ['abs(-5)', 5n],
      ['abs(-1.5)', 1.5],
      ['min(3, 1, 2)', 1n],
      ['max(3, 1.5)', 3n],
      ['size(XTILEDATA)', 8192n],
      ['offset(XTILEDATA)', 2816n],
      ['size(SSE)', 256n],
      ['offset(SSE)', 160n],
      ['size(CET_U)', 16n],
    ];
    for (const [text, expected] of cases) assert.deepEqual(value(text), expected, text);
  });

  it('evaluates only what && , || and ?: need', () => {
    assert.equal(value('0 && 1 / 0'), 0n);
    assert.equal(value('1 || 1 / 0'), 1n);
    assert.equal(value('1 ? 2 : 1 / 0'), 2n);
  });

  it('says which part has no value, and why', () => {
    assert.deepEqual(failure('1 + 2 / (3 - 3)'), ['division-by-zero', '2 / (3 - 3)']);
    assert.deepEqual(failure('1 % 0'), ['division-by-zero', '1 % 0']);
    assert.deepEqual(failure('1 << -1'), ['negative-shift', '1 << -1']);
    assert.deepEqual(failure('1.5 & 1'), ['not-an-integer', '1.5 & 1']);
    assert.deepEqual(failure('~1.5'), ['not-an-integer', '~1.5']);
    assert.deepEqual(failure('xdf == 0'), ['unknown-name', 'xdf']);
    assert.deepEqual(failure('A.stat'), ['unknown-member', 'stat']);
    assert.deepEqual(failure('xfd.x'), ['unknown-member', 'x']);
    assert.deepEqual(failure('xfd[0]'), ['not-indexed', 'xfd']);
    assert.deepEqual(failure('A.i32[9]'), ['index-out-of-range', '9']);
    assert.deepEqual(failure('A.i32[1.5]'), ['not-an-integer', '1.5']);
    assert.deepEqual(failure('1 + A.i32'), ['no-single-value', 'A.i32']);
    assert.deepEqual(failure('A'), ['no-single-value', 'A']);
    assert.deepEqual(failure('popcnt(1)'), ['unknown-function', 'popcnt']);
    assert.deepEqual(failure('abs(1, 2)'), ['argument-count', 'abs(1, 2)']);
    assert.deepEqual(failure('abs("x")'), ['not-a-number', 'abs("x")']);
    assert.deepEqual(failure('has(1.5, 1)'), ['not-an-integer', 'has(1.5, 1)']);
    assert.deepEqual(failure('size(3)'), ['not-a-component', 'size(3)']);
    assert.deepEqual(failure('size(APX)'), ['no-such-component', 'size(APX)']);
    assert.deepEqual(failure('offset(CET_U)'), ['no-standard-offset', 'offset(CET_U)']);
    assert.deepEqual(failure('abs + 1'), ['function-without-arguments', 'abs']);
  });

  it('suggests the name that was probably meant', () => {
    for (const [text, meant] of [
      ['xdf', 'xfd'],
      ['XTILEDTA', 'XTILEDATA'],
      ['A.sate', 'state'],
      ['popcoutn(1)', 'popcount'],
    ] as const) {
      assert.throws(() => value(text), { message: new RegExp(`Did you mean \`${meant}\``) });
    }
  });

  it('is true when it is neither zero nor an empty text', () => {
    assert.deepEqual([0n, 0, '', -0].map(truth), [false, false, false, false]);
    assert.deepEqual([1n, -1n, 0.5, Number.NaN, 'x'].map(truth), [true, true, true, true, true]);
  });

  it('is calculated as JavaScript calculates the same integers', () => {
    fc.assert(
      fc.property(integerExpression, ({ ours, theirs }) => {
        const expected = new Function(`return ${theirs}`) as () => bigint;
        let result: bigint | 'division by zero';
        try {
          result = expected();
        } catch {
          result = 'division by zero';
        }
        if (result === 'division by zero') assert.deepEqual(failure(ours)[0], 'division-by-zero');
        else assert.equal(value(ours), result);
      }),
      { numRuns: 500 },
    );
  });

  it('is read for every text without an exception of another kind', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        try {
          value(text);
        } catch (error) {
          assert.ok(error instanceof ExpressionError);
        }
      }),
    );
  });

  it('is refused, not overflowed, when it is too deep or too long', () => {
    for (const text of [
      `${'('.repeat(500_000)}1${')'.repeat(500_000)}`,
      `1${' + 1'.repeat(250_000)}`,
      `${'-'.repeat(1_000_000)}1`,
      `1${' ? 1 : 1'.repeat(120_000)}`,
      `a${'.b'.repeat(500_000)}`,
      `a${'[0]'.repeat(300_000)}`,
      'abs('.repeat(200_000),
    ]) {
      assert.throws(() => value(text), { code: 'expression-too-long' });
    }
  });

  it('may have a thousand operators', () => {
    assert.equal(value(`1${' + 1'.repeat(999)}`), 1000n);
    assert.equal(value(`${'('.repeat(900)}1${')'.repeat(900)}`), 1n);
  });
});

interface Pair {
  readonly ours: string;
  /** The same as JavaScript on big integers; `~` and `<<` with the 64 bits that the language gives them. */
  readonly theirs: string;
}

const integerExpression: fc.Arbitrary<Pair> = fc.letrec<{ expression: Pair }>((tie) => {
  const operand = tie('expression');
  const literal = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((number) => pair(`${number}`, `${number}n`));
  const small = fc.bigInt({ min: 0n, max: 70n }).map((number) => pair(`0x${number.toString(16)}`, `${number}n`));
  const binary = fc
    .tuple(operand, fc.constantFrom('+', '-', '*', '/', '%', '&', '|', '^'), operand)
    .map(([a, operator, b]) => pair(`(${a.ours} ${operator} ${b.ours})`, `(${a.theirs} ${operator} ${b.theirs})`));
  const comparison = fc
    .tuple(operand, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), operand)
    .map(([a, operator, b]) =>
      pair(`(${a.ours} ${operator} ${b.ours})`, `BigInt(${a.theirs} ${operator} ${b.theirs})`),
    );
  const shift = fc
    .tuple(operand, small)
    .map(([a, b]) => pair(`(${a.ours} << ${b.ours})`, `BigInt.asUintN(64, ${a.theirs} << ${b.theirs})`));
  const unary = operand.map((a) => pair(`-${a.ours}`, `(-${a.theirs})`));
  const complement = operand.map((a) => pair(`~${a.ours}`, `BigInt.asUintN(64, ~${a.theirs})`));
  const not = operand.map((a) => pair(`!${a.ours}`, `BigInt(!${a.theirs})`));
  const choice = fc
    .tuple(operand, operand, operand)
    .map(([a, b, c]) => pair(`(${a.ours} ? ${b.ours} : ${c.ours})`, `(${a.theirs} ? ${b.theirs} : ${c.theirs})`));
  return {
    expression: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'expression' },
      literal,
      small,
      binary,
      comparison,
      shift,
      unary,
      complement,
      not,
      choice,
    ),
  };
}).expression;

function pair(ours: string, theirs: string): Pair {
  return { ours, theirs };
}

describe('The precedence of operators', () => {
  it('is that of C, for every two of them, without parentheses', () => {
    // JavaScript has C's order for these, except that it puts == below & as C does, and has no integer ?: of its own.
    const operators = ['|', '^', '&', '==', '!=', '<', '<=', '>', '>=', '<<', '>>', '+', '-', '*', '/', '%'];
    for (const first of operators) {
      for (const second of operators) {
        const expected = new Function(`return +(13 ${first} 6 ${second} 3)`) as () => number;
        const ours = value(`13 ${first} 6 ${second} 3`);
        const division = first === '/' || second === '/';
        if (division && !Number.isInteger(expected())) continue;
        assert.equal(Number(ours), expected(), `13 ${first} 6 ${second} 3`);
      }
    }
  });
});
