/** The adapter's own requests, for the views of an editor; see `views.ts`. */
import { fields, integer, oneOf, optional, string } from '../protocol/checked';
import { RADIXES } from '../variables/value';
import { viewsSnapshot } from '../views/snapshot';
import { DETAILS_REQUEST, FORMAT_REQUEST, VIEWS_REQUEST } from '../views/views';
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

  [FORMAT_REQUEST]: request(
    fields({ radix: oneOf(...RADIXES), variablesReference: optional(integer), name: optional(string) }),
    ({ debuggee, client }, { radix, variablesReference, name }) => {
      const one =
        variablesReference === undefined || name === undefined ? undefined : { reference: variablesReference, name };
      debuggee.variables.setRadix(radix, one);
      return { after: () => client.invalidate('variables') };
    },
  ),
};
