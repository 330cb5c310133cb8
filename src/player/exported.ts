/** What an exported page carries beside its code: the trace, the files beside the trace, and the pages of the views. */

export interface Exported {
  /** The trace's file name, as titles and messages call the trace. */
  readonly name: string;
  readonly text: string;
  /** Bytes in base64, by the name that the trace calls the file. */
  readonly files: Readonly<Record<string, string>>;
  /** The documents of the views, by the names of `PLAYER_VIEWS`. */
  readonly pages: Readonly<Record<string, string>>;
}

/** The views of the page, in their order. `name` is the folder in `src/webview` and the style sheet in `media`. */
export const PLAYER_VIEWS = [
  { name: 'registers', title: 'Registers', open: true },
  { name: 'tiles', title: 'Tiles', open: true },
  { name: 'buffers', title: 'Buffer Map', open: true },
  { name: 'tasks', title: 'Tasks', open: false },
  { name: 'memory', title: 'Memory', open: false },
  { name: 'timeline', title: 'Timeline', open: true },
] as const;

export type PlayerView = (typeof PLAYER_VIEWS)[number]['name'];

/** The ids of the page's elements: who writes the page and the script in the page agree on them here. */
export const IDS = {
  core: 'xtrace-core',
  iced: 'xtrace-iced',
  code: 'xtrace-code',
  exported: 'xtrace-exported',
  root: 'xtrace',
} as const;
