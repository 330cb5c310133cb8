/** Entry point of the Tiles view's page. */
import { startPage } from '../page/page';
import type { TilesActs, TilesContent, TilesMessage } from './messages';
import { TilesPage } from './tiles-page';

startPage<TilesContent, TilesMessage, TilesActs>({
  empty: 'Tiles show here while a trace is debugged.',
  make: (root, host) => new TilesPage(root, host),
});
