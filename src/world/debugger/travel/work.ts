/** The work of a command, as its caller sees it. */
import type { StopReason } from '../debugger-types';

export interface Work {
  /** Works for about `slice` moments; tells why the command stops, undefined while it goes on. */
  advance(slice: number, isPaused: () => boolean): StopReason | undefined;
  /** Of a search in the past: how much of it has been looked at, from 0 to 1. */
  readonly searched?: number;
}
