/** What the Memory view's page shows, is told and can have done. */
import type { MemoryView } from '../../adapter/views/memory';

export type MemoryContent =
  | { readonly kind: 'window'; readonly where: string; readonly window: MemoryView }
  /** Where the expression leads nowhere: why. */
  | { readonly kind: 'refused'; readonly where: string; readonly why: string };

/** Go there, from another view or a command. */
export interface MemoryMessage {
  readonly where: string;
  readonly offset: number;
}

export type MemoryActs = {
  /** What to show from now on: followed at each stop. */
  readonly look: { readonly where: string; readonly offset: number; readonly count: number };
  /** Two hexadecimal digits a byte. */
  readonly write: { readonly reference: string; readonly offset: number; readonly bytes: string };
};
