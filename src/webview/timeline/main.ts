/** Entry point of the Timeline view's page. */
import { startPage } from '../page/page';
import type { TimelineActs, TimelineContent } from './messages';
import { TimelinePage } from './timeline-page';

startPage<TimelineContent, never, TimelineActs>({
  empty: 'What happened when, and where, shows here while a trace is debugged.',
  make: (root, host) => new TimelinePage(root, host),
});
