import assert from 'node:assert/strict';
import fc from 'fast-check';
import { problemOfName, referencesAt } from '../../../src/language/editing/references';
import { parseTrace } from '../../../src/language/parser';

const TRACE = `xtrace 1
kernel linux
const N = 2
data buffer = i8[N * 2] { N, N }
task A entry=worker
task B in A
proc worker
.again:
    dec ecx
    jnz .again
    mov rax, [buffer + rcx*1 + N]
    ret
end
switch A
repeat N as i
    expect i < N && A.rax == u8[buffer + i]
end
repeat N as i
    print "{i} of {N}, A is {A.state}"
end
signal SIGUSR1 to B
syscall kill(B.pid, N) => = N
syscall fork() as C
run C until C.rax == 0
`;

const trace = parseTrace(TRACE);

/** The lines, counted from 1, of the definitions and uses of the name in which the bar of `marked` stands. */
function lines(marked: string): readonly [readonly number[], readonly number[]] | undefined {
  const text = marked.replace('|', '');
  const line = TRACE.split('\n').findIndex((candidate) => candidate.includes(text));
  const column = (TRACE.split('\n')[line] ?? '').indexOf(text) + marked.indexOf('|');
  const found = referencesAt(trace, line, column);
  return found && [found.definitions.map(({ line }) => line + 1), found.uses.map(({ line }) => line + 1)];
}

describe('References', () => {
  it('finds data in operands, expressions and declarations', () => {
    assert.deepEqual(lines('data buf|fer'), [[4], [11, 16]]);
    assert.deepEqual(lines('[buffer| + rcx'), [[4], [11, 16]]);
  });

  it('finds constants in dimensions, initialisers, texts and outcomes', () => {
    assert.deepEqual(lines('const |N'), [[3], [4, 4, 4, 11, 15, 16, 18, 19, 22, 22]]);
  });

  it('finds labels and procedures', () => {
    assert.deepEqual(lines('jnz .ag|ain'), [[8], [10]]);
    assert.deepEqual(lines('entry=wor|ker'), [[7], [5]]);
  });

  it('finds tasks, also those that fork makes and the process that others join', () => {
    assert.deepEqual(lines('switch |A'), [[5], [6, 14, 16, 19]]);
    assert.deepEqual(lines('to |B'), [[6], [21, 22]]);
    assert.deepEqual(lines('run |C'), [[23], [24, 24]]);
  });

  it('keeps the counters of two blocks apart', () => {
    assert.deepEqual(lines('expect |i < N'), [[15], [16, 16]]);
    assert.deepEqual(lines('{i|} of'), [[18], [19]]);
  });

  it('knows nothing of registers, members and words of the language', () => {
    for (const marked of ['dec e|cx', 'A.ra|x', 'swi|tch A', 'SIGU|SR1'])
      assert.equal(lines(marked), undefined, marked);
  });

  it('has an answer everywhere in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(60), (text, column) => {
        referencesAt(parseTrace(text), 0, column);
      }),
    );
  });
});

describe('Another name', () => {
  const problem = (line: number, column: number, name: string) => {
    const found = referencesAt(trace, line, column);
    assert.ok(found);
    return problemOfName(trace, found, name);
  };

  it('may be any word that means nothing yet', () => {
    assert.equal(problem(3, 5, 'shapes'), undefined);
    assert.equal(problem(3, 5, 'buffer'), undefined);
    assert.equal(problem(7, 2, '.loop'), undefined);
  });

  it('may be no number, register, function, word or name of the trace', () => {
    assert.match(problem(3, 5, '2nd') ?? '', /not a name/);
    assert.match(problem(3, 5, 'a b') ?? '', /not a name/);
    assert.match(problem(3, 5, '.dotted') ?? '', /not a name/);
    assert.match(problem(3, 5, 'RAX') ?? '', /register/);
    assert.match(problem(3, 5, 'popcount') ?? '', /function/);
    assert.match(problem(3, 5, 'idle') ?? '', /word of the language/);
    assert.match(problem(3, 5, 'N') ?? '', /declared in line 3/);
  });

  it('needs a declaration to change', () => {
    const implicit = parseTrace('xtrace 1\n    expect main.xfd == 0\n');
    const found = referencesAt(implicit, 1, 12);
    assert.ok(found);
    assert.match(problemOfName(implicit, found, 'other') ?? '', /is not declared/);
  });
});
