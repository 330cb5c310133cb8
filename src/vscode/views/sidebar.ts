/** The views of the sidebar, from top to bottom. `npm run docs` writes them into package.json, their texts into package.nls.json. */

interface SidebarView {
  readonly title: string;
  /** Its share of the sidebar's height at first. */
  readonly initialSize: number;
  /** Whether it begins folded. */
  readonly isFolded?: true;
}

export const SIDEBAR = {
  registers: { title: 'Registers', initialSize: 7 },
  tasks: { title: 'Tasks', initialSize: 3 },
  buffers: { title: 'Buffer Map', initialSize: 3, isFolded: true },
  tiles: { title: 'Tiles', initialSize: 5 },
  memory: { title: 'Memory', initialSize: 4, isFolded: true },
  timeline: { title: 'Timeline', initialSize: 4 },
} as const satisfies Readonly<Record<string, SidebarView>>;

/** The folder in `src/webview`, the style sheet in `media`, and behind `xtrace.` the view in `package.json`. */
export type ViewName = keyof typeof SIDEBAR;
