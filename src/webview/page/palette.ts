/** The theme's colours for the canvas, which cannot use CSS variables itself. */

export interface Palette {
  readonly foreground: string;
  readonly muted: string;
  readonly line: string;
  readonly positive: string;
  readonly negative: string;
  /** NaN. */
  readonly special: string;
  readonly changed: string;
  readonly cursor: string;
  readonly fontFamily: string;
}

const variables: Readonly<Record<keyof Palette, readonly string[]>> = {
  foreground: ['--vscode-foreground'],
  muted: ['--vscode-descriptionForeground', '--vscode-foreground'],
  line: ['--vscode-tree-indentGuidesStroke', '--vscode-foreground'],
  positive: ['--vscode-charts-blue', '--vscode-foreground'],
  negative: ['--vscode-charts-red', '--vscode-foreground'],
  special: ['--vscode-charts-purple', '--vscode-foreground'],
  changed: ['--vscode-charts-green', '--vscode-foreground'],
  // Against all tints, which the border colour of a focus may equal.
  cursor: ['--vscode-editor-foreground', '--vscode-foreground'],
  fontFamily: ['--vscode-editor-font-family'],
};

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: keyof Palette): string => {
    for (const variable of variables[name]) {
      const text = style.getPropertyValue(variable).trim();
      if (text !== '') return text;
    }
    return name === 'fontFamily' ? 'monospace' : style.color;
  };
  return {
    foreground: value('foreground'),
    muted: value('muted'),
    line: value('line'),
    positive: value('positive'),
    negative: value('negative'),
    special: value('special'),
    changed: value('changed'),
    cursor: value('cursor'),
    fontFamily: value('fontFamily'),
  };
}
