/** From hello to goodbye. */

import { launchArguments } from '../launch/launch-arguments';
import { CAPABILITIES } from '../protocol/capabilities';
import { boolean, fields, integer, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
import { type Handler, request } from './reply';

const hello = fields({
  clientID: optional(string),
  pathFormat: optional(string),
  linesStartAt1: optional(boolean),
  columnsStartAt1: optional(boolean),
  supportsVariableType: optional(boolean),
  supportsInvalidatedEvent: optional(boolean),
  supportsMemoryEvent: optional(boolean),
  supportsProgressReporting: optional(boolean),
});

const nothing = fields({});

export const sessionRequests: Readonly<Record<string, Handler>> = {
  initialize: request(hello, ({ client }, features) => {
    client.introduce(features);
    return { body: CAPABILITIES };
  }),

  launch: request(launchArguments, async (adapter, launch, job) => {
    adapter.refuseSecondLaunch();
    await adapter.launch(launch, job);
    return {
      after: () => {
        adapter.announce();
        adapter.client.send('initialized');
        adapter.beginIfReady();
      },
    };
  }),

  attach: request(nothing, () => {
    throw new UserError(
      'not-supported',
      'There is nothing to attach to: use the request "launch" with a trace as "program".',
    );
  }),

  configurationDone: request(nothing, (adapter) => ({ after: () => adapter.configurationDone() })),

  /** Clients may send new launch arguments along. */
  restart: request(fields({ arguments: optional((value) => value) }), async (adapter, { arguments: given }, job) => {
    const launch = given === undefined ? adapter.debuggee.launch : launchArguments(given, 'arguments');
    await adapter.launch(launch, job);
    return {
      moves: true,
      after: () => {
        adapter.announce();
        adapter.begin();
      },
    };
  }),

  /** What waits has no trace to be about any more. */
  terminate: request(nothing, (adapter) => {
    adapter.requests.cancelAll();
    return { after: () => adapter.finish() };
  }),

  disconnect: request(nothing, (adapter) => {
    adapter.runner.abandon();
    adapter.requests.cancelAll();
    return {
      after: () => {
        if (adapter.launched) adapter.finish();
        adapter.close();
      },
    };
  }),

  /** Of what is over there is nothing to cancel, and that is no error. */
  cancel: request(
    fields({ requestId: optional(integer), progressId: optional(string) }),
    ({ requests, progress }, { requestId, progressId }) => {
      if (requestId !== undefined) requests.cancel(requestId);
      if (progressId !== undefined) progress.cancel(progressId);
      return {};
    },
  ),
};
