/** The Registers view: shows what every snapshot has. */
import type { RegistersView } from '../../adapter/views/registers';
import type { ViewKind } from './view';

export const registersView: ViewKind<RegistersView> = {
  name: 'registers',
  open: () => ({ content: ({ snapshot }) => snapshot.registers, acts: {} }),
};
