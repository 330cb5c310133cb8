/** How an event is declared: its words, what reads it, what it needs, and what can be wrong with it before a run. */

import type { Checker } from '../checks/checker';
import type { LineReader } from '../syntax/line-reader';
import type { StatementText } from '../syntax/statement-row';
import type { Event } from '../tree/event';

/** The tables of docs/language.md that events stand in. */
export type EventTopic = 'flow' | 'kernel' | 'guests' | 'looking';

/** One way to write an event. */
export interface EventForm<E extends Event> {
  /** Whether a trace with `kernel none` has no use for it. */
  readonly needsTasks?: true;
  /** A routine of the kernel that it enters, and that not every policy has. */
  readonly routine?: string;
  /** Whether it is about the trace, or about what is to come: no CPU executes anything for it, not even one that hangs. */
  readonly withoutCpu?: true;
  /** Whether it looks at registers and changes nothing. */
  readonly looks?: true;
  /** Whether other lines are checked anew where it comes or goes: it begins a block, or a guest. */
  readonly reachesOtherLines?: true;
  /** Reads what follows the keyword, up to the outcomes. */
  parse(reader: LineReader): E;
  /** Reports what is wrong with it. @param at the place of its statement in the trace. */
  check?(checker: Checker, event: E, at: number): void;
}

export interface EventText extends StatementText {
  readonly topic: EventTopic;
  /** The heading of docs/language.md under which there is more. */
  readonly more?: string;
}

export type EventOf<K extends Event['kind']> = Event & { readonly kind: K };

export type EventRow<K extends Event['kind']> = EventText & EventForm<EventOf<K>>;

/** Some rows of the table. The key is the keyword, and the kind of the event. */
export type EventRows<K extends Event['kind']> = { readonly [Kind in K]: EventRow<Kind> };
