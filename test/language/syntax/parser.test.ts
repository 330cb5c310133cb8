import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { outline } from '../../../src/language/editing/outline';
import { LIMITS } from '../../../src/language/errors/limits';
import { parseTrace } from '../../../src/language/parser';
import { STATEMENTS } from '../../../src/language/syntax/statements';
import type { Declaration } from '../../../src/language/tree/declaration';
import type { Event } from '../../../src/language/tree/event';
import type { InstructionSyntax, OperandSyntax } from '../../../src/language/tree/instruction';
import type { Statement } from '../../../src/language/tree/statement';
import { exampleNames, exampleText } from '../../examples';

const ROOT = join(__dirname, '../../..');

/** The only statement of a line that has nothing wrong with it. */
function statement(line: string): Statement {
  const { statements, diagnostics } = parseTrace(line);
  assert.deepEqual(diagnostics, [], line);
  assert.equal(statements.length, 1, line);
  return statements[0]!; // there is one
}

function instruction(line: string): InstructionSyntax {
  const read = statement(line);
  assert.equal(read.kind, 'instruction');
  return (read as Statement & { kind: 'instruction' }).instruction;
}

function operand(text: string): OperandSyntax {
  return instruction(`mov ${text}`).operands[0]!; // mov has one here
}

function event(line: string): Event {
  const read = statement(line);
  assert.equal(read.kind, 'event');
  return (read as Statement & { kind: 'event' }).event;
}

function declaration(line: string): Declaration {
  const read = statement(line);
  assert.equal(read.kind, 'declaration');
  return (read as Statement & { kind: 'declaration' }).declaration;
}

/** The tree without its ranges. */
function bare(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => {
      if (/^(range|versionRange|valueRange)$/.test(key)) return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

/** What a statement says, wherever in a text it is written. */
function meaning(statement: Statement): object {
  if (statement.kind !== 'instruction') return statement;
  const { kind, line, range, source, form, instruction, outcomes } = statement;
  return { kind, line, range, source, form, instruction, outcomes };
}

describe('The parser', () => {
  it('reads every example without a diagnostic', () => {
    for (const name of exampleNames) {
      const { diagnostics, statements } = parseTrace(exampleText(name));
      assert.deepEqual(diagnostics, [], name);
      assert.ok(statements.length > 5);
    }
  });

  it('reads the example of every statement as that statement', () => {
    for (const { keyword, kind, example } of STATEMENTS) {
      const { statements } = parseTrace(example);
      assert.equal(statements.length, 1, example);
      assert.equal(statements[0]?.kind, kind, example);
      assert.ok(example.startsWith(keyword));
    }
  });

  it('takes keywords, mnemonics and registers in any case', () => {
    assert.equal(event('STOP').kind, 'stop');
    assert.deepEqual(bare(instruction('MOV EAX, DWORD PTR [RDI+8]')), bare(instruction('mov eax, dword ptr [rdi+8]')));
  });

  it('reads the parts of an address', () => {
    const cases: readonly [string, object][] = [
      ['[rdi]', { base: 'rdi', scale: 1 }],
      ['[rsi + rcx*1 + 64]', { base: 'rsi', index: 'rcx', scale: 1, displacement: '64n' }],
      ['[rsi + rcx]', { base: 'rsi', index: 'rcx', scale: 1 }],
      ['[4*rcx + rsi]', { base: 'rsi', index: 'rcx', scale: 4 }],
      ['[rcx*8]', { index: 'rcx', scale: 8 }],
      ['[rax + rsp]', { base: 'rsp', index: 'rax', scale: 1 }],
      ['dword ptr [rdi+8]', { base: 'rdi', scale: 1, displacement: '8n', size: 4 }],
      ['zmmword ptr [rip + 0]', { base: 'rip', scale: 1, displacement: '0n', size: 64 }],
      ['gs:[0x28]', { segment: 'gs', scale: 1, displacement: '40n' }],
      ['qword ptr fs:40', { segment: 'fs', scale: 1, displacement: '40n', size: 8 }],
      ['[rsi]{1to16}', { base: 'rsi', scale: 1, broadcast: 16 }],
      ['[rsi]{k2}', { base: 'rsi', scale: 1, mask: 'k2' }],
    ];
    for (const [text, expected] of cases) {
      const flat = JSON.parse(
        JSON.stringify(
          bare(operand(text)),
          (_, value) => value?.text ?? (value?.kind === 'integer' ? value.value : value),
        ),
      );
      assert.deepEqual(flat, { kind: 'memory', ...expected }, text);
    }
  });

  it('tells registers, numbers, symbols and masks apart', () => {
    assert.deepEqual(bare(operand('zmm1 {k1}{z}')), {
      kind: 'register',
      name: 'zmm1',
      mask: { text: 'k1' },
      zeroing: true,
    });
    assert.deepEqual(bare(operand('-5')), bare(operand('- 5')));
    assert.deepEqual(bare(operand('.L3')), { kind: 'symbol', name: '.L3' });
    assert.deepEqual(bare(operand('SHORT done')), { kind: 'symbol', name: 'done' });
    assert.deepEqual(bare(operand('printf@PLT')), { kind: 'symbol', name: 'printf' });
    assert.equal(operand('offset(XTILEDATA)').kind, 'immediate');
  });

  it('reads prefixes as part of the instruction', () => {
    const { mnemonic, prefixes } = instruction('REP movsb');
    assert.equal(mnemonic.text, 'movsb');
    assert.deepEqual(
      prefixes.map(({ text }) => text),
      ['rep'],
    );
  });

  it('takes `syscall` alone for the instruction, and with a name for the event', () => {
    assert.equal(instruction('syscall').mnemonic.text, 'syscall');
    assert.equal(event('syscall fork() as C').kind, 'syscall');
  });

  it('reads labels, alone and before a step', () => {
    assert.deepEqual(bare(declaration('.L3:')), { kind: 'label', name: { text: '.L3' } });
    const { statements } = parseTrace('a: b: nop');
    assert.deepEqual(
      statements.map(({ kind }) => kind),
      ['declaration', 'declaration', 'instruction'],
    );
    assert.deepEqual(bare(declaration('stop:')), { kind: 'label', name: { text: 'stop' } });
  });

  it('reads outcomes in their order', () => {
    const step = statement('tilezero tmm0 => #nm, #PF(0x1000), SIGILL, killed');
    assert.deepEqual(bare((step as Statement & { kind: 'instruction' }).outcomes), [
      { kind: 'exception', mnemonic: '#NM' },
      { kind: 'exception', mnemonic: '#PF', argument: { kind: 'integer', value: '4096n' } },
      { kind: 'signal', name: 'SIGILL' },
      { kind: 'killed' },
    ]);
    const call = statement('syscall exit(0) => = -EPERM') as Statement & { kind: 'event' };
    assert.equal(call.outcomes[0]?.kind, 'result');
  });

  it('reads declarations with all their parts', () => {
    assert.deepEqual(bare(declaration('machine sapphire-rapids cpus=2 +amx-fp16 -xfd')), {
      kind: 'machine',
      model: { text: 'sapphire-rapids' },
      options: [{ key: { text: 'cpus' }, value: '2' }],
      flags: [
        { flag: { text: 'amx-fp16' }, present: true },
        { flag: { text: 'xfd' }, present: false },
      ],
    });
    assert.deepEqual(bare(declaration('kernel linux-rfc-2020 version=5.16 reclaim=on')), {
      kind: 'kernel',
      policy: { text: 'linux-rfc-2020' },
      options: [
        { key: { text: 'version' }, value: '5.16' },
        { key: { text: 'reclaim' }, value: 'on' },
      ],
    });
    assert.deepEqual(bare(declaration('task B in A entry=.L1')), {
      kind: 'task',
      name: { text: 'B' },
      process: { text: 'A' },
      entry: { text: '.L1' },
      kthread: false,
    });
    assert.deepEqual(bare(declaration('data d = file "a/b.bin" offset=1 size=2 align=4')), {
      kind: 'data',
      name: { text: 'd' },
      value: {
        kind: 'file',
        path: 'a/b.bin',
        offset: { kind: 'integer', value: '1n' },
        size: { kind: 'integer', value: '2n' },
      },
      align: { kind: 'integer', value: '4n' },
    });
  });

  it('reads events with all their parts', () => {
    assert.deepEqual(bare(event('run A for 10 until rax == 0')), {
      kind: 'run',
      task: { text: 'A' },
      count: { kind: 'integer', value: '10n' },
      until: {
        kind: 'binary',
        operator: '==',
        left: { kind: 'name', name: 'rax' },
        right: { kind: 'integer', value: '0n' },
      },
    });
    assert.deepEqual(bare(event('inject page-fault at a + 4 count=2')), {
      kind: 'inject-page-fault',
      address: {
        kind: 'binary',
        operator: '+',
        left: { kind: 'name', name: 'a' },
        right: { kind: 'integer', value: '4n' },
      },
      count: { kind: 'integer', value: '2n' },
    });
    assert.deepEqual(bare(event('without __switch_to.save')), {
      kind: 'without',
      routine: { text: '__switch_to' },
      step: { text: 'save' },
    });
    assert.deepEqual(bare(event('observe xfd=0x40000 A.cpu=1')), {
      kind: 'observe',
      facts: [
        { key: { text: 'xfd' }, value: { kind: 'integer', value: '262144n' } },
        { key: { text: 'A.cpu' }, value: { kind: 'integer', value: '1n' } },
      ],
    });
    const expectation = event('expect  xfd == 0 , "why"   ; comment') as Event & { kind: 'expect' };
    assert.equal(expectation.text, 'xfd == 0');
    assert.equal(expectation.message, 'why');
  });

  it('reads text with values in it, at the columns where they stand', () => {
    const { values } = event('print "a {{x}} {rax,x}, {A.state == \\"x\\"}", rbx, "{rcx}"') as Event & {
      kind: 'print';
    };
    const [first, second, third] = values;
    const parts = first?.kind === 'template' ? first.parts : [];
    assert.deepEqual(parts[0], 'a {x} ');
    const rax = { kind: 'name', name: 'rax', range: { line: 0, start: 16, end: 19 } };
    assert.deepEqual(parts[1], { expression: rax, format: 'x' });
    assert.equal(typeof parts[3], 'object');
    assert.deepEqual([second?.kind, third?.kind], ['name', 'template']);
  });

  it('keeps the time of a recorded step', () => {
    assert.equal((statement('@12.5 nop') as Statement & { kind: 'instruction' }).time, 12.5);
    assert.equal((statement('@3 stop') as Statement & { kind: 'event' }).time, 3);
  });

  it('matches blocks with their ends, also one in another', () => {
    const { statements, diagnostics } = parseTrace('repeat 2 as i\nring0\nnop\nend\nend\nproc p\nend');
    assert.deepEqual(diagnostics, []);
    const ends = statements.map((read) => {
      if (read.kind === 'event') return 'end' in read.event ? read.event.end : null;
      if (read.kind !== 'declaration') return null;
      if (read.declaration.kind === 'proc') return read.declaration.end;
      return read.declaration.kind === 'end' ? -read.declaration.block : null;
    });
    assert.deepEqual(ends, [4, 3, null, -1, -0, 6, -5]);
  });

  it('goes on with the next line after an error', () => {
    const { statements, diagnostics } = parseTrace('nop\nmov eax,\nnop\n"x\nnop');
    assert.equal(statements.length, 3);
    assert.deepEqual(
      diagnostics.map(({ range }) => range.line),
      [1, 3],
    );
  });

  it('blames the first word of a line where that is no instruction, whatever stands behind it', () => {
    const { diagnostics } = parseTrace('xtrace 1\nbogus add rax, 1\ntilezer add tmm0\nadd rax, 1 2\n');
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range]),
      [
        ['unknown-mnemonic', { line: 1, start: 0, end: 5 }],
        ['unknown-mnemonic', { line: 2, start: 0, end: 7 }],
        ['unexpected-token', { line: 3, start: 11, end: 12 }],
      ],
    );
    assert.match(diagnostics[1]?.message ?? '', /Did you mean `tilezero`\?/);
  });

  it('reads files of Windows and Unix alike, with or without a byte order mark', () => {
    const unix = parseTrace('xtrace 1\nnop\n');
    const windows = parseTrace('\uFEFFxtrace 1\r\nnop\r\n');
    assert.deepEqual(windows.diagnostics, []);
    assert.deepEqual(windows.statements.map(meaning), unix.statements.map(meaning));
  });

  it('passes over what compilers write beside the code', () => {
    for (const file of ['gcc-O0.s', 'gcc-O2.s']) {
      const text = readFileSync(join(ROOT, 'test/fixtures/compilers', file), 'utf8');
      const { diagnostics, statements } = parseTrace(text);
      assert.deepEqual(diagnostics, []);
      assert.ok(statements.length > 50);
    }
  });

  it('answers a file that is no text with one clear diagnostic', () => {
    for (const text of ['\x7fELF\x02\x01\0\0', 'xtrace 1\nnop \uFFFD\uFFFD\n']) {
      const { statements, diagnostics } = parseTrace(text);
      assert.deepEqual(statements, []);
      assert.equal(diagnostics.length, 1);
      assert.equal(diagnostics[0]?.code, 'not-text');
    }
    assert.deepEqual(parseTrace('a\n\0').diagnostics[0]?.range, { line: 1, start: 0, end: 1 });
  });

  it('says so when the lines end in CR alone, and takes CRLF and a CR at the end', () => {
    const { statements, diagnostics } = parseTrace('xtrace 1\rnop\r');
    assert.deepEqual([statements, diagnostics.map(({ code }) => code)], [[], ['cr-line-ends']]);
    for (const text of ['xtrace 1\r\nnop\r\n', 'nop\r']) assert.deepEqual(parseTrace(text).diagnostics, []);
    // Editors begin a line there: what stands behind it would be a part of the comment here.
    const [one, ...others] = parseTrace('nop\r\n; a\rnop\r\n').diagnostics;
    assert.deepEqual([one?.code, one?.range, others], ['cr-line-ends', { line: 1, start: 3, end: 4 }, []]);
    assert.match(one?.message ?? '', /^This line ends in CR alone\. /);
  });

  it('reads an empty file as a trace without statements', () => {
    assert.deepEqual(parseTrace(''), {
      text: '',
      statements: [],
      declarations: [],
      compiledFrom: new Map(),
      isLineByLine: true,
      diagnostics: [],
    });
  });

  it('stops reading what is obviously something else', () => {
    const { diagnostics } = parseTrace('Dear all, this is no trace!\n'.repeat(50_000));
    assert.equal(diagnostics.length, LIMITS.problems.most + 1);
    assert.equal(diagnostics.at(-1)?.code, 'too-many-problems');
  });

  it('bears blocks without an end, however many there are', () => {
    const { diagnostics } = parseTrace('repeat 2\n'.repeat(100_000));
    assert.ok(diagnostics.length < 100);
    assert.equal(outline(parseTrace('ring0\n'.repeat(100_000))).length, 1);
  });

  it('never throws, whatever it is given', () => {
    const words = fc.constantFrom(
      ...'data task = => [ ] ( ) { } , + * . : # " ; rax tmm0 1 0x 16x64 end proc repeat A @ \n'.split(' '),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words).map((list) => list.join(' ')),
        ),
        (text) => {
          const { diagnostics } = parseTrace(text);
          const lines = text.split('\n');
          for (const { range } of diagnostics) {
            assert.ok(range.start <= range.end && range.end <= (lines[range.line]?.length ?? 0));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads lines in the time that their length takes: a quadratic reader would not end in the time of a test', () => {
    const fillers = ['x', '(', '[', '1 + ', '{', '"', '{1, ', 'a.', 'nop => #NM, ', '-', '?:', 'rax+', 'a:'];
    for (const start of ['mov eax, ', 'data d = i8[9] { ', 'expect ', 'print "', 'syscall f(', 'x: ', '', '.']) {
      for (const filler of fillers) {
        parseTrace(start + filler.repeat(200_000 / filler.length));
      }
    }
  });
});
