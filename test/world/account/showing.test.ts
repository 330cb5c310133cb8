import assert from 'node:assert/strict';
import { finish } from '../../../src/machine/pausable';
import { type LastRun, SHOWING } from '../../../src/world/account/showing';
import { takingAccount } from '../../../src/world/account/take-account';
import { exampleText, load, trace } from '../harness';

function run(text: string): LastRun {
  return { text, account: finish(takingAccount(load(text))) };
}

/** The text with the only fix of its run made. */
function fixed(text: string): { readonly title: string; readonly line: string } {
  const lines = text.split('\n');
  const fixes = SHOWING.runFixes(text, run(text), 0, lines.length);
  assert.equal(fixes.length, 1);
  const { title, edits } = fixes[0]!; // as it has just been counted
  const line = edits[0]?.range.line ?? 0;
  let mended = lines[line] ?? '';
  for (const { range, text: put } of [...edits].sort((a, b) => b.range.start - a.range.start)) {
    mended = mended.slice(0, range.start) + put + mended.slice(range.end);
  }
  return { title, line: mended };
}

const FIRST_USE = exampleText('first-use.xtrace');
const lineOf = (text: string, words: string) => text.split('\n').findIndex((line) => line.includes(words));

describe('the last run beside a text', () => {
  it('has hints behind the lines, and says which of them faulted', () => {
    const hints = SHOWING.runHints(FIRST_USE, run(FIRST_USE));
    const line = lineOf(FIRST_USE, 'tilezero  tmm0');
    assert.deepEqual(
      hints.find((hint) => hint.line === line),
      { line, text: '#NM · 2560→10752 · XFD 0', faults: ['#NM'] },
    );
  });

  it('has no hint for a result that the line says already', () => {
    const call = 'syscall  arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)';
    const hint = (outcome: string) => {
      const text = trace('linux', `task A\nswitch A\n${call} ${outcome}`);
      return SHOWING.runHints(text, run(text)).find(({ line }) => line === lineOf(text, call))?.text;
    };
    assert.equal(hint('=> = 0'), undefined);
    assert.equal(hint('=> = -1'), '= 0 · not = -EPERM');
    assert.equal(hint(''), '= 0');
  });

  it('moves with the lines when the text is edited, and goes with those that change', () => {
    const ran = run(FIRST_USE);
    const longer = FIRST_USE.replace('task A', 'task A\n; more\n; lines');
    const hints = SHOWING.runHints(longer, ran);
    assert.ok(hints.some(({ line }) => line === lineOf(longer, 'tilezero  tmm0')));
    const other = FIRST_USE.replace('tilezero  tmm0', 'tilezero  tmm1');
    assert.ok(SHOWING.runHints(other, ran).every(({ line }) => line !== lineOf(other, 'tilezero  tmm1')));
  });

  it('says over each task what it met, and over each expectation whether it held', () => {
    const lenses = SHOWING.runLenses(FIRST_USE, run(FIRST_USE));
    const task = lenses.find(({ kind }) => kind === 'task');
    assert.equal(task?.text, '#NM · 2560→10752 bytes');
    // Who is dead has no buffer, and that is no size.
    const over = (text: string) => SHOWING.runLenses(text, run(text)).find(({ kind }) => kind === 'task')?.text;
    assert.equal(over(trace('linux', 'task A\nswitch A\nud2 => #UD, SIGILL, killed')), '#UD · SIGILL · dies of SIGILL');
    const grown = FIRST_USE.replace(/\n {4}expect {4}xfd == 0, [\s\S]*$/, '\n    ud2 => #UD, SIGILL, killed\n');
    assert.equal(over(grown), '#NM · #UD · SIGILL · 2560→10752 bytes · dies of SIGILL');
    const expectations = lenses.filter(({ kind }) => kind === 'expect');
    assert.equal(expectations.length, 9);
    assert.ok(expectations.every(({ text, failed }) => text === 'holds' && !failed));
  });

  it('says of an expectation that fails both values, and how often it failed', () => {
    const text = trace('none', 'repeat 3 as round\nexpect round == 1\nend');
    const [lens] = SHOWING.runLenses(text, run(text));
    assert.equal(lens?.text, 'fails: 0, not 1; 2 of 3 times');
  });

  it('has a problem at each statement that failed, once', () => {
    const text = trace('none', 'repeat 3 as round\nexpect round == 7\nend');
    const problems = SHOWING.runProblems(text, run(text));
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.line]),
      [['failed-expectation', 4]],
    );
    assert.match(problems[0]?.message ?? '', /round is 0 \(the first of 3 times\)/);
  });

  it('has no problem with a run that takes long', () => {
    const text = trace('none', 'again:\njmp again');
    const account = finish(takingAccount(load(text), { maxSteps: 100 }));
    assert.deepEqual(SHOWING.runProblems(text, { text, account }), []);
  });

  it('writes the outcome that was there in place of another, and in front of a comment', () => {
    const { title, line } = fixed(trace('none', 'nop => #UD, #GP(0) ; really?'));
    assert.equal(title, 'Write the observed outcome: `=> ok`');
    assert.equal(line, 'nop => ok ; really?');
  });

  it('writes a death that nothing is written behind', () => {
    const { line } = fixed(trace('linux', 'task A\nswitch A\nud2'));
    assert.equal(line, 'ud2  => #UD, SIGILL, killed');
  });

  it('expects what was there in place of what was not', () => {
    assert.equal(fixed(trace('none', 'mov rax, 7\nexpect rax == 8')).line, 'expect rax == 7');
    assert.equal(fixed(trace('none', 'mov rax, 7\nexpect rax == 0b1000')).line, 'expect rax == 0b111');
    const both = 'mov rax, 7\nmov rbx, 9\nexpect rax == 8 && rbx == 10, "both"';
    assert.equal(fixed(trace('none', both)).line, 'expect rax == 7 && rbx == 9, "both"');
    const one = 'mov rax, 7\nmov rbx, 9\nexpect rax == 7 && rbx == 10';
    assert.equal(fixed(trace('none', one)).line, 'expect rax == 7 && rbx == 9');
  });
});
