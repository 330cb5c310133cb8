/** Every request that the adapter answers, with its arguments and the service that does the work; one row a request. */

import { tableOf } from '../../machine/table';
import { backgroundRequests } from './background';
import { breakpointRequests } from './breakpoints';
import { executionRequests } from './execution';
import { historyRequests } from './history';
import { inspectionRequests } from './inspection';
import type { Handler } from './reply';
import { sessionRequests } from './session';
import { viewRequests } from './views';

export const REQUESTS = tableOf<Handler>({
  ...sessionRequests,
  ...breakpointRequests,
  ...executionRequests,
  ...historyRequests,
  ...inspectionRequests,
  ...viewRequests,
  ...backgroundRequests,
});
