/** A row of a tree view as plain data: the tree shows it, tests read it. */

export interface Row {
  /** The same thing keeps its id from step to step, so that selection and expansion stay. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Codicon and theme colour. */
  readonly icon: { readonly name: string; readonly color?: string };
  /** The whole row in words, for screen readers. */
  readonly spoken: string;
  /** Marked until the next step. */
  readonly changed: boolean;
  /** What "Copy Value" copies. */
  readonly value?: string;
  readonly children?: readonly Row[];
  /** Whether the children show before the user has opened or closed the row. */
  readonly expanded?: boolean;
}

/** Icons with a meaning that both trees share. */
export const ICON = {
  off: { name: 'circle-slash', color: 'disabledForeground' },
  idle: { name: 'circle-outline', color: 'descriptionForeground' },
  inUse: { name: 'circle-filled', color: 'charts.green' },
  armed: { name: 'lock', color: 'charts.yellow' },
  disarmed: { name: 'unlock', color: 'charts.green' },
  register: { name: 'symbol-field' },
} as const satisfies Record<string, Row['icon']>;

export function bytesText(count: number): string {
  return `${count} byte${count === 1 ? '' : 's'}`;
}
