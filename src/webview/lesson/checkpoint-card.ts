/** A checkpoint on the page of a lesson: the question or the task, hints, and what came of it. */
import { element } from '../page/element';
import type { PageHost } from '../page/page';
import type { CheckpointView, LessonActions } from './messages';
import { proseOf } from './prose';

type Host = PageHost<LessonActions>;

const STATES: Readonly<Record<CheckpointView['state'], string>> = { open: '', passed: 'passed', skipped: 'left out' };
const TITLES: Readonly<Record<CheckpointView['kind'], string>> = { predict: 'Predict', hold: 'Make this hold' };

export function checkpointCard(view: CheckpointView, host: Host): HTMLElement {
  const { kind, number, expression, html, state, isHere, verdict } = view;
  const title = `Checkpoint ${number}: ${TITLES[kind]}`;
  const card = element(
    'section',
    { class: `checkpoint ${state}${isHere ? ' here' : ''}`, 'data-number': `${number}`, 'aria-label': title },
    element(
      'p',
      { class: 'checkpoint-title' },
      element('span', { class: 'number-mark', 'aria-hidden': 'true' }, state === 'passed' ? '✓' : `${number}`),
      `${TITLES[kind]} `,
      element('code', {}, expression),
      ...(STATES[state] === '' ? [] : [element('span', { class: 'state' }, STATES[state])]),
    ),
    ...proseOf(html),
    ...view.hints.map((hint) => element('div', { class: 'hint' }, ...proseOf(hint))),
  );
  if (verdict !== '') card.append(element('p', { class: 'verdict', role: 'status' }, verdict));
  if (view.solution !== undefined) card.append(solutionOf(view.solution));
  card.append(...(state === 'open' ? openParts(view, host) : overParts(view, host)));
  return card;
}

function openParts(view: CheckpointView, host: Host): readonly HTMLElement[] {
  const { kind, number, hintsLeft, choices } = view;
  const main = kind === 'hold' ? [] : choices.length > 0 ? [choiceRow(view, host)] : [answerForm(view, host)];
  const buttons = [
    ...(kind === 'hold' ? [button('Check', () => host.act('check', { number }), 'primary')] : []),
    ...(kind === 'predict' && !view.isHere ? [button('Go to this step', () => host.act('go', { number }))] : []),
    ...(hintsLeft > 0 ? [button('Hint', () => host.act('hint', { number }))] : []),
    ...(kind === 'hold' && hintsLeft === 0 && view.solution === undefined
      ? [button('Show a solution', () => host.act('solution', { number }))]
      : []),
    button(kind === 'hold' ? 'Leave out' : 'Tell me', () => host.act('skip', { number })),
  ];
  return [...main, element('div', { class: 'buttons' }, ...buttons)];
}

function overParts(view: CheckpointView, host: Host): readonly HTMLElement[] {
  const { answer, why, isHere, state } = view;
  const said = state === 'passed' ? 'Right' : 'The answer';
  return [
    ...(answer === undefined ? [] : [element('p', { class: 'answer' }, `${said}: `, element('code', {}, answer))]),
    ...(why === undefined ? [] : [element('div', { class: 'why' }, ...proseOf(why))]),
    ...(isHere
      ? [
          element(
            'div',
            { class: 'buttons' },
            button('Run the step', () => host.act('step', {}), 'primary'),
          ),
        ]
      : []),
  ];
}

/** A button a choice: one press answers. */
function choiceRow({ choices, number, given }: CheckpointView, host: Host): HTMLElement {
  const row = element('div', { class: 'choices', role: 'group', 'aria-label': 'Choose the answer' });
  for (const choice of choices) {
    const chosen = button(choice, () => host.act('answer', { number, text: choice }), 'choice');
    chosen.setAttribute('aria-pressed', String(choice === given));
    row.append(chosen);
  }
  return row;
}

function answerForm({ number, given, expression }: CheckpointView, host: Host): HTMLElement {
  const input = element('input', {
    type: 'text',
    value: given,
    'aria-label': `What will ${expression} be?`,
    placeholder: 'number or constant',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const form = element('form', { class: 'answer-form' }, input, button('Answer', undefined, 'primary'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    host.act('answer', { number, text: input.value });
  });
  return form;
}

function solutionOf(text: string): HTMLElement {
  return element(
    'div',
    { class: 'solution' },
    element('p', {}, 'In place of the part above:'),
    element('pre', {}, element('code', {}, text)),
  );
}

/** Without an act it submits its form. */
export function button(text: string, act?: () => void, kind = ''): HTMLButtonElement {
  const made = element('button', { type: act ? 'button' : 'submit', class: kind }, text);
  if (act) made.addEventListener('click', act);
  return made;
}
