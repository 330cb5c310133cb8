/** The pages of explorations and explanations: what they show, where their links lead, and that no trace becomes markup. */
import assert from 'node:assert/strict';
import type { Explained, Explored } from '../../src/adapter/background/background';
import { explainedHtml } from '../../src/vscode/answers/explained-html';
import { exploredHtml } from '../../src/vscode/answers/explored-html';

const LINKS = {
  open: (index: number) => `command:open?${index}`,
  debug: (index: number) => `command:debug?${index}`,
  line: (line: number) => `command:line?${line}`,
};

const EXPLORED: Explored = {
  runs: 1200,
  possible: 5000,
  injections: 100,
  states: 40,
  already: [],
  alreadyBy: null,
  findings: [
    {
      run: 3,
      law: 'own-xfd',
      sentence: 'In user mode IA32_XFD is what the task’s buffer asks for.',
      text: 'B runs <on> CPU 0.',
      injections: [{ variation: 'interleave', line: 13, text: ['switch B'], story: 'B runs, and then A again' }],
      place: null,
      culprit: 'The culprit is xfd_update_state.write_msr.',
      trace: 'xtrace 1\n',
      line: 4,
      moment: 17,
    },
  ],
  covered: ['fpu_clone.copy', 'fpu_clone.done'],
  missed: ['fpu_clone.fail'],
};

describe('the page of an exploration', () => {
  const page = exploredHtml('a.xtrace', EXPLORED, LINKS);

  it('says how much was tried, and of each finding what breaks, when, and who is to blame', () => {
    assert.match(page, /1 found: 1,200 runs of 5,000, with 100 things that may come between, and 40 states\./);
    assert.match(page, /<h2>own-xfd: In user mode/);
    assert.match(page, /B runs &#60;on&#62; CPU 0\./);
    assert.match(page, /<a href="command:line\?13"[^>]*>Line 14<\/a>: B runs, and then A again/);
    assert.match(page, /The culprit is xfd_update_state\.write_msr\./);
    assert.match(page, /<a href="command:debug\?0"[^>]*>Debug at the first wrong moment<\/a>/);
  });

  it('has a row for each routine, with the steps that never ran', () => {
    assert.match(page, /<th scope="row">fpu_clone<\/th><td>2 of 3<\/td><td class="words">fail<\/td>/);
  });

  it('says of a trace that is wrong already what is wrong with it', () => {
    const problem = {
      kind: 'expectation',
      key: 'k',
      text: '`a < b` <fails>.',
      line: 6,
      place: null,
      moment: 9,
    } as const;
    const wrong = exploredHtml(
      'a.xtrace',
      { ...EXPLORED, findings: [], already: [problem], alreadyBy: 'The culprit is <f>.' },
      LINKS,
    );
    assert.match(wrong, /Nothing else goes wrong/);
    assert.match(
      wrong,
      /<a href="command:line\?6"[^>]*>Line 7<\/a>: <b>expectation<\/b>: <code>a &#60; b<\/code> &#60;fails&#62;\./,
    );
    assert.match(wrong, /<p>The culprit is &#60;f&#62;\.<\/p>/);
  });
});

const EXPLAINED: Explained = {
  facts: 9,
  agreed: 8,
  contradictions: [{ line: 11, text: 'recorded is xfd = 0x0, and the model has xfd = 0x40000' }],
  explanations: [
    {
      kind: 'without',
      assumption: 'the kernel forgets a.b from line 3 on',
      agreed: 9,
      fits: true,
      explains: { line: 11, text: '' },
      trace: 'xtrace 1\n',
    },
  ],
  tried: 426,
};

describe('the page of an explanation', () => {
  it('ranks what would explain it, each with a link that debugs the trace with it', () => {
    const page = explainedHtml('a.xtrace', EXPLAINED, LINKS);
    assert.match(page, /8 of 9 facts hold\./);
    assert.match(page, /<a href="command:line\?11"[^>]*>Line 12<\/a>: recorded is xfd/);
    assert.match(page, /What would explain it, of 426 assumptions tried/);
    assert.match(
      page,
      /<tr class="fits"><td>1<\/td><th scope="row"><a href="command:debug\?0"[^>]*>the kernel forgets a\.b from line 3 on<\/a><\/th><td>✓ all<\/td>/,
    );
  });

  it('says that nothing fits, and shows the closest', () => {
    const [explanation] = EXPLAINED.explanations;
    assert.ok(explanation);
    const closest = { ...explanation, fits: false, agreed: 8 };
    const page = explainedHtml('a.xtrace', { ...EXPLAINED, explanations: [closest] }, LINKS);
    assert.match(page, /None of 426 assumptions makes all of it hold\. These are the closest/);
    assert.match(page, /<td>8 of 9<\/td>/);
    const elsewhere = { ...explanation, fits: false, agreed: 9 };
    assert.match(
      explainedHtml('a.xtrace', { ...EXPLAINED, explanations: [elsewhere] }, LINKS),
      /<td>9 of 9, but something else goes wrong<\/td>/,
    );
  });
});
