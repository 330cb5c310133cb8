/** arch_prctl(2) about extended state (arch/x86/kernel/process_64.c, arch/x86/kernel/fpu/xstate.c). */
import { ARCH, ERRNO } from '../constants';
import type { LinuxKernel } from '../linux-kernel';
import { big } from '../locals';
import type { Routine, RoutineStep } from '../routine';
import { putUser64 } from '../user-memory';
import { LEGACY_FEATURES, USER_SUPPORTED } from '../xstate-features';

const XSTATE_OPTIONS: ReadonlySet<bigint> = new Set(Object.values(ARCH));

export const sysArchPrctl: Routine = {
  name: 'sys_arch_prctl',
  signature: 'long sys_arch_prctl(int option, unsigned long arg2)',
  file: 'arch/x86/kernel/process_64.c',
  summary: 'arch_prctl(2). What is about extended state goes on; the segment bases are not modelled.',
  steps: [
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

/** @param hasGuests whether the options about guests exist: since 5.17. */
export function fpuXstatePrctl(hasGuests: boolean): Routine {
  return {
    name: 'fpu_xstate_prctl',
    signature: 'long fpu_xstate_prctl(int option, unsigned long arg2)',
    file: 'arch/x86/kernel/fpu/xstate.c',
    summary: 'Which components there are, which the process may use, and asking for more.',
    steps: [
      {
        name: 'switch',
        code: 'switch (option) {',
        why: '',
        run: (_kernel, locals) => ({ goto: caseOf(big(locals, 'option'), hasGuests) }),
      },
      ...getter(
        'supp',
        'ARCH_GET_XCOMP_SUPP',
        'user_cfg.max | user_cfg.legacy',
        'What the kernel manages, permitted or not.',
        ({ state }) => state.fpu.userMax | LEGACY_FEATURES,
      ),
      ...getter(
        'perm',
        'ARCH_GET_XCOMP_PERM',
        'group_perm & XFEATURE_MASK_USER_SUPPORTED',
        'Without XTILEDATA until it has been asked for.',
        (kernel) => permitted(kernel, 'perm'),
      ),
      ...request('req', 'ARCH_REQ_XCOMP_PERM', false, 'For the process itself.'),
      ...(hasGuests
        ? [
            ...getter(
              'guest_perm',
              'ARCH_GET_XCOMP_GUEST_PERM',
              'group_guest_perm & XFEATURE_MASK_USER_SUPPORTED',
              'What its virtual machines may use.',
              (kernel) => permitted(kernel, 'guestPerm'),
            ),
            ...request(
              'req_guest',
              'ARCH_REQ_XCOMP_GUEST_PERM',
              true,
              'For its virtual machines; must come before the first vCPU.',
            ),
          ]
        : []),
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

function caseOf(option: bigint, hasGuests: boolean): string {
  const cases: readonly (readonly [bigint, string])[] = [
    [ARCH.GET_XCOMP_SUPP, 'supp'],
    [ARCH.GET_XCOMP_PERM, 'perm'],
    [ARCH.REQ_XCOMP_PERM, 'req'],
    ...(hasGuests
      ? ([
          [ARCH.GET_XCOMP_GUEST_PERM, 'guest_perm'],
          [ARCH.REQ_XCOMP_GUEST_PERM, 'req_guest'],
        ] as const)
      : []),
  ];
  return cases.find(([value]) => value === option)?.[1] ?? 'unknown';
}

function getter(
  name: string,
  option: string,
  what: string,
  why: string,
  value: (kernel: LinuxKernel) => bigint,
): readonly RoutineStep[] {
  return [
    { name: `case_${name}`, code: `case ${option}:`, why: '' },
    {
      name,
      code: `    return put_user(${what}, (u64 *)arg2);`,
      why: `${why} -EFAULT for a bad pointer.`,
      run: (kernel, locals) => ({ return: putUser64(kernel, big(locals, 'arg2'), value(kernel)) ? 0 : -ERRNO.EFAULT }),
    },
  ];
}

function request(name: string, option: string, guest: boolean, why: string): readonly RoutineStep[] {
  return [
    { name: `case_${name}`, code: `case ${option}:`, why: '' },
    {
      name,
      code: `    ret = xstate_request_perm(arg2, ${guest});`,
      why,
      run: (_kernel, locals) => ({
        call: 'xstate_request_perm',
        with: { idx: big(locals, 'arg2'), guest },
        into: 'ret',
      }),
    },
    { name: `${name}_return`, code: '    return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ];
}

function permitted(kernel: LinuxKernel, which: 'perm' | 'guestPerm'): bigint {
  const process = kernel.current && kernel.processOf(kernel.current);
  return (process?.[which] ?? 0n) & (USER_SUPPORTED | kernel.state.fpu.userMax);
}
