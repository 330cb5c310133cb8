/** The Tasks view: shows what every snapshot has. */
import type { TaskView } from '../../adapter/views/tasks';
import type { ViewKind } from './view';

export const tasksView: ViewKind<readonly TaskView[]> = {
  name: 'tasks',
  open: () => ({ content: ({ snapshot }) => snapshot.tasks, acts: {} }),
};
