/** The adapter's own requests, for the views of an editor; see `views.ts`. */

import { timelinePart } from '../../world/timeline/excerpt';
import { expectationOf } from '../inspection/expectation';
import { kernelStep } from '../inspection/kernel-step';
import { boolean, fields, integer, oneOf, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
import { RADIXES } from '../variables/value';
import { bookmarkLanes } from '../views/bookmark-lane';
import { buffersView } from '../views/buffers';
import { EXPECTATION_REQUEST } from '../views/expectation';
import { KERNEL_STEP_REQUEST } from '../views/kernel-step';
import { memoryView } from '../views/memory';
import { viewsSnapshot } from '../views/snapshot';
import { TILE_ORIGINS_REQUEST, type TileOriginsView } from '../views/tile-origin-view';
import { tileOriginsView } from '../views/tile-origins';
import { TIMELINE_REQUEST, type TimelineView, TRAVEL_TO_REQUEST } from '../views/timeline';
import { BUFFERS_REQUEST, DETAILS_REQUEST, FORMAT_REQUEST, MEMORY_REQUEST, VIEWS_REQUEST } from '../views/views';
import { type Handler, request } from './reply';

export const viewRequests: Readonly<Record<string, Handler>> = {
  [DETAILS_REQUEST]: request(
    fields({
      variablesReference: integer,
      filter: optional(oneOf('indexed', 'named')),
      start: optional(integer),
      count: optional(integer),
    }),
    (adapter, { variablesReference, ...page }) => ({
      body: { variables: adapter.requireStopped().variables.details(variablesReference, page) },
    }),
  ),

  [VIEWS_REQUEST]: request(fields({}), (adapter) => {
    adapter.client.hasViews = true;
    return { body: viewsSnapshot(adapter.debuggee, adapter.runner.running) };
  }),

  [TILE_ORIGINS_REQUEST]: request(fields({}), ({ debuggee, runner, origins }) => {
    const body: TileOriginsView = runner.running
      ? { tiles: [], searching: false }
      : tileOriginsView(debuggee.engine, debuggee.state.current, !origins.begin(debuggee));
    return { body };
  }),

  [BUFFERS_REQUEST]: request(fields({ task: optional(string) }), ({ debuggee }, { task }) => ({
    body: buffersView(debuggee, task),
  })),

  [MEMORY_REQUEST]: request(
    fields({ where: string, offset: optional(integer), count: integer, frame: optional(integer) }),
    ({ debuggee }, { offset = 0, ...asked }) => ({ body: memoryView(debuggee, { offset, ...asked }) }),
  ),

  [FORMAT_REQUEST]: request(
    fields({ radix: oneOf(...RADIXES), variablesReference: optional(integer), name: optional(string) }),
    ({ debuggee, client }, { radix, variablesReference, name }) => {
      const one =
        variablesReference === undefined || name === undefined ? undefined : { reference: variablesReference, name };
      debuggee.variables.setRadix(radix, one);
      return { after: () => client.invalidate('variables') };
    },
  ),

  [TIMELINE_REQUEST]: request(
    fields({ from: optional(integer), to: optional(integer), columns: integer }),
    ({ debuggee: { engine } }, { from = 0, to, columns }) => {
      const { moment: present, furthestMoment: end } = engine.time;
      const asked = { from: Math.max(0, from), to: to ?? end, end, columns: Math.min(MOST_COLUMNS, columns) };
      if (asked.to < asked.from || columns < 1)
        throw new UserError('no-part', 'There is no such part of the timeline.');
      const part = timelinePart(engine.timeline, asked);
      const lanes = [...bookmarkLanes(engine.bookmarks.all, asked), ...part.lanes];
      return { body: { present, end, part: { ...part, lanes } } satisfies TimelineView };
    },
  ),

  [KERNEL_STEP_REQUEST]: request(
    fields({ source: fields({ path: optional(string), sourceReference: optional(integer) }), line: optional(integer) }),
    (adapter, { source, line }) => ({ body: kernelStep(adapter.requireStopped(), adapter.client, source, line) }),
  ),

  [EXPECTATION_REQUEST]: request(fields({ expression: string }), (adapter, { expression }) => ({
    body: expectationOf(adapter.requireStopped(), adapter.client, expression),
  })),

  [TRAVEL_TO_REQUEST]: request(
    fields({ moment: integer, preserveFocusHint: optional(boolean) }),
    (adapter, { moment, preserveFocusHint }) => {
      adapter.requireStopped();
      return { after: () => adapter.travelTo(moment, preserveFocusHint ? { preserveFocusHint } : {}) };
    },
  ),
};

/** More than a screen has. */
const MOST_COLUMNS = 20_000;
