/** What the Timeline view's page shows and asks for. */
import type { TimelineView } from '../../adapter/views/timeline';

export type TimelineContent = TimelineView;

/** What the page can have done. */
export interface TimelineActs {
  /** A part to show from now on; null for all that the run has reached. */
  readonly look: { readonly part: { readonly from: number; readonly to: number } | null; readonly columns: number };
  /** Others follow at once while one drags: then the editor need not come along. */
  readonly travel: { readonly moment: number; readonly isPassing: boolean };
}
