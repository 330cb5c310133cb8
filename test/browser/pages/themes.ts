/** The editor's themes as our pages get them, recorded from a real VS Code; `first-use.test.ts` holds the record to it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../../scripts/project.mjs';

export interface Theme {
  readonly name: 'dark' | 'light' | 'hc-dark' | 'hc-light';
  /** What makes the editor choose it. */
  readonly media: { readonly colorScheme: 'dark' | 'light'; readonly forcedColors: 'none' | 'active' };
  /** Of the page's body. */
  readonly classes: string;
}

export const THEMES: readonly Theme[] = [
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' }, classes: 'vscode-dark' },
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, classes: 'vscode-light' },
  { name: 'hc-dark', media: { colorScheme: 'dark', forcedColors: 'active' }, classes: 'vscode-high-contrast' },
  {
    name: 'hc-light',
    media: { colorScheme: 'light', forcedColors: 'active' },
    classes: 'vscode-high-contrast-light vscode-high-contrast',
  },
];

export type Variables = Readonly<Record<string, string>>;

const file = path.join(__dirname, 'themes.json');

export function recordedThemes(): Readonly<Record<string, Variables>> {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function recordThemes(themes: Readonly<Record<string, Variables>>): void {
  writeFileSync(file, `${JSON.stringify(themes, null, 2)}\n`);
}

/** Where canvases have their colours from. */
const PALETTES = ['src/webview/page/palette.ts', 'src/webview/timeline/colors.ts'];

/** Every variable of the editor that a style sheet or a canvas of ours uses. */
export function usedVariables(): readonly string[] {
  const sheets = readdirSync(inRoot('media')).filter((name) => name.endsWith('.css'));
  const files = [...sheets.map((name) => inRoot('media', name)), ...PALETTES.map((name) => inRoot(name))];
  const names = files.flatMap((name) => readFileSync(name, 'utf8').match(/--vscode-[\w-]+/g) ?? []);
  const always = ['--vscode-font-weight', '--vscode-editor-foreground', '--vscode-editor-background'];
  return [...new Set([...always, ...names])].sort();
}
