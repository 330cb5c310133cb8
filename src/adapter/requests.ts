/** Every request that the adapter answers, with its arguments and the service that does the work; one row a request. */

import type { Handler } from './reply';
import { breakpointRequests } from './requests/breakpoints';
import { executionRequests } from './requests/execution';
import { inspectionRequests } from './requests/inspection';
import { sessionRequests } from './requests/session';
import { viewRequests } from './requests/views';

export const REQUESTS: Readonly<Record<string, Handler>> = {
  ...sessionRequests,
  ...breakpointRequests,
  ...executionRequests,
  ...inspectionRequests,
  ...viewRequests,
};
