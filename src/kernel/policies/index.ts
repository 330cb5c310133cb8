/** The policies that `kernel NAME` knows. */
import type { Policy, PolicyOptions } from '../policy';
import { linux } from './linux';
import { linuxRfc2020 } from './linux-rfc-2020';
import { memoryOption, sharedEntries } from './shared';

/** Known by name: the language checks it and explains it, and starting it answers "not supported yet". */
function later(name: string, summary: string): Policy {
  return {
    name,
    summary,
    supported: false,
    options: [memoryOption],
    routines: [],
    entries: { ...sharedEntries, fork: '' },
  };
}

const none: Policy = {
  name: 'none',
  summary: 'Bare metal: no kernel and no tasks. The trace installs exception handlers of its own with `idt`.',
  supported: true,
  options: [
    {
      name: 'boot',
      values: ['reset'],
      default: '',
      documentation: '`reset` starts with CR4.OSXSAVE clear, as after power-up; else it is set already.',
    },
  ],
  routines: [],
  entries: {
    boot: '',
    exceptions: {},
    switch: '',
    returnToUser: '',
    signal: '',
    syscalls: {},
    fork: '',
    kernelFpuBegin: '',
    kernelFpuEnd: '',
  },
};

export const POLICIES: readonly Policy[] = [
  linux,
  linuxRfc2020,
  later(
    'explicit',
    'What was asked for instead: tile access is requested, the request can fail, and #NM is never relied on.',
  ),
  later('eager', 'The cost that XFD avoids: every task gets the full buffer at fork, and XFD is never armed.'),
  none,
];

export const DEFAULT_POLICY = linux;

/** The policy of that name, as the options of the trace shape it; undefined for a name that none has. */
export function findPolicy(name: string, options: PolicyOptions = {}): Policy | undefined {
  const policy = POLICIES.find((candidate) => candidate.name === name);
  return policy?.configure?.(options) ?? policy;
}
