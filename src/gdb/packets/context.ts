/** What packets work with. */
import type { Inferior } from '../inferior/inferior';
import type { Movement } from '../inferior/movement';
import type { Points } from '../inferior/points';
import type { ReadableFiles } from '../inferior/readable-files';

export interface Context {
  readonly inferior: Inferior;
  readonly movement: Movement;
  readonly points: Points;
  readonly files: ReadableFiles;
  /** The thread that packets about registers and memory mean (Hg), and the one that goes on (Hc). */
  readonly selected: { general: number; moving: number };
  /** From now on packets are not acknowledged. */
  readonly stopAcknowledging: () => void;
  /** Text on the client's console. */
  readonly tell: (text: string) => void;
  /** What the console of the debug adapter answers. */
  readonly ask: (text: string) => Promise<string>;
  /** The client has said good-bye: the connection ends behind the answer. */
  readonly leave: () => void;
}

/**
 * The answer to a packet, a character for each byte; `''` where the packet is not known, undefined where none is sent.
 * @throws UserError or ExpressionError for what cannot be done.
 */
export type Answer = string | undefined | Promise<string>;

/** @param rest what stands behind the name of the packet. */
export type Handler = (context: Context, rest: string) => Answer;

export const OK = 'OK';
/** A packet that is not known. */
export const UNKNOWN = '';
