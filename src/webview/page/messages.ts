/** What the extension and the page of any view say to each other. What is special to a view is in its own folder. */

/** Whose state a page shows. */
export interface SessionHeader {
  /** The file name of the trace that is debugged. */
  readonly trace: string;
  /** `step 7 of 18`. */
  readonly time: string;
  readonly running: boolean;
}

export type ToPage<Content, Message> =
  | { readonly kind: 'show'; readonly header: SessionHeader; readonly content: Content }
  /** No trace is being debugged. */
  | { readonly kind: 'none' }
  /** For this view only: a command from a menu or the palette. */
  | { readonly kind: 'tell'; readonly message: Message };

/** What a command from the context menu of a value gets: an element's `data-vscode-context`. */
export interface ValueContext {
  /** As the trace's expressions name the value: `xfd`, `tmm0`. */
  readonly xtraceExpression?: string;
}

export type FromPage =
  /** The page listens from now on. */
  | { readonly kind: 'ready' }
  /** Debug the trace in the editor. */
  | { readonly kind: 'debug' }
  | { readonly kind: 'copy'; readonly text: string }
  /** A key that is for VS Code was pressed: the user goes on elsewhere. */
  | { readonly kind: 'leaving' }
  /** The page has got the keyboard, or has lost it. */
  | { readonly kind: 'keyboard'; readonly isHere: boolean }
  /** One of the view's own actions. */
  | { readonly kind: 'act'; readonly action: string; readonly with: unknown };
