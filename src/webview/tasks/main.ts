/** Entry point of the Tasks view's page. */
import type { TaskView } from '../../adapter/views/tasks';
import { startPage } from '../page/page';
import { TasksPage } from './tasks-page';

startPage<readonly TaskView[]>({
  empty: 'Tasks and their XSAVE buffers show here while a trace is debugged.',
  make: (root, host) => new TasksPage(root, host),
});
