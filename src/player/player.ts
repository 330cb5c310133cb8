/** The page: a toolbar on top, the code and the console on the left, the views on the right, the timeline below. */
import type { Core } from '../adapter/core';
import { element } from '../webview/page/element';
import { ACTIONS, type Action, actionOf, PAUSE } from './actions';
import { type Code, CodePane } from './code-pane';
import { coloursOf, type Span } from './colours';
import { ConsolePane } from './console-pane';
import { Debuggee, type Place } from './debuggee';
import type { Exported } from './exported';
import { Themes } from './theme';
import { ViewsPane } from './views-pane';

/** In the kernel's source, which has comments on lines of their own. */
const COMMENT = /(?<=^\s*)\/\//;
const SVG = 'http://www.w3.org/2000/svg';

export class Player {
  private readonly debuggee: Debuggee;
  private readonly code: CodePane;
  private readonly console: ConsolePane;
  private readonly views: ViewsPane;
  private readonly buttons = new Map<Action, HTMLButtonElement>();
  private readonly status = element('output', { class: 'status', 'aria-live': 'polite' });
  private readonly trace: Code;
  private breakpoints: readonly number[] = [];
  /** The last place that was shown: an older text that comes late is not drawn. */
  private shown = 0;

  constructor(
    private readonly exported: Exported,
    private readonly root: HTMLElement,
    core: Core,
  ) {
    const { name, text } = exported;
    this.trace = {
      title: name,
      lines: linesOf(text),
      spans: coloursOf(core.semanticTokens(text)),
      takesBreakpoints: true,
    };
    this.debuggee = new Debuggee(
      exported,
      {
        onPlace: (place) => void this.show(place),
        onOutput: (output) => this.console.add(output),
      },
      core,
    );
    const onKey = (event: KeyboardEvent): void => this.press(event);
    this.code = new CodePane((line) => void this.toggle(line));
    this.console = new ConsolePane((text) => this.debuggee.ask(text));
    this.views = new ViewsPane(exported, this.debuggee, onKey);
    addEventListener('keydown', onKey);
  }

  async start(): Promise<void> {
    const { exported, root, code, console, views } = this;
    document.title = `${exported.name} · XTrace`;
    this.code.show(this.trace, 0);
    const themes = new Themes((theme) => views.theme(theme));
    const header = element('header', {}, element('h1', {}, exported.name), this.toolbar(), this.status);
    const left = element('div', { class: 'left' }, code.root, console.root);
    root.replaceChildren(header, element('main', {}, left, views.root), views.timeline);
    await this.debuggee.start();
    header.append(this.stops(), themes.button);
  }

  private toolbar(): HTMLElement {
    const buttons = ACTIONS.map((action) => {
      const button = element('button', { type: 'button' });
      name(button, action);
      button.addEventListener('click', () => void this.act(action));
      this.buttons.set(action, button);
      return button;
    });
    return element('div', { class: 'actions', role: 'toolbar', 'aria-label': 'Stepping' }, ...buttons);
  }

  /** A box for each kind of event that the trace can stop at. */
  private stops(): HTMLElement {
    const chosen = new Set(this.debuggee.filters.filter((row) => row.default === true).map(({ filter }) => filter));
    const boxes = this.debuggee.filters.map(({ filter, label, description = '' }) => {
      const box = element('input', { type: 'checkbox' });
      box.checked = chosen.has(filter);
      box.addEventListener('change', () => {
        if (box.checked) chosen.add(filter);
        else chosen.delete(filter);
        void this.debuggee.stopOn([...chosen]);
      });
      return element('label', { title: description }, box, label);
    });
    return element('details', { class: 'stops' }, element('summary', {}, 'Stop on'), element('div', {}, ...boxes));
  }

  private press(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    void this.act(action);
  }

  private async act(action: Action): Promise<void> {
    const pauses = action.request === 'continue' && this.debuggee.isRunning;
    try {
      if (pauses) await this.debuggee.move('pause');
      else if (action.request !== undefined) await this.debuggee.move(action.request);
      else await this.debuggee.travel(0);
    } catch (error) {
      this.console.add({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  }

  private async toggle(line: number): Promise<void> {
    const wanted = this.breakpoints.includes(line)
      ? this.breakpoints.filter((other) => other !== line)
      : [...this.breakpoints, line];
    this.breakpoints = await this.debuggee.breakAt(wanted);
    this.code.mark(this.breakpoints);
  }

  private async show(place: Place): Promise<void> {
    const { snapshot, frame } = place;
    const { running, time } = snapshot;
    this.shown += 1;
    const { shown } = this;
    for (const [action, button] of this.buttons) {
      const isContinue = action.request === 'continue';
      if (isContinue) name(button, running ? PAUSE : action);
      button.disabled = running && !isContinue;
    }
    this.status.textContent = statusOf(place);
    this.status.classList.toggle('failed', time.verdict?.failed === true);
    this.views.show(snapshot, this.exported.name);
    if (!frame) return;
    const isTrace = frame.source.path === this.exported.name;
    const code = isTrace ? this.trace : kernelCode(frame.source.name ?? '', await this.debuggee.textOf(frame.source));
    if (shown === this.shown) this.code.show(code, frame.line);
  }
}

/** The debugger's own words for a stop say the time too. */
function statusOf({ snapshot: { running, time }, why }: Place): string {
  return running ? `${time.text} · running` : why || time.text;
}

function name(button: HTMLButtonElement, { label, sign, keys }: Action): void {
  button.replaceChildren(picture(sign));
  button.setAttribute('aria-label', label);
  button.title = `${label} (${keys.join(', ')})`;
}

function picture(path: string): SVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  picture.append(shape);
  return picture;
}

function kernelCode(title: string, text: string): Code {
  const lines = linesOf(text);
  const spans = (line: number): readonly Span[] => {
    const start = lines[line]?.search(COMMENT) ?? -1;
    return start < 0 ? [] : [{ start, end: lines[line]?.length ?? 0, colour: 'comment' }];
  };
  return { title, lines, spans, takesBreakpoints: false };
}

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split(/\r?\n/);
