/** A checker's context with a kernel small enough to be read here. */
import type { CheckContext } from '../../src/language/check';

const PREEMPTIBLE = { title: 'preemptible', preemptible: true, why: '' };
const LOCKED = {
  title: 'fpregs locked',
  preemptible: false,
  why: 'between fpregs_lock() and fpregs_unlock() nobody gets in',
};
const mask = () => undefined;

export const CONTEXT: CheckContext = {
  policies: [
    {
      name: 'linux',
      written: 'kernel linux version=6.12',
      versionsWith: (routine, step) => {
        if (routine === 'switch_fpu') return ['6.16'];
        return routine === 'handle_xfd_event' && step === 'note' ? ['6.16 to 6.18', '7.1 and later'] : [];
      },
      options: [
        {
          name: 'version',
          values: ['5.16', '6.12'],
          problem: (version) =>
            version > '6.12'
              ? {
                  isError: version > '7.0',
                  message: 'No.',
                }
              : undefined,
        },
        { name: 'memory', values: 'number' },
      ],
      routines: [
        { name: 'handle_xfd_event', steps: [{ name: 'read_xfd_err' }, { name: 'clear_xfd_err' }] },
        {
          name: 'restore_fpregs_from_user',
          steps: [
            { name: 'mask', run: mask, runsIn: PREEMPTIBLE },
            { name: 'lock', runsIn: PREEMPTIBLE },
            { name: 'update_xfd', run: mask, runsIn: LOCKED },
            { name: 'mark_active', run: mask, runsIn: LOCKED },
          ],
        },
        { name: 'xfd_update_state', steps: [{ name: 'write_msr', run: mask, runsIn: LOCKED }] },
      ],
    },
    { name: 'linux-rfc-2020', options: [], routines: [] },
    { name: 'none', options: [], routines: [] },
  ],
};
