/** The register set NT_X86_XSTATE under the RFC (arch/x86/kernel/fpu/regset.c; RFC 15/22). */

import { tableOf } from '../../machine/table';
import { copyIn, copyUabiToXstate, forceRestore, xstateregsGet } from '../linux/xstateregs';
import { initialiseArea } from '../model/xstate/fpstate';
import { readRegset, regsetTarget } from '../model/xstate/regset';
import { copyComponents, imageHeader, setUserXfeatures } from '../model/xstate/uabi-image';
import { kernelSize } from '../model/xstate/xstate-features';
import { big, num, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { SAVE } from './switch-fpu';

const xstateregsSet: Routine<'xstateregs_set'> = {
  name: 'xstateregs_set',
  signature: 'int xstateregs_set(struct task_struct *target, ..., unsigned int pos, unsigned int count, ubuf)',
  file: 'arch/x86/kernel/fpu/regset.c',
  summary:
    'Gives a stopped task another state. Meant to grow the buffer for it; in version 1 the condition is inverted.',
  steps: [
    {
      name: 'check_size',
      code: 'if (pos != 0 || count < fpu_user_xstate_size) return -EFAULT;',
      why: 'A whole image in standard format.',
      run: ({ state }, locals) =>
        num(locals, 'count') >= state.fpu.userMaxSize ? undefined : { return: -ERRNO.EFAULT },
    },
    copyIn,
    forceRestore,
    {
      name: 'grow',
      code: 'if (count > get_xstate_size(fpu->state_mask)) { mask = buf->header.xfeatures & xfeatures_mask_user_dynamic; if (!mask) ret = alloc_xstate_area(fpu, mask, NULL);',
      why: 'The wrong way round: a tracer that writes tiles gets no buffer for them. Version 2 mended it.',
      run: (kernel, locals) => {
        const room = kernelSize(kernel.processor, regsetTarget(kernel, locals)?.fpstate.xfeatures ?? 0n);
        const mask = imageHeader(readRegset(kernel)).xfeatures & kernel.state.fpu.dynamic;
        return num(locals, 'count') > room && mask === 0n
          ? { call: 'alloc_xstate_area', with: { fpu: text(locals, 'target'), mask }, into: 'err' }
          : undefined;
      },
    },
    {
      name: 'check_grow',
      code: '    if (ret) return ret; }',
      why: 'No memory.',
      run: (_kernel, locals) => (num(locals, 'err') === 0 ? undefined : { return: num(locals, 'err') }),
    },
    {
      name: 'copy',
      code: 'ret = copy_user_to_xstate(xsave, ubuf);',
      why: 'Checks and copies.',
      run: (_kernel, { target = null }) => ({ call: 'copy_user_to_xstate', with: { target }, into: 'ret' }),
    },
    {
      name: 'init_on_failure',
      code: 'if (ret) fpstate_init(fpu);',
      why: 'A refused image leaves the tracee with the initial state, not with what it had.',
      run: (kernel, locals) => {
        const fpstate = regsetTarget(kernel, locals)?.fpstate;
        if (num(locals, 'ret') === 0 || !fpstate) return undefined;
        initialiseArea(kernel, fpstate.address, fpstate.size, fpstate.xfeatures);
        setUserXfeatures(kernel, { fpstate }, 0n);
        return undefined;
      },
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

/** The steps that differ from mainline, by name. */
const IN_THE_RFC = tableOf<Partial<RoutineStep<'hdr.xfeatures' | 'target'>>>({
  check_xfeatures: {
    code: 'if (hdr.xfeatures & ~xfeatures_mask_user) return -EINVAL;',
    why: 'Everything that the machine has, also what the task has no room for.',
    run: ({ state }, locals) =>
      big(locals, 'hdr.xfeatures') & ~state.fpu.userMax ? { return: -ERRNO.EINVAL } : undefined,
  },
  copy: {
    why: 'Component by component. What has no place in the buffer is lost.',
    run: (kernel, locals) => {
      const target = regsetTarget(kernel, locals);
      if (!target) return undefined;
      locals['hdr.xfeatures'] = big(locals, 'hdr.xfeatures') & target.fpstate.xfeatures;
      copyComponents(kernel, target, readRegset(kernel), big(locals, 'hdr.xfeatures'));
      return undefined;
    },
  },
  pkru: {
    code: '    /* PKRU is a component like the others: XRSTORS loads it from the area. */',
    why: 'It came to be switched by itself in 5.14.',
    run: () => undefined,
  },
});

const copyUserToXstate: Routine = {
  ...copyUabiToXstate,
  name: 'copy_user_to_xstate',
  signature: 'int copy_user_to_xstate(struct xregs_state *xsave, const void __user *ubuf)',
  steps: copyUabiToXstate.steps.map((step) => ({ ...step, ...IN_THE_RFC[step.name] })),
};

export const xstateregs: readonly Routine[] = [xstateregsGet(SAVE), xstateregsSet, copyUserToXstate];
