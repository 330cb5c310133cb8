/** The theme's colours for the timeline's canvas. */

const VARIABLES = {
  foreground: '--vscode-foreground',
  muted: '--vscode-descriptionForeground',
  background: '--vscode-sideBar-background',
  present: '--vscode-focusBorder',
  blue: '--vscode-charts-blue',
  green: '--vscode-charts-green',
  orange: '--vscode-charts-orange',
  purple: '--vscode-charts-purple',
  yellow: '--vscode-charts-yellow',
  red: '--vscode-charts-red',
} as const;

export type ColorName = keyof typeof VARIABLES;

export type Colors = Readonly<Record<ColorName, string>> & { readonly font: string; readonly isHighContrast: boolean };

export function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const value = (variable: string): string => style.getPropertyValue(variable).trim();
  const foreground = value(VARIABLES.foreground) || style.color;
  const colors = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, value(variable) || foreground]),
  ) as Record<ColorName, string>; // of the same keys
  return {
    ...colors,
    font: value('--vscode-font-family') || 'sans-serif',
    isHighContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Lanes of tasks and their stays have a colour each, which come round again. */
const LANES = ['blue', 'green', 'purple', 'orange', 'red', 'yellow'] as const;

export function laneColor(colors: Colors, index: number): string {
  return colors[LANES[index % LANES.length] ?? 'blue'];
}
