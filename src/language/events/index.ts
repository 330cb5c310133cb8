/** The events: steps that the kernel or the world takes (docs/language.md, "Events"). A row an event, a file a topic. */

import type { EventRow } from '../syntax/statement-row';
import type { Event } from '../tree/event';
import type { EventForm, EventText } from './event-row';
import { FLOW_EVENTS } from './flow';
import { GUEST_EVENTS } from './guests';
import { INJECT, INJECTIONS } from './injections';
import { KERNEL_EVENTS } from './kernel';
import { LOOKING_EVENTS } from './looking';
import { ROUTINE_EVENTS } from './routine-steps';
import { SYSTEM_CALL_EVENTS } from './system-calls';

export type { EventTopic } from './event-row';

/** By kind; `inject` has kinds of its own. */
const ROWS = {
  ...FLOW_EVENTS,
  ...SYSTEM_CALL_EVENTS,
  ...KERNEL_EVENTS,
  ...ROUTINE_EVENTS,
  ...GUEST_EVENTS,
  ...LOOKING_EVENTS,
};

/** What reads and checks each event: the compiler asks for a form of every kind. */
const FORMS: { readonly [K in Event['kind']]: EventForm<Event & { readonly kind: K }> } = { ...ROWS, ...INJECTIONS };

export function eventForm(kind: Event['kind']): EventForm<Event> {
  return FORMS[kind] as EventForm<Event>; // the key chose the form
}

/** In the order of the documentation. */
export const EVENTS: readonly (EventRow & EventText)[] = Object.entries({ ...ROWS, inject: INJECT }).map(
  ([keyword, row]) => ({ kind: 'event', keyword, ...row }),
);
