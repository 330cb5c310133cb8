/** The Timeline view: asks for the part of the run that its page looks at, and travels to where it is clicked. */
import type * as vscode from 'vscode';
import { boolean, fields, integer } from '../../adapter/protocol/checked';
import {
  type TimelineView as Content,
  TIMELINE_REQUEST,
  type TimelineAsked,
  TRAVEL_TO_REQUEST,
} from '../../adapter/views/timeline';
import type { TimelineActs } from '../../webview/timeline/messages';
import type { Stop, View, ViewHost, ViewKind } from './view';

/** Before the page has said how wide it is. */
const COLUMNS = 500;

const part = fields({ from: integer, to: integer });

export const timelineView: ViewKind<Content, never, TimelineActs> = {
  name: 'timeline',
  open: (host) => new Timeline(host),
};

class Timeline implements View<Content, TimelineActs> {
  private asked: TimelineAsked = { columns: COLUMNS };
  /** Where to go next; one journey at a time, and only the last place counts. */
  private wanted: TimelineActs['travel'] | undefined;
  private travelling = false;
  /** Where the last answer or journey left the debugger. */
  private present: number | undefined;

  constructor(private readonly host: ViewHost<never>) {}

  readonly acts: View<Content, TimelineActs>['acts'] = {
    look: {
      check: fields({ part: (value, name) => (value === null ? null : part(value, name)), columns: integer }),
      run: ({ part, columns }) => {
        this.asked = { ...part, columns };
        this.host.refresh();
      },
    },
    travel: {
      check: fields({ moment: integer, isPassing: boolean }),
      run: (journey) => {
        this.wanted = journey;
        return this.travel();
      },
    },
  };

  async content({ session }: Stop): Promise<Content> {
    const shown = await askFor(session, TIMELINE_REQUEST, this.asked);
    if (!this.travelling) this.present = shown.present;
    return shown;
  }

  private async travel(): Promise<void> {
    if (this.travelling) return;
    this.travelling = true;
    try {
      while (this.wanted !== undefined) {
        const { moment, isPassing } = this.wanted;
        this.wanted = undefined;
        const session = this.host.stop?.session;
        const moves = moment !== this.present;
        this.present = moment;
        if (isPassing) await session?.customRequest(TRAVEL_TO_REQUEST, { moment, preserveFocusHint: true });
        else await this.host.keepFocus(async () => session?.customRequest(TRAVEL_TO_REQUEST, { moment }), moves);
      }
    } finally {
      this.travelling = false;
    }
  }
}

/** Our own adapter answers, so the answer has the type of the request. */
async function askFor(session: vscode.DebugSession, request: string, asked: TimelineAsked): Promise<Content> {
  return (await session.customRequest(request, asked)) as Content;
}
