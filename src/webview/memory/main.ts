/** Entry point of the Memory view's page. */
import { startPage } from '../page/page';
import { MemoryPage } from './memory-page';
import type { MemoryActs, MemoryContent, MemoryMessage } from './messages';

startPage<MemoryContent, MemoryMessage, MemoryActs>({
  empty: 'Memory shows here while a trace is debugged: what an expression leads to, followed at each stop.',
  make: (root, host) => new MemoryPage(root, host),
});
