/** The page of Compare Kernels: what it shows, what its links are, and that nothing of a trace becomes markup. */
import assert from 'node:assert/strict';
import type { WorldsAnswer } from '../../src/adapter/background/background';
import { sideBySideHtml } from '../../src/vscode/worlds/side-by-side-html';
import { worldsHtml } from '../../src/vscode/worlds/worlds-html';

const ANSWER: WorldsAnswer = {
  worlds: [
    { label: '6.14' },
    { label: '6.15 <b>' },
    { label: '5.15', problem: { code: 'x', line: 2, message: 'No & no.' } },
  ],
  rows: [
    { name: 'steps', cells: ['17', '17', ''], differs: false },
    { name: 'buffer of A"', cells: ['2,560', '10,752', ''], differs: true },
  ],
  partings: [
    {
      before: 0,
      after: 1,
      what: 'programs part at step 9, line 24, in A',
      line: 23,
      differences: ['rax: 0x1 → 0x2'],
      why: ['since 6.15'],
    },
    { before: 0, after: 1, what: 'the kernels part at boot', line: -1, differences: ['a < b'], why: [] },
  ],
};

function html(answer: WorldsAnswer): string {
  return worldsHtml({
    name: 'a.xtrace',
    answer,
    debugLink: (world) => `command:debug?${world}`,
    lineLink: (line) => `command:line?${line}`,
    pairLink: (before, after) => `command:both?${before},${after}`,
  });
}

describe('the page of Compare Kernels', () => {
  it('has a column for each world, whose head debugs the trace there unless the trace cannot be run in it', () => {
    const page = html(ANSWER);
    assert.match(
      page,
      /<th scope="col"><a href="command:debug\?0" title="Debug a\.xtrace in this world">6\.14<\/a><\/th>/,
    );
    assert.match(page, /<th scope="col">5\.15<\/th>/);
    assert.match(page, /5\.15: the trace cannot be run\. <a href="command:line\?2"[^>]*>Line 3<\/a>: No &#38; no\./);
  });

  it('marks the rows in which worlds differ, in words for those who see no colours', () => {
    const rows = html(ANSWER)
      .split('\n')
      .filter((line) => line.startsWith('<tr'));
    assert.deepEqual(
      rows.map((row) => [row.includes('class="differs"'), row.includes('≠')]),
      [
        [false, false],
        [true, true],
      ],
    );
  });

  it('leads from where worlds part to the line, and says why', () => {
    const page = html(ANSWER);
    assert.match(page, /<a href="command:line\?23" title="Go to the line">programs part at step 9, line 24, in A<\/a>/);
    assert.match(page, /<p>the kernels part at boot<\/p>/);
    assert.match(page, /<p class="why">since 6\.15<\/p>/);
  });

  it('makes no markup of what a trace, a policy or a message says', () => {
    const page = html(ANSWER);
    for (const text of ['6.15 &#60;b&#62;', 'buffer of A&#34;', 'a &#60; b']) assert.ok(page.includes(text), text);
    assert.doesNotMatch(page, /<b>/);
  });

  it('says that nothing differs', () => {
    assert.match(html({ ...ANSWER, worlds: [{ label: 'a' }], partings: [] }), /Nothing differs\./);
    assert.doesNotMatch(html(ANSWER), /Nothing differs/);
  });
});

describe('the page beside two worlds that are stepped side by side', () => {
  const page = (answer: Parameters<typeof sideBySideHtml>[0]['answer'], step = 7) =>
    sideBySideHtml({
      name: 'a.xtrace',
      labels: ['old', 'n<w'],
      step,
      answer,
      lineLink: (line) => `command:line?${line}`,
    });
  const SAME = { steps: 7, lines: [3, -1], visible: [], hidden: [], ways: [[], []] } as const;

  it('says at which lines both are, and that nothing differs', () => {
    const same = page(SAME);
    assert.match(same, /After step 7, old → n&#60;w/);
    assert.match(same, /<li>old: <a href="command:line\?3"[^>]*>line 4<\/a><\/li><li>n&#60;w: at no line<\/li>/);
    assert.match(same, /Nothing differs here\./);
  });

  it('marks what differs, in words for those who see no colours, and nothing of it is markup', () => {
    const other = page({ ...SAME, visible: ['rax: 0x1 → <b>'], hidden: ['#NM: 0 → 1'] });
    assert.match(
      other,
      /title="The worlds differ">≠<\/span> What programs could notice<\/h2>\n<pre>rax: 0x1 → &#60;b&#62;<\/pre>/,
    );
    assert.match(other, /What only the kernels do<\/h2>\n<pre>#NM: 0 → 1<\/pre>/);
  });

  it('shows what both kernels do in the step that comes, one beside the other', () => {
    const ways = [
      ['enter.a', 'old.b', 'leave.z'],
      ['enter.a', '<new>.b', 'new.c', 'leave.z'],
    ] as const;
    const rows = page({ ...SAME, ways })
      .split('\n')
      .flatMap(
        (line) => /<tr(?: class="(\w+)")?><td>.*?<\/td><td>(.*?)<\/td><td>(.*?)<\/td><\/tr>/.exec(line)?.slice(1) ?? [],
      );
    assert.deepEqual(rows, [
      ...[undefined, 'enter.a', 'enter.a'],
      ...['differs', 'old.b', '&#60;new&#62;.b'],
      ...['differs', '', 'new.c'],
      ...[undefined, 'leave.z', 'leave.z'],
    ]);
    assert.doesNotMatch(page(SAME), /next step/);
  });

  it('says that one of them has ended, and why nobody can say what differs', () => {
    assert.match(page(SAME, 9), /One of them has ended after step 7\./);
    assert.match(page('It <failed>.'), /<p class="note">It &#60;failed&#62;\.<\/p>/);
  });
});

describe('a place where two worlds part', () => {
  it('leads to both of them side by side, unless one cannot run the trace', () => {
    assert.match(html(ANSWER), /<a href="command:both\?0,1"[^>]*>Step both side by side<\/a>/);
    const unusable = { ...ANSWER, partings: [{ ...ANSWER.partings[0], after: 2 }] } as WorldsAnswer;
    assert.doesNotMatch(html(unusable), /side by side/);
  });
});
