/** Entry point of the Registers view's page. */
import type { RegistersView } from '../../adapter/views/registers';
import { startPage } from '../page/page';
import { RegistersPage } from './registers-page';

startPage<RegistersView>({
  empty: 'Registers show here while a trace is debugged: open an .xtrace file and press F5.',
  offersDebug: true,
  make: (root, host) => new RegistersPage(root, host),
});
