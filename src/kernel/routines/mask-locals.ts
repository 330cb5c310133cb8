/** Which locals of kernel routines hold masks of state components: a debugger names their bits. */
import { ownValue } from '../../machine/table';
import type { LocalName, RoutineName } from './routine-locals';

const MASK_LOCALS: readonly LocalName[] = [
  'event_mask',
  'features',
  'fpstate->xfd',
  'hdr.xfeatures',
  'init_bv',
  'mask',
  'newfps->user_xfeatures',
  'newfps->xfd',
  'newfps->xfeatures',
  'next_mask',
  'perm',
  'permitted',
  'prev_mask',
  'requested',
  'state_mask',
  'xcr0',
  'xfd',
  'xfd_err',
  'xfd_event',
  'xfeatures',
  'xrestore',
];

const MASKS: ReadonlySet<string> = new Set(MASK_LOCALS);

/** `mask` here is one of signals. */
const SIGNAL_MASKS: { readonly [R in RoutineName]?: LocalName<R> } = { sys_rt_sigaction: 'mask' };

/** Whether a local of a routine holds a mask of state components. */
export function isComponentMask(routine: string, local: string): boolean {
  return MASKS.has(local) && ownValue(SIGNAL_MASKS, routine) !== local;
}
