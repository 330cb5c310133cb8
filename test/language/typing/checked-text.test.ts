import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { longTrace } from '../../../bench/long-trace';
import { diagnose } from '../../../src/language/check';
import { changeOf } from '../../../src/language/typing/changed-lines';
import { CheckedText } from '../../../src/language/typing/checked-text';
import { NameIndex } from '../../../src/language/typing/name-index';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';

const EXAMPLES = join(__dirname, '../../../examples');
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.xtrace'))
  .map((name) => readFileSync(join(EXAMPLES, name), 'utf8'));
const LONG = longTrace(400);

const places = (text: string) => [...text.matchAll(/\n/g)].map(({ index }) => index + 1);

/** What somebody types: into a line, a new line, or away with some. */
const pieces = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('', 'x', ' ', ',', '=', '1', '(', '"', ';', '[', '\n', '{', 'rax', '#') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('mov eax, 1\n', 'nop => #UD\n', 'expect rax == i\n', 'mov rax, ebx\n', 'jmp nowhere\n'),
  },
  { weight: 2, arbitrary: fc.constantFrom(':', 'label:\n', 'data d = u8[1] {1}\n', 'repeat 2 as i\n', 'end\n') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'task T\n',
      'task T x\n',
      'data d x\n',
      'proc p x\n',
      'repeat x y\n',
      'syscall fork( as Q\n',
      'run T\n',
      'syscall fork() as Q\n',
      'const i = 1\n',
      'vmenter\n',
      'kernel none\n',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('.byte 1\n', '#APP\n', '@', '1b', '\r') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), away: fc.nat(60), piece: pieces });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { at, away, piece }: Edit): string {
  const lines = places(text);
  const line = lines[Math.floor(at * lines.length)] ?? 0;
  const from = piece.endsWith('\n') ? line : line + 4 + (away % 9);
  return text.slice(0, from) + piece + text.slice(from + (away % 3 === 0 ? away % 5 : 0));
}

describe('a checked text that somebody goes on typing in', () => {
  it('says what a check of the whole says while a line cannot be read that others name, or that begins a block', () => {
    const kinds: readonly (readonly [uses: string, lines: readonly string[]])[] = [
      ['run B\nswitch C', ['task A', 'task A x', 'task A (', 'task B x', 'task B', 'tsk B']],
      ['mov al, [t]\nlea rax, [t]', ['data t = u8[1]', 'data t = u8[', 'data t', 'dta t', 'data u = u8[']],
      ['mov eax, N\nexpect N == 1', ['const N = 1', 'const N =', 'const', 'const M = 2', 'const N = (']],
      ['nop\nend\ncall p', ['proc p', 'proc p x', 'repeat 2', 'repeat', 'ring0', 'ring0 x', 'nop', 'proc']],
      ['switch B\nexpect B.pid == 2', ['syscall fork() as B', 'syscall fork( as B', 'syscall fork() as', 'nop']],
    ];
    for (const [uses, lines] of kinds) {
      const typed = (line: string) => `xtrace 1\nkernel linux\ntask A\ntask C\nswitch A\n${line}\n${uses}\nnop\n`;
      for (const line of lines) {
        const checked = CheckedText.check(typed(line), CHECK_CONTEXT);
        for (const next of lines) {
          const wanted = diagnose(typed(next), CHECK_CONTEXT);
          assert.deepEqual(checked.diagnosticsOf(typed(next)), wanted, `${line} becomes ${next}`);
        }
      }
    }
  });

  it('has the diagnostics of a check of the whole, wherever it answers at all', () => {
    let answers = 0;
    fc.assert(
      fc.property(fc.constantFrom(...examples, LONG), fc.tuple(edit, edit, edit, edit), (text, edits) => {
        const [first] = edits;
        const checked = CheckedText.check(text, CHECK_CONTEXT);
        assert.deepEqual(checked.diagnostics, diagnose(text, CHECK_CONTEXT));
        for (const [index, each] of edits.entries()) {
          // The second one goes on where the first has been; the others are somewhere else.
          const typed = index === 1 ? edited(edited(text, first), { ...each, at: first.at }) : edited(text, each);
          const found = checked.diagnosticsOf(typed);
          if (!found) continue;
          answers++;
          assert.deepEqual(found, diagnose(typed, CHECK_CONTEXT));
        }
      }),
      { numRuns: 250 },
    );
    assert.ok(answers > 250, String(answers));
  });

  it('answers to a change of steps, of their number, and of what is wrong with them', () => {
    const text = 'xtrace 1\nkernel none\ntop:\nmov eax, 1\n\nexpect rax == 1\njmp top\nmov rax, ebx\n';
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    for (const typed of [
      text.replace('mov eax, 1', 'mov eax, 12'),
      text.replace('mov eax, 1', 'mov eax, '),
      text.replace('mov eax, 1', 'mov eax, 1\n'),
      text.replace('mov eax, 1\n', ''),
      text.replace('rax == 1', 'rax == '),
      text.replace('rax, ebx', 'rax, rbx'),
      text.replace('jmp top', 'jmp tp'),
      `${text}inc rax`,
      text,
    ]) {
      assert.deepEqual(checked.diagnosticsOf(typed), diagnose(typed, CHECK_CONTEXT), typed);
    }
  });

  it('answers to a change of what other lines have to do with', () => {
    const text = [
      'xtrace 1',
      'machine sapphire-rapids',
      'kernel none',
      'data d = u8[64] {1}',
      'const c = 2',
      'data e = u8[8] {1}',
      'top:',
      'mov rax, [d + c]',
      'jmp tip',
      'repeat 2 as i',
      'expect i < 2',
      'vaddps zmm0, zmm1, zmm2',
      'end',
      'expect e[0] == 1 && c == 2',
      'idt #NM = top',
      'jmp top',
      '',
    ].join('\n');
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    const changes: readonly (readonly [string, string])[] = [
      ['top:', ''],
      ['top:', 'tip:'],
      ['top:', 'top:\ntop:'],
      ['top:', 'top: mov rax, ebx'],
      ['top:', '\n\ntip:\n'],
      ['repeat 2 as i', ''],
      ['repeat 2 as i', 'repeat 2 as j'],
      ['repeat 2 as i', 'repeat 2 as i\nend'],
      ['end\n', ''],
      ['end\n', 'end\nend\n'],
      ['machine sapphire-rapids', 'machine arrow-lake'],
      ['machine sapphire-rapids', 'machine nothing'],
      ['kernel none', ''],
      ['kernel none', 'kernel linux\nkernel none'],
      ['data d', 'data e'],
      ['u8[64] {1}', 'u8[64'],
      ['const c = 2', 'const c = "two"'],
      ['const c = 2', 'proc c\nend'],
      ['jmp top', 'task T\nswitch T'],
      ['jmp top', 'syscall fork() as top\nvmenter'],
    ];
    for (const [before, after] of changes) {
      const typed = text.replace(before, after);
      assert.deepEqual(checked.diagnosticsOf(typed), diagnose(typed, CHECK_CONTEXT), after);
    }
  });

  it('says what a check of the whole says where more is wrong than anybody is told, in its order and no more', () => {
    const text = longTrace(8000)
      .replace(/\[buffer_\d+/g, '[buffer_5')
      .replace(/^switch \w$/gm, 'switch B');
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    const changes: readonly (readonly [string | RegExp, string])[] = [
      [/\btask B/, 'task B2'],
      ['task C', 'tsk C'],
      [/ramp\(5, 1\)/, 'ramp(5, )'],
      [/data buffer_5 /, 'data buffer_5x '],
      [/i8\[16\]\[64\] ramp\(3, 1\)/, 'i8[16][4]'],
      ['sapphire-rapids', 'arrow-lake'],
      ['sapphire-rapids', 'sapphire-rapid'],
      ['cpus=2', 'cpus=3'],
      ['cpus=2', '+apx-f cpus=2'],
      ['kernel linux', 'kernel none'],
      ['kernel linux', 'kernel linux version=5.15'],
      [/\nproc work_1\n/, '\nproc wrk_1\n'],
    ];
    let full = 0;
    for (const [before, after] of changes) {
      const typed = text.replace(before, after);
      assert.notEqual(typed, text, after);
      const found = checked.diagnosticsOf(typed);
      assert.deepEqual(found, diagnose(typed, CHECK_CONTEXT), after);
      if (found?.at(-1)?.code === 'too-many-problems') full++;
    }
    assert.ok(full >= 3, String(full));
    for (const [before, after] of changes.slice(0, 5)) {
      const typed = text.replace('switch A', 'mov rax, ebx\nmov eax, nowhere\nswitch A').replace(before, after);
      const other = CheckedText.check(text.replace(before, after), CHECK_CONTEXT).diagnosticsOf(typed);
      if (other) assert.deepEqual(other, diagnose(typed, CHECK_CONTEXT), after);
    }
  });

  it('goes on from a text with nearly too much wrong to one with too much, at one step', () => {
    const lines = Array.from({ length: 99 }, () => 'mov rax, ebx');
    const text = ['xtrace 1', 'kernel none', 'mov rbx, eax', 'nop', ...lines, ''].join('\n');
    for (const more of ['mov rax, ecx, [1', 'mov rax, ecx', 'expect nothing == nobody', 'inc nothing']) {
      const checked = CheckedText.check(text.replace('mov rbx, eax\n', ''), CHECK_CONTEXT);
      const typed = text.replace('mov rbx, eax\n', '').replace('nop', `${more}\n${more}\nnop`);
      assert.deepEqual(checked.diagnosticsOf(typed), diagnose(typed, CHECK_CONTEXT), more);
    }
  });

  it('finds the lines of many names by reading the text once', () => {
    const names = ['a', 'bc', 'a1', '.top', 'x.y', 'd_0', 'q', 'never', '.1'];
    const words = fc.constantFrom(...names, 'ab', 'top', '.', ' ', '+', '\n', '\n', '1', 'y', '\u00e9');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const index = new NameIndex(text);
        const all = text.split('\n');
        const linesWith = (pattern: RegExp) => all.flatMap((line, at) => (pattern.test(line) ? [at] : []));
        const saying = (name: string) => linesWith(new RegExp(`(?<!\\w(?=\\w))${name.replace('.', '\\.')}(?!\\w)`));
        const found = index.linesWith(names);
        for (const name of names) {
          const lines = index.linesWith([name]);
          for (const line of saying(name)) assert.ok(lines.has(line) && found.has(line), name);
          // No more than those that say the last word of the name.
          const word = name.replace(/.*\./, '');
          const saysWord = new Set(linesWith(new RegExp(`\\b${word}\\b`)));
          for (const line of lines) assert.ok(saysWord.has(line), name);
        }
        assert.equal(index.made, 1);
      }),
    );
    const many = Array.from({ length: 5000 }, (_, line) => `w${line} w${line % 7} w${line}`).join('\n');
    const index = new NameIndex(many);
    assert.deepEqual([...index.linesWith(['w4999'])], [4999]);
    assert.equal(index.linesWith(['w3']).size, Math.ceil((5000 - 3) / 7));
  });

  it('leaves to a check of the whole what no few lines can tell', () => {
    const text = 'xtrace 1\nkernel none\ntop:\nnop\nrepeat 2\nnop\nend\njmp top\n';
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    const texts = [text.replace('xtrace 1', ''), `nop\n${text}`, `${text}.byte 1\n`, `${text}1: jmp 1b\n`, `${text}\0`];
    for (const typed of texts) assert.equal(checked.diagnosticsOf(typed), undefined, typed);
  });

  it('knows the lines in which texts differ', () => {
    assert.equal(changeOf('a\nb', 'a\nb', 9), null);
    assert.deepEqual(changeOf('a\nb\nc', 'a\nxb\nc', 9), { first: 1, removed: 1, lines: ['xb'] });
    assert.deepEqual(changeOf('a\nb', 'a\nb\n', 9), { first: 1, removed: 1, lines: ['b', ''] });
    assert.equal(changeOf('a\nb', `a\n${'c\n'.repeat(10)}`, 9), undefined);
    const texts = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const change = changeOf(before, after, 99);
        if (!change) return assert.equal(before, after);
        const lines = before.split('\n');
        lines.splice(change.first, change.removed, ...change.lines);
        assert.equal(lines.join('\n'), after);
      }),
    );
  });
});
