/** arch_prctl(2) about extended state (arch/x86/kernel/process_64.c, arch/x86/kernel/fpu/xstate.c). */

import { segmentBases } from '../common/segment-bases';
import { putUser64 } from '../model/memory/user-memory';
import { LEGACY_FEATURES, USER_SUPPORTED } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ARCH, ERRNO } from '../state/constants';

type PrctlOption = keyof typeof ARCH;

const XSTATE_OPTIONS: ReadonlySet<bigint> = new Set(Object.values(ARCH));

export const sysArchPrctl: Routine<'sys_arch_prctl'> = {
  name: 'sys_arch_prctl',
  signature: 'long sys_arch_prctl(int option, unsigned long arg2)',
  file: 'arch/x86/kernel/process_64.c',
  summary: 'arch_prctl(2): the bases of FS and GS. What is about extended state goes on.',
  steps: [
    segmentBases,
    {
      name: 'dispatch',
      code: 'if (option >= ARCH_GET_XCOMP_SUPP && option <= ARCH_REQ_XCOMP_GUEST_PERM)',
      why: 'Options 0x1021 to 0x1025.',
      run: (_kernel, locals) => (XSTATE_OPTIONS.has(big(locals, 'option')) ? undefined : { goto: 'unknown' }),
    },
    {
      name: 'xstate',
      code: '    ret = fpu_xstate_prctl(option, arg2);',
      why: 'The same for 64-bit and 32-bit callers.',
      run: (_kernel, { option = null, arg2 = null }) => ({
        call: 'fpu_xstate_prctl',
        with: { option, arg2 },
        into: 'ret',
      }),
    },
    { name: 'return', code: '    return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
    { name: 'unknown', code: 'return -EINVAL;', why: 'No such option.', run: () => ({ return: -ERRNO.EINVAL }) },
  ],
};

type PrctlStep = RoutineStep<'arg2' | 'ret'>;

/** One option of arch_prctl: its lines in the switch, of which the first is the label. */
export interface PrctlCase {
  readonly option: bigint;
  readonly steps: readonly [PrctlStep, ...PrctlStep[]];
}

/** @param guestCases the cases of the switch that came with guests. */
export function fpuXstatePrctl(
  cases: readonly PrctlCase[],
  guestCases: readonly PrctlCase[] = [],
): Routine<'fpu_xstate_prctl'> {
  return {
    name: 'fpu_xstate_prctl',
    signature: 'long fpu_xstate_prctl(int option, unsigned long arg2)',
    file: 'arch/x86/kernel/fpu/xstate.c',
    summary: 'Which components there are, which may be used, and asking for more.',
    steps: [
      {
        name: 'switch',
        code: 'switch (option) {',
        why: '',
        run: (_kernel, locals) => {
          const chosen = [...cases, ...guestCases].find(({ option }) => option === big(locals, 'option'));
          return { goto: chosen?.steps[0].name ?? 'unknown', otherwise: 'unknown' };
        },
      },
      ...cases.flatMap(({ steps }) => steps),
      ...since('hasGuests', ...guestCases.flatMap(({ steps }) => steps)),
      { name: 'end', code: '}', why: '' },
      {
        name: 'unknown',
        code: 'return -EINVAL;',
        why: 'No such option in this version.',
        run: () => ({ return: -ERRNO.EINVAL }),
      },
    ],
  };
}

/** Stores a mask at the address that the program gave. @param what the expression, as the source shows it. */
export function getter(
  name: string,
  option: PrctlOption,
  what: string,
  why: string,
  value: (kernel: KernelContext) => bigint,
): PrctlCase {
  return prctlCase(name, option, [
    {
      name,
      code: `    return put_user(${what}, (u64 *)arg2);`,
      why: `${why} -EFAULT for a bad pointer.`,
      run: (kernel, locals) => ({ return: putUser64(kernel, big(locals, 'arg2'), value(kernel)) ? 0 : -ERRNO.EFAULT }),
    },
  ]);
}

type RequestRoutine = 'xstate_request_perm' | 'xstate_request_access';

/** Asks for a component. @param routine the routine that decides. @param with_ its further arguments. */
export function request(
  name: string,
  option: PrctlOption,
  routine: RequestRoutine,
  with_: LocalsWith<'guest'>,
  why: string,
): PrctlCase {
  const more = Object.values(with_).map((value) => `, ${value}`);
  return prctlCase(name, option, [
    {
      name,
      code: `    ret = ${routine}(arg2${more.join('')});`,
      why,
      run: (_kernel, locals) => ({ call: routine, with: { idx: big(locals, 'arg2'), ...with_ }, into: 'ret' }),
    },
    { name: `${name}_return`, code: '    return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ]);
}

function prctlCase(name: string, option: PrctlOption, steps: readonly PrctlStep[]): PrctlCase {
  return { option: ARCH[option], steps: [{ name: `case_${name}`, code: `case ARCH_${option}:`, why: '' }, ...steps] };
}

/** The components that the kernel has code for; equal in all kernels with this system call. */
export const getSupported = getter(
  'supp',
  'GET_XCOMP_SUPP',
  'user_cfg.max | user_cfg.legacy',
  'What the kernel manages, permitted or not.',
  ({ state }) => state.fpu.userMax | LEGACY_FEATURES,
);

export const processCases: readonly PrctlCase[] = [
  getSupported,
  getter(
    'perm',
    'GET_XCOMP_PERM',
    'group_perm & XFEATURE_MASK_USER_SUPPORTED',
    'Without XTILEDATA until it has been asked for.',
    (kernel) => permitted(kernel, 'perm'),
  ),
  request('req', 'REQ_XCOMP_PERM', 'xstate_request_perm', { guest: false }, 'For the process itself.'),
];

export const guestCases: readonly PrctlCase[] = [
  getter(
    'guest_perm',
    'GET_XCOMP_GUEST_PERM',
    'group_guest_perm & XFEATURE_MASK_USER_SUPPORTED',
    'What its virtual machines may use.',
    (kernel) => permitted(kernel, 'guestPerm'),
  ),
  request(
    'req_guest',
    'REQ_XCOMP_GUEST_PERM',
    'xstate_request_perm',
    { guest: true },
    'For its virtual machines; must come before the first vCPU.',
  ),
];

function permitted(kernel: KernelContext, which: 'perm' | 'guestPerm'): bigint {
  const process = kernel.current && kernel.processOf(kernel.current);
  return (process?.[which] ?? 0n) & (USER_SUPPORTED | kernel.state.fpu.userMax);
}
