import assert from 'node:assert/strict';
import type { CheckpointView, LessonContent } from '../../../src/webview/lesson/messages';
import { PageStand } from './stand';
import { THEMES } from './themes';

const [DARK] = THEMES;

const BASE: Omit<CheckpointView, 'kind' | 'number' | 'expression' | 'html'> = {
  hints: [],
  hintsLeft: 2,
  state: 'open',
  choices: [],
  given: '',
  verdict: '',
  isHere: false,
};

const CONTENT: LessonContent = {
  problems: [],
  hasMore: true,
  stage: 'stopped',
  last: {
    source: 'tilezero tmm0',
    does: 'TILEZERO, zero tile: writes tmm0.',
    did: ['The processor raises #NM, Device Not Available: IA32_XFD[18] is set and TILEZERO writes XTILEDATA.'],
  },
  next: { source: 'expect xfd == 0', does: 'Must be true.', did: [] },
  blocks: [
    {
      kind: 'prose',
      html: '<h1>XFD and #NM</h1><p>A bit <em>arms</em> a component, see <a href="https://example.org">the manual</a>.</p>',
    },
    {
      kind: 'code',
      lines: [
        { text: 'switch A', isHere: false },
        { text: '    tilezero  tmm0 => #NM', isHere: true },
      ],
    },
    {
      ...BASE,
      kind: 'predict',
      number: 1,
      expression: 'xfd',
      html: '<p>Which value?</p>',
      state: 'passed',
      answer: 'XTILEDATA',
      why: '<p>Bit 18 is set.</p>',
    },
    {
      ...BASE,
      kind: 'predict',
      number: 2,
      expression: 'A.fpstate.size',
      html: '<p>How large?</p>',
      choices: ['2560', '10752'],
      given: '2560',
      verdict: 'It is not 2560.',
      hints: ['<p>Tiles take 8192 bytes.</p>'],
      hintsLeft: 1,
      isHere: true,
    },
    { ...BASE, kind: 'hold', number: 3, expression: 'B.state != "killed"', html: '<p>Let B ask.</p>' },
    { ...BASE, kind: 'predict', number: 4, expression: 'rax', html: '<p>What is it?</p>' },
  ],
};

interface Act {
  readonly action?: string;
  readonly with: object;
}

describe('the page of a lesson, in every theme', function () {
  this.timeout(120_000);
  let stand: PageStand;

  before(async () => {
    stand = await PageStand.open();
  });

  after(async () => {
    await stand.close();
  });

  const show = (content: Partial<LessonContent> = {}, rest: object = {}): Promise<void> =>
    stand.show({
      view: 'lesson',
      title: 'Lesson',
      theme: DARK!, // there are four
      width: 640,
      height: 1180,
      place: 'tab',
      messages: [message(content)],
      ...rest,
    });

  const message = (content: Partial<LessonContent>) => ({
    kind: 'show',
    header: { trace: 'xfd.xtrace', time: 'step 5 of 13', running: false },
    content: { ...CONTENT, ...content },
  });

  const acts = async (): Promise<readonly unknown[]> =>
    ((await stand.heard()) as Act[]).flatMap(({ action, with: given }) => (action ? [[action, given]] : []));

  for (const theme of THEMES) {
    it(`looks as it should and offends no rule of accessibility in ${theme.name}`, async () => {
      await show({}, { theme });
      assert.deepEqual(await stand.violations(), []);
      await stand.compare(`lesson-${theme.name}`);
    });
  }

  it('fits 320 pixels', async () => {
    await show({}, { width: 320 });
    assert.equal(await stand.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
  });

  it('takes nothing from prose but what it knows, and no script', async () => {
    const html =
      '<p onclick="globalThis.bad = 1">a<script>globalThis.bad = 1</script><img src=x onerror="globalThis.bad = 1">' +
      '<a href="javascript:globalThis.bad = 1">b</a><form action="https://example.org"><button>c</button></form></p>';
    await show({ blocks: [{ kind: 'prose', html }] });
    const prose = stand.page.locator('.prose');
    assert.equal((await prose.innerText()).replace(/\s+/g, ' '), 'ab c');
    assert.equal(await prose.locator('img, a, form, button, script').count(), 0);
    await prose.click();
    assert.equal(await stand.page.evaluate('globalThis.bad'), undefined);
  });

  it('takes an answer by keyboard', async () => {
    await show();
    await stand.page.getByLabel('What will rax be?').fill('2 + 2');
    await stand.page.keyboard.press('Enter');
    assert.deepEqual(await acts(), [['answer', { number: 4, text: '2 + 2' }]]);
  });

  it('keeps what is being written, and the focus, when something else changes', async () => {
    await show();
    const input = stand.page.getByLabel('What will rax be?');
    await input.fill('25');
    await stand.send(message({ stage: 'running' }));
    assert.equal(await input.inputValue(), '25');
    assert.equal(await stand.page.evaluate('document.activeElement.getAttribute("aria-label")'), 'What will rax be?');
  });

  it('has a choice, a hint, a check and a way to the step as buttons', async () => {
    await show();
    const press = (number: number, name: string) =>
      stand.page.locator(`.checkpoint[data-number="${number}"]`).getByRole('button', { name, exact: true }).click();
    await press(2, '10752');
    await press(2, 'Hint');
    await press(3, 'Check');
    await press(4, 'Go to this step');
    await press(4, 'Tell me');
    await stand.page.getByRole('button', { name: 'Step', exact: true }).click();
    assert.deepEqual(await acts(), [
      ['answer', { number: 2, text: '10752' }],
      ['hint', { number: 2 }],
      ['check', { number: 3 }],
      ['go', { number: 4 }],
      ['skip', { number: 4 }],
      ['step', {}],
    ]);
  });

  it('has a screen reader say the question that the debugger has come to, once', async () => {
    await show();
    const spoken = stand.page.locator('main > [aria-live]').last();
    assert.equal(await spoken.textContent(), 'Checkpoint 2: Predict. How large?');
  });

  it('offers to debug while the trace is not debugged', async () => {
    const { last: _last, next: _next, ...idle } = CONTENT;
    await stand.show({
      view: 'lesson',
      title: 'Lesson',
      theme: DARK!, // there are four
      width: 640,
      height: 900,
      place: 'tab',
      messages: [{ ...message({}), content: { ...idle, stage: 'idle' } }],
    });
    await stand.page.getByRole('button', { name: 'Debug the trace' }).click();
    assert.deepEqual(await acts(), [['start', {}]]);
    assert.deepEqual(await stand.violations(), []);
  });
});
