/** What a real kernel has found out at boot about extended state: `fpu_kernel_cfg`, `fpu_user_cfg`, `init_fpstate`. */
import type { KernelContext } from '../../routines/kernel-context';
import { FPSTATE_HEADER } from '../../state/memory-map';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';
import { StructView } from './fields';

export function adoptConfig({ state }: KernelContext, vmlinux: Vmlinux, memory: ImageMemory): void {
  const view = (struct: string, name: string) => new StructView(vmlinux, memory, struct, vmlinux.at(name));
  const kernel = view('fpu_state_config', 'fpu_kernel_cfg');
  const user = view('fpu_state_config', 'fpu_user_cfg');
  const init = view('fpstate', 'init_fpstate');
  const kernelMax = kernel.get('max_features');
  const userMax = user.get('max_features');
  Object.assign(state.fpu, {
    kernelMax,
    userMax,
    kernelDefault: kernel.get('default_features'),
    userDefault: user.get('default_features'),
    supervisor: kernelMax & ~userMax,
    dynamic: init.get('xfd'),
    permitted: kernel.get('default_features'),
    kernelMaxSize: kernel.number('max_size'),
    kernelDefaultSize: kernel.number('default_size'),
    userMaxSize: user.number('max_size'),
    userDefaultSize: user.number('default_size'),
    init: {
      address: init.address + FPSTATE_HEADER,
      size: init.number('size'),
      userSize: init.number('user_size'),
      xfeatures: init.get('xfeatures'),
      userXfeatures: init.get('user_xfeatures'),
      xfd: init.get('xfd'),
      isValloc: false,
    },
  });
}
