/** The page of a lesson: prose, parts of the trace and checkpoints; below them what the debugger has done and will do. */
import { element } from '../page/element';
import type { Page, PageHost } from '../page/page';
import { button, checkpointCard } from './checkpoint-card';
import type { BlockView, LessonActions, LessonContent, StepView } from './messages';
import { proseOf } from './prose';

type Host = PageHost<LessonActions>;

export function makeLessonPage(root: HTMLElement, host: Host): Page<LessonContent> {
  const text = element('div', { class: 'lesson' });
  const now = element('section', { class: 'now', 'aria-label': 'The debugger' });
  root.append(text, now);
  /** The checkpoint that the debugger was at last. */
  let here: string | undefined;
  return {
    show: (content) => {
      const focused = focusOf(text);
      text.replaceChildren(
        ...problemsOf(content),
        ...content.blocks.map((block) => blockOf(block, host)),
        moreOf(content),
      );
      now.replaceChildren(...nowOf(content, host));
      focused?.();
      const arrived = text.querySelector<HTMLElement>('.checkpoint.here.open');
      const number = arrived?.dataset.number;
      if (arrived && number !== here) {
        arrived.scrollIntoView({ block: 'center' });
        host.announce(
          `${arrived.getAttribute('aria-label')}. ${arrived.querySelector('p:not(.checkpoint-title)')?.textContent}`,
        );
      }
      here = number;
    },
  };
}

/** A new element in the place of the one that has the focus gets the focus, and the text that is being written. */
function focusOf(root: HTMLElement): (() => void) | undefined {
  const active = document.activeElement;
  const card = active?.closest<HTMLElement>('.checkpoint');
  if (!active || !card || !root.contains(card)) return undefined;
  const { number } = card.dataset;
  const written = active instanceof HTMLInputElement ? active.value : undefined;
  return () => {
    const found = root.querySelector<HTMLElement>(`.checkpoint[data-number="${number}"]`);
    const input = found?.querySelector<HTMLInputElement>('input');
    if (input && written !== undefined) input.value = written;
    const target = written === undefined ? found?.querySelector<HTMLElement>('button.primary, button, input') : input;
    (target ?? found?.querySelector<HTMLElement>('button'))?.focus({ preventScroll: true });
  };
}

function problemsOf({ problems }: LessonContent): readonly HTMLElement[] {
  if (problems.length === 0) return [];
  const list = element('ul', {}, ...problems.map((problem) => element('li', {}, problem)));
  return [element('div', { class: 'note', role: 'alert' }, element('p', {}, 'This lesson has mistakes:'), list)];
}

function blockOf(block: BlockView, host: Host): HTMLElement {
  if (block.kind === 'prose') return element('div', { class: 'prose' }, ...proseOf(block.html));
  if (block.kind !== 'code') return checkpointCard(block, host);
  const lines = block.lines.map(({ text, isHere }) =>
    element('span', { class: isHere ? 'line here' : 'line', ...(isHere && { 'aria-current': 'step' }) }, `${text}\n`),
  );
  return element(
    'pre',
    { class: 'code', tabindex: '0', 'aria-label': 'A part of the trace' },
    element('code', {}, ...lines),
  );
}

function moreOf({ hasMore, blocks }: LessonContent): HTMLElement {
  const isDone = !hasMore && blocks.every((block) => !('state' in block) || block.state !== 'open');
  const said = hasMore ? 'The lesson goes on behind this checkpoint.' : isDone ? 'This is the end of the lesson.' : '';
  return element('p', { class: 'more muted' }, said);
}

function nowOf({ stage, last, next }: LessonContent, host: Host): readonly HTMLElement[] {
  const isIdle = stage === 'idle';
  const buttons = isIdle
    ? [button('Debug the trace', () => host.act('start', {}), 'primary')]
    : [
        ...(stage === 'stopped' ? [button('Step', () => host.act('step', {}), 'primary')] : []),
        button('Step back', () => host.act('back', {})),
      ];
  const said = element('div', { class: 'said', 'aria-live': 'polite' }, ...saidOf(isIdle, last, next));
  return [
    said,
    element(
      'div',
      { class: 'buttons' },
      ...buttons,
      button('Show the trace', () => host.act('showTrace', {})),
      button('Begin again', () => host.act('restart', {})),
    ),
  ];
}

function saidOf(isIdle: boolean, last: StepView | undefined, next: StepView | undefined): readonly HTMLElement[] {
  if (isIdle)
    return [element('p', {}, 'The trace of this lesson stands beside it. Debug it, and read on while you step.')];
  return [
    ...(last ? [stepOf('Done', last, [last.does, ...last.did])] : []),
    ...(next ? [stepOf('Next', next, [next.does])] : []),
  ];
}

function stepOf(when: string, { source }: StepView, sentences: readonly string[]): HTMLElement {
  return element(
    'p',
    {},
    element('span', { class: 'when' }, when),
    element('code', {}, source),
    ` ${sentences.filter((sentence) => sentence !== '').join(' ')}`,
  );
}
