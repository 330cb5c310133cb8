/** Entry point of the Buffer map's page. */
import type { BuffersView } from '../../adapter/views/buffers';
import { startPage } from '../page/page';
import { BuffersPage } from './buffers-page';
import type { BuffersActs } from './messages';

startPage<BuffersView, never, BuffersActs>({
  empty: 'XSAVE buffers show here, to scale, while a trace is debugged.',
  make: (root, host) => new BuffersPage(root, host),
});
