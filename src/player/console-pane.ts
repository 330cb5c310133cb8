/** The console: what the trace prints and the debugger says, and a line for commands and expressions. */
import { element } from '../webview/page/element';
import type { Output } from './debuggee';

/** Lines that are kept: a trace may print without an end. */
const MOST = 2000;

export class ConsolePane {
  readonly root: HTMLElement;
  private readonly log = element('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': 'Console' });
  private readonly input = element('input', {
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-label': 'Command or expression',
    placeholder: 'xfd, tmm0.i32[0][0], last xfd, help',
  });
  private readonly history: string[] = [];
  private at = 0;

  constructor(private readonly ask: (text: string) => Promise<void>) {
    const form = element('form', {}, element('span', { class: 'prompt', 'aria-hidden': 'true' }, '❯'), this.input);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener('keydown', (event) => this.recall(event));
    this.root = element(
      'section',
      { class: 'console', 'aria-label': 'Console' },
      element('h2', {}, 'Console'),
      this.log,
      form,
    );
  }

  add({ kind, text }: Output): void {
    const { log } = this;
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 4;
    log.append(element('div', { class: kind }, text));
    while (log.childElementCount > MOST) log.firstElementChild?.remove();
    if (wasAtEnd || kind === 'asked') log.scrollTop = log.scrollHeight;
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (text === '') return;
    this.input.value = '';
    this.history.push(text);
    this.at = this.history.length;
    void this.ask(text);
  }

  private recall(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(this.history.length, this.at + (event.key === 'ArrowUp' ? -1 : 1)));
    this.input.value = this.history[this.at] ?? '';
  }
}
