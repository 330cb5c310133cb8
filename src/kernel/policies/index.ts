/** The policies that `kernel NAME` knows. */
import type { PolicyOptions } from '../routines/kernel-context';
import type { Policy } from '../routines/policy';
import { NEWEST_MINIMAL } from '../versions/build';
import { eager } from './eager';
import { explicit } from './explicit';
import { linux } from './linux';
import { linuxRfc2020 } from './linux-rfc-2020';
import { sharedEntries } from './shared';

const none: Policy = {
  name: 'none',
  ...NEWEST_MINIMAL,
  summary: 'Bare metal: no kernel and no tasks. The trace installs exception handlers of its own with `idt`.',
  options: [
    {
      name: 'boot',
      values: ['reset'],
      default: '',
      documentation: '`reset` starts with CR4.OSXSAVE clear, as after power-up; else it is set already.',
    },
  ],
  routines: [],
  // Nothing enters them: there is no kernel.
  entries: { ...sharedEntries, exceptions: {}, syscalls: {}, fork: 'fpu_clone' },
};

export const POLICIES: readonly Policy[] = [linux, linuxRfc2020, explicit, eager, none];

/** The policy of that name with the options of the trace; undefined for an unknown name. */
export function findPolicy(name: string, options: PolicyOptions = {}): Policy | undefined {
  const policy = POLICIES.find((candidate) => candidate.name === name);
  return policy?.configure?.(options) ?? policy;
}
