/**
 * The frame of every view's page. The frame has a place for the view's content and a message for the time without a trace. A
 * line at the bottom describes the element under the pointer or with the focus, and a live region speaks to screen readers.
 */
import { element } from './element';
import type { FromPage, SessionHeader, ToPage } from './messages';

export interface Page<Content, Message = never> {
  readonly show: (content: Content, header: SessionHeader) => void;
  /** A command for this view. */
  readonly hear?: (message: Message) => void;
  /** The theme has changed: a canvas must be drawn again. */
  readonly themeChanged?: () => void;
}

/** The services of the frame. `Actions` are the view's own actions: their names, and the parameters that the extension needs. */
export interface PageHost<Actions = Record<never, never>> {
  readonly act: <Name extends keyof Actions & string>(name: Name, parameters: Actions[Name]) => void;
  readonly copy: (text: string) => void;
  /** Shows a text in the line at the bottom. An empty text hides the line. */
  readonly describe: (text: string) => void;
  /** Has a screen reader say the text. */
  readonly announce: (text: string) => void;
  /** The last argument of `store`, also from before a reload of the window. The caller must check the value like any input. */
  readonly load: () => unknown;
  readonly store: (state: unknown) => void;
}

interface PageKind<Content, Message, Actions> {
  /** What the view says while no trace is debugged. */
  readonly empty: string;
  /** Adds a button that debugs the open trace. One view of the sidebar has the button, the views below it do not. */
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
  addEventListener('keydown', (event) => {
    if (isForEditor(event)) post({ kind: 'leaving' });
  });
  keepFocus((isHere) => post({ kind: 'keyboard', isHere }));
  post({ kind: 'ready' });
}

/** A page takes plain keys, those that move in a table, and the one that copies. */
function isForEditor({ key, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  const isShortcut = (ctrlKey || metaKey || altKey) && key.length === 1 && key.toLowerCase() !== 'c';
  return /^F\d+$/.test(key) || (isShortcut && !defaultPrevented);
}

/** The element that has had the keyboard gets it again when the page does: VS Code gives it to the page as a whole. */
function keepFocus(moved: (isHere: boolean) => void): void {
  let last: HTMLElement | undefined;
  addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  addEventListener('focus', () => {
    if (document.activeElement === document.body && last?.isConnected) last.focus({ preventScroll: true });
    moved(true);
  });
  addEventListener('blur', () => moved(false));
}

class Frame {
  readonly root = element('div', { class: 'content', hidden: '' });
  private readonly session = element('p', { class: 'session', hidden: '' });
  private readonly empty: HTMLElement;
  /** The label of the focused element has the same words for screen readers. */
  private readonly detail = element('output', { class: 'detail', 'aria-hidden': 'true' });
  private readonly spoken = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });

  constructor(empty: string, debug: (() => void) | undefined) {
    // Until the extension has said whether a trace is debugged, neither is claimed: on a busy machine that takes seconds.
    this.empty = element('div', { class: 'empty', hidden: '' }, element('p', {}, empty));
    if (debug) {
      const button = element('button', { type: 'button', class: 'primary' }, 'Debug Trace');
      button.addEventListener('click', debug);
      this.empty.append(button);
    }
    const title = element('h1', { class: 'visually-hidden' }, document.title);
    document.body.append(element('main', {}, title, this.session, this.empty, this.root, this.detail, this.spoken));
    const detailOf = (target: EventTarget | null): string | undefined =>
      target instanceof Element ? target.closest<HTMLElement>('[data-detail]')?.dataset.detail : undefined;
    // A tile has no `data-detail`: the tile's panel describes the cell under the cursor, and the frame leaves that text alone.
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

/** The editor puts the variables of a new theme on the root element and the theme's class on the body. */
function onThemeChange(changed: () => void): void {
  const themes = new MutationObserver(changed);
  themes.observe(document.documentElement, { attributeFilter: ['style'] });
  themes.observe(document.body, { attributeFilter: ['class'] });
}
