/** What a viewer shows of a core file or an XSAVE area: plain data, in the order in which it is shown. */

export type ViewRow = readonly [name: string, value: string];

export interface ViewTile {
  readonly name: string;
  /** `16 × 64 bytes`. */
  readonly shape: string;
  /** Two digits a byte, a list a row. */
  readonly rows: readonly (readonly string[])[];
}

interface ViewSection {
  readonly component: string;
  readonly place: string;
  readonly size: string;
  readonly isInUse: boolean;
}

/** The state of one thread, or of an area by itself. */
export interface ViewState {
  readonly title: string;
  readonly facts: readonly ViewRow[];
  readonly layout: readonly ViewSection[];
  /** Groups of registers, each with a title. */
  readonly registers: readonly { readonly title: string; readonly rows: readonly ViewRow[] }[];
  readonly tiles: readonly ViewTile[];
}

export interface RecordingView {
  readonly title: string;
  readonly facts: readonly ViewRow[];
  readonly states: readonly ViewState[];
}
