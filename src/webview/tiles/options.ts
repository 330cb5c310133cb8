/** What the user has chosen to see; kept in the webview's state, so read back as untrusted. */
import { type ElementTypeId, isElementTypeId } from './element-type';

export const TILE_COUNT = 8;

export interface ViewOptions {
  readonly heatMap: boolean;
  readonly numbers: boolean;
  /** By tile; null where nothing was chosen. */
  readonly types: readonly (ElementTypeId | null)[];
}

export const DEFAULT_OPTIONS: ViewOptions = {
  heatMap: true,
  numbers: false,
  types: new Array<null>(TILE_COUNT).fill(null),
};

export function parseOptions(stored: unknown): ViewOptions {
  if (typeof stored !== 'object' || stored === null) return DEFAULT_OPTIONS;
  const { heatMap, numbers, types } = stored as Partial<Record<keyof ViewOptions, unknown>>;
  return {
    heatMap: typeof heatMap === 'boolean' ? heatMap : DEFAULT_OPTIONS.heatMap,
    numbers: typeof numbers === 'boolean' ? numbers : DEFAULT_OPTIONS.numbers,
    types: DEFAULT_OPTIONS.types.map((_, index) => {
      const type: unknown = Array.isArray(types) ? types[index] : null;
      return isElementTypeId(type) ? type : null;
    }),
  };
}

/** Cells show a colour, a number or both: taking the last one away brings the other back. */
export function toggle(options: ViewOptions, option: 'heatMap' | 'numbers'): ViewOptions {
  const next = { ...options, [option]: !options[option] };
  if (next.heatMap || next.numbers) return next;
  return option === 'heatMap' ? { ...next, numbers: true } : { ...next, heatMap: true };
}

export function chooseType(options: ViewOptions, type: ElementTypeId | null, tile?: number): ViewOptions {
  return { ...options, types: options.types.map((old, index) => (tile === undefined || tile === index ? type : old)) };
}
