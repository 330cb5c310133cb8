/** What a view is: a row of `VIEWS`, shown by `ViewPages` in the sidebar and, large, in an editor tab. */
import type * as vscode from 'vscode';
import type { Check } from '../../adapter/protocol/checked';
import type { ViewsSnapshot } from '../../adapter/views/views';
import type { ViewName } from './sidebar';

/** The trace that is debugged, at this stop or while it runs. */
export interface Stop {
  readonly session: vscode.DebugSession;
  readonly snapshot: ViewsSnapshot;
}

/**
 * `Content` is the state that the page shows, `Message` a command for the page, `Acts` the actions of the page with their
 * parameters. The page's `startPage` has the same three types. Members are methods, so that a table can hold kinds of all types.
 */
export interface ViewKind<Content, Message = never, Acts = Record<never, never>> {
  readonly name: ViewName;
  /** Called for each page that is opened: the one in the sidebar, and each tab. */
  open(host: ViewHost<Message>): View<Content, Acts>;
  /** The view's own commands, by their ids in `package.json`. */
  commands?(pages: OpenPages<Message>): Readonly<Record<string, (context?: unknown) => unknown>>;
}

export type ViewRow = ViewKind<unknown, unknown, Record<string, unknown>>;

/** The extension's side of one open page. */
export interface View<Content, Acts> {
  /** Asked for at every stop, and while the trace runs, as long as the page is in sight. */
  content(stop: Stop): Content | Promise<Content>;
  readonly acts: { readonly [Name in keyof Acts]: Act<Acts[Name]> };
  /** Called when the page is closed. */
  dispose?(): void;
}

/** An action of a page. A page is untrusted: `check` reads the parameters before `run` gets them. */
export interface Act<Parameters> {
  readonly check: Check<Parameters>;
  /** The message of a thrown error is shown to the user. */
  run(parameters: Parameters): unknown;
}

export interface OpenPages<Message> {
  /** Undefined while no trace is debugged. */
  readonly stop: Stop | undefined;
  /** All pages of the view. */
  tell(message: Message): void;
}

export interface ViewHost<Message> extends OpenPages<Message> {
  /** Asks for the content again. */
  refresh(): void;
  /**
   * Does something that moves the debugger, and takes the keyboard back from the editor that VS Code shows then.
   * @param moves whether it leads to another moment than the present
   */
  keepFocus(journey: () => Promise<unknown>, moves: boolean): Promise<void>;
}
