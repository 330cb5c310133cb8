/**
 * What every view's page is made of: a place for its content, words where there is no trace, one line about what is under
 * the pointer or the focus, and what screen readers are told. A view adds its content and nothing else.
 */
import { element } from './element';
import type { FromPage, SessionHeader, ToPage } from './messages';

export interface Page<Content, Message = never> {
  readonly show: (content: Content, header: SessionHeader) => void;
  /** A command for this view. */
  readonly hear?: (message: Message) => void;
  /** The theme is another: what is drawn on a canvas must be drawn again. */
  readonly themeChanged?: () => void;
}

/** What a page can have done for it. `Actions` are the view's own: what the extension does, by name, and what it needs for that. */
export interface PageHost<Actions = Record<never, never>> {
  readonly act: <Name extends keyof Actions & string>(name: Name, parameters: Actions[Name]) => void;
  readonly copy: (text: string) => void;
  /** Shows a line at the bottom; an empty one hides it. */
  readonly describe: (text: string) => void;
  /** Has a screen reader say it. */
  readonly announce: (text: string) => void;
  /** What `store` was given last, in this window or before it was reloaded: as untrusted as any input. */
  readonly load: () => unknown;
  readonly store: (state: unknown) => void;
}

interface PageKind<Content, Message, Actions> {
  /** What the view says while no trace is debugged. */
  readonly empty: string;
  /** With a button that debugs the open one: for one view, not for each of those below one another. */
  readonly offersDebug?: true;
  readonly make: (root: HTMLElement, host: PageHost<Actions>) => Page<Content, Message>;
}

/** To be called once, by the page's entry point. */
export function startPage<Content, Message = never, Actions = Record<never, never>>(
  kind: PageKind<Content, Message, Actions>,
): void {
  const vscode = acquireVsCodeApi();
  const post = (message: FromPage): void => vscode.postMessage(message);
  const frame = new Frame(kind.empty, kind.offersDebug && (() => post({ kind: 'debug' })));
  const page = kind.make(frame.root, {
    act: (action, parameters) => post({ kind: 'act', action, with: parameters }),
    copy: (text) => post({ kind: 'copy', text }),
    describe: (text) => frame.describe(text),
    announce: (text) => frame.announce(text),
    load: () => vscode.getState(),
    store: (state) => vscode.setState(state),
  });
  addEventListener('message', ({ data }: MessageEvent<ToPage<Content, Message>>) => {
    if (data.kind === 'tell') page.hear?.(data.message);
    else if (data.kind === 'none') frame.clear();
    else {
      frame.head(data.header);
      page.show(data.content, data.header);
    }
  });
  onThemeChange(() => page.themeChanged?.());
  post({ kind: 'ready' });
}

class Frame {
  readonly root = element('div', { class: 'content', hidden: '' });
  private readonly session = element('p', { class: 'session', hidden: '' });
  private readonly empty: HTMLElement;
  /** Screen readers have the same words as the label of what has the focus. */
  private readonly detail = element('output', { class: 'detail', 'aria-hidden': 'true' });
  private readonly spoken = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });

  constructor(empty: string, debug: (() => void) | undefined) {
    this.empty = element('div', { class: 'empty' }, element('p', {}, empty));
    if (debug) {
      const button = element('button', { type: 'button', class: 'primary' }, 'Debug Trace');
      button.addEventListener('click', debug);
      this.empty.append(button);
    }
    const title = element('h1', { class: 'visually-hidden' }, document.title);
    document.body.append(element('main', {}, title, this.session, this.empty, this.root, this.detail, this.spoken));
    const detailOf = (target: EventTarget | null): string | undefined =>
      target instanceof Element ? target.closest<HTMLElement>('[data-detail]')?.dataset.detail : undefined;
    // What has the focus may say more than its attribute: then it describes itself, and nothing here takes that back.
    const describeFocus = (target: EventTarget | null): void => {
      const detail = detailOf(target);
      if (detail !== undefined) this.describe(detail);
    };
    this.root.addEventListener('focusin', ({ target }) => describeFocus(target));
    this.root.addEventListener('focusout', () => this.describe(''));
    this.root.addEventListener('pointerover', ({ target }) => {
      const detail = detailOf(target) ?? detailOf(document.activeElement);
      if (detail !== undefined) this.describe(detail);
    });
    this.root.addEventListener('pointerleave', () => {
      if (this.root.contains(document.activeElement)) describeFocus(document.activeElement);
      else this.describe('');
    });
  }

  head({ trace, time, running }: SessionHeader): void {
    this.empty.hidden = true;
    this.root.hidden = false;
    this.session.hidden = false;
    this.session.textContent = `${trace} · ${running ? 'running' : time}`;
  }

  clear(): void {
    this.empty.hidden = false;
    this.root.hidden = true;
    this.session.hidden = true;
    this.describe('');
    this.announce('');
  }

  describe(text: string): void {
    this.detail.textContent = text;
  }

  announce(text: string): void {
    this.spoken.textContent = text;
  }
}

/** The editor puts a new theme's variables and class on these two. */
function onThemeChange(changed: () => void): void {
  const themes = new MutationObserver(changed);
  themes.observe(document.documentElement, { attributeFilter: ['style'] });
  themes.observe(document.body, { attributeFilter: ['class'] });
}
