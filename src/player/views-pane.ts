/** The views: the same pages that VS Code shows, each in a frame of its own. */
import { encodeBase64 } from '../adapter/protocol/base64';
import { TILE_ORIGINS_REQUEST, type TileOriginsView } from '../adapter/views/tile-origin-view';
import { TIMELINE_REQUEST, type TimelineAsked, type TimelineView } from '../adapter/views/timeline';
import { BUFFERS_REQUEST, MEMORY_REQUEST, type ViewsSnapshot } from '../adapter/views/views';
import { bytesOfHex } from '../machine/hex';
import { ownValue } from '../machine/table';
import type { BuffersActs } from '../webview/buffers/messages';
import type { MemoryActs, MemoryContent } from '../webview/memory/messages';
import { element } from '../webview/page/element';
import type { FromPage, ToPage } from '../webview/page/messages';
import { tilesContent } from '../webview/tiles/content';
import type { TilesActs } from '../webview/tiles/messages';
import { tileTypes } from '../webview/tiles/tile-types';
import type { TimelineActs } from '../webview/timeline/messages';
import type { Debuggee } from './debuggee';
import { type Exported, PLAYER_VIEWS, type PlayerView } from './exported';

/** Before the page of the timeline has said how wide it is. */
const COLUMNS = 500;

/** The page's side of a view. */
interface View {
  content(snapshot: ViewsSnapshot): unknown;
  readonly acts?: Readonly<Record<string, (parameters: never) => unknown>>;
}

export class ViewsPane {
  readonly root = element('section', { class: 'views', 'aria-label': 'Extended state' });
  readonly timeline: HTMLElement;
  private readonly frames = new Map<PlayerView, ViewFrame>();

  constructor(
    exported: Exported,
    private readonly debuggee: Debuggee,
    onKey: (event: KeyboardEvent) => void,
  ) {
    const views = this.views(exported);
    for (const { name, title, open } of PLAYER_VIEWS) {
      const frame = new ViewFrame({ title, html: exported.pages[name] ?? '', open }, views[name], onKey);
      this.frames.set(name, frame);
      if (name !== 'timeline') this.root.append(frame.root);
    }
    this.timeline = this.frameOf('timeline').root;
  }

  show(snapshot: ViewsSnapshot, trace: string): void {
    for (const frame of this.frames.values()) frame.show(snapshot, trace);
  }

  theme(theme: 'dark' | 'light'): void {
    for (const frame of this.frames.values()) frame.theme(theme);
  }

  private frameOf(name: PlayerView): ViewFrame {
    return this.frames.get(name)!; // the constructor has made one for each
  }

  private views({ text }: Exported): Readonly<Record<PlayerView, View>> {
    return {
      registers: { content: ({ registers }) => registers },
      tasks: { content: ({ tasks }) => tasks },
      tiles: {
        content: async (snapshot) => {
          const origins = await this.debuggee.client.request<TileOriginsView>(TILE_ORIGINS_REQUEST);
          return tilesContent(snapshot, tileTypes(text, origins.tiles, 'int8'), origins);
        },
        acts: { travel: ({ moment }: TilesActs['travel']) => this.debuggee.travel(moment) },
      },
      buffers: this.buffers(),
      memory: this.memory(),
      timeline: this.timelineView(),
    };
  }

  private buffers(): View {
    let task: string | null = null;
    return {
      content: () => this.debuggee.client.request(BUFFERS_REQUEST, { task }),
      acts: {
        choose: (chosen: BuffersActs['choose']) => {
          task = chosen.task;
          this.frameOf('buffers').refresh();
        },
        openMemory: ({ reference, offset }: BuffersActs['openMemory']) =>
          this.frameOf('memory').tell({ where: reference, offset }),
      },
    };
  }

  private memory(): View {
    let looking: MemoryActs['look'] | undefined;
    return {
      content: async (): Promise<MemoryContent> => {
        if (!looking) return { kind: 'refused', where: '', why: '' };
        const { where } = looking;
        const { frame } = this.debuggee;
        try {
          const asked = { ...looking, ...(frame === undefined ? {} : { frame }) };
          return { kind: 'window', where, window: await this.debuggee.client.request(MEMORY_REQUEST, asked) };
        } catch (error) {
          return { kind: 'refused', where, why: error instanceof Error ? error.message : String(error) };
        }
      },
      acts: {
        look: (wanted: MemoryActs['look']) => {
          looking = wanted;
          this.frameOf('memory').refresh();
        },
        write: ({ reference, offset, bytes }: MemoryActs['write']) =>
          this.debuggee.client.request('writeMemory', {
            memoryReference: reference,
            offset,
            data: encodeBase64(bytesOfHex(bytes)),
          }),
      },
    };
  }

  private timelineView(): View {
    let asked: TimelineAsked = { columns: COLUMNS };
    return {
      content: () => this.debuggee.client.request<TimelineView>(TIMELINE_REQUEST, asked),
      acts: {
        look: ({ part, columns }: TimelineActs['look']) => {
          asked = { ...part, columns };
          this.frameOf('timeline').refresh();
        },
        travel: ({ moment }: TimelineActs['travel']) => this.debuggee.travel(moment),
      },
    };
  }
}

/** One view: a heading that opens and closes the view, and the frame with the view's page. */
class ViewFrame {
  readonly root: HTMLDetailsElement;
  private readonly frame: HTMLIFrameElement;
  private snapshot: ViewsSnapshot | undefined;
  private trace = '';
  private isReady = false;
  private readonly waiting: unknown[] = [];
  private asking = false;
  private askAgain = false;
  private colours: 'dark' | 'light' = 'light';

  constructor(
    { title, html, open }: { readonly title: string; readonly html: string; readonly open: boolean },
    private readonly view: View,
    onKey: (event: KeyboardEvent) => void,
  ) {
    this.frame = element('iframe', { title });
    this.root = element('details', { class: 'view' }, element('summary', {}, title), this.frame);
    this.root.open = open;
    this.root.addEventListener('toggle', () => this.refresh());
    addEventListener('message', ({ source, data }: MessageEvent<FromPage>) => {
      if (source === this.frame.contentWindow) void this.hear(data);
    });
    this.frame.addEventListener('load', () => {
      const { contentWindow, contentDocument } = this.frame;
      contentWindow?.addEventListener('keydown', onKey);
      if (contentDocument) new ResizeObserver(() => this.fit()).observe(contentDocument.body);
      this.theme(this.colours);
    });
    this.frame.srcdoc = html;
  }

  show(snapshot: ViewsSnapshot, trace: string): void {
    this.snapshot = snapshot;
    this.trace = trace;
    this.refresh();
  }

  /** A message for the page, which is opened for it. */
  tell(message: unknown): void {
    this.root.open = true;
    if (this.isReady) this.post({ kind: 'tell', message });
    else this.waiting.push(message);
  }

  refresh(): void {
    this.askAgain = true;
    if (!this.asking) void this.ask();
  }

  theme(theme: 'dark' | 'light'): void {
    this.colours = theme;
    const document = this.frame.contentDocument;
    if (!document?.body) return;
    document.documentElement.dataset.theme = theme;
    document.body.classList.remove('vscode-dark', 'vscode-light');
    document.body.classList.add(`vscode-${theme}`);
  }

  private async ask(): Promise<void> {
    this.asking = true;
    while (this.askAgain && this.isReady && this.root.open && this.snapshot) {
      this.askAgain = false;
      const { snapshot, trace } = this;
      try {
        const content = await this.view.content(snapshot);
        this.post({ kind: 'show', header: { trace, time: snapshot.time.text, running: snapshot.running }, content });
      } catch {
        // Refused while the trace begins to run; its next event asks again.
      }
    }
    this.asking = false;
  }

  private async hear(message: FromPage): Promise<void> {
    if (message.kind === 'ready') {
      this.isReady = true;
      for (const waiting of this.waiting.splice(0)) this.tell(waiting);
      this.refresh();
    } else if (message.kind === 'copy') await navigator.clipboard.writeText(message.text);
    else if (message.kind === 'act') await ownValue(this.view.acts ?? {}, message.action)?.(message.with as never);
  }

  private post(message: ToPage<unknown, unknown>): void {
    this.frame.contentWindow?.postMessage(message, '*');
  }

  /** As tall as what the page shows. */
  private fit(): void {
    const body = this.frame.contentDocument?.body;
    if (body) this.frame.style.height = `${Math.ceil(body.getBoundingClientRect().height)}px`;
  }
}
