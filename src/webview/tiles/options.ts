/** What the user has chosen to see; kept in the webview's state, so read back as untrusted. */
import { type Comparison, parseComparison } from './baseline';
import { type ElementTypeId, isElementTypeId } from './element-type';

export const TILE_COUNT = 8;

/** What can be switched on and off. */
export type ViewOption = 'heatMap' | 'numbers' | 'hex';

export interface ViewOptions extends Readonly<Record<ViewOption, boolean>> {
  /** By tile; null where nothing was chosen. */
  readonly types: readonly (ElementTypeId | null)[];
  readonly comparison: Comparison;
}

export const DEFAULT_OPTIONS: ViewOptions = {
  heatMap: true,
  // Numbers then show only where a cell has room for its number.
  numbers: false,
  hex: false,
  types: new Array<null>(TILE_COUNT).fill(null),
  comparison: { kind: 'before' },
};

export function parseOptions(stored: unknown): ViewOptions {
  if (typeof stored !== 'object' || stored === null) return DEFAULT_OPTIONS;
  const { types, comparison, ...switches } = stored as Partial<Record<keyof ViewOptions, unknown>>;
  const on = (option: ViewOption): boolean => {
    const value = switches[option];
    return typeof value === 'boolean' ? value : DEFAULT_OPTIONS[option];
  };
  return {
    heatMap: on('heatMap'),
    numbers: on('numbers'),
    hex: on('hex'),
    types: DEFAULT_OPTIONS.types.map((_, index) => {
      const type: unknown = Array.isArray(types) ? types[index] : null;
      return isElementTypeId(type) ? type : null;
    }),
    comparison: parseComparison(comparison, TILE_COUNT),
  };
}

/** Cells show a colour, a number or both: taking the last one away brings the other back. */
export function toggle(options: ViewOptions, option: ViewOption): ViewOptions {
  const next = { ...options, [option]: !options[option] };
  if (next.heatMap || next.numbers) return next;
  return option === 'heatMap' ? { ...next, numbers: true } : { ...next, heatMap: true };
}

export function chooseType(options: ViewOptions, type: ElementTypeId | null, tile?: number): ViewOptions {
  return { ...options, types: options.types.map((old, index) => (tile === undefined || tile === index ? type : old)) };
}
