/** `struct fpstate` as a real kernel's code sees it: what is said of an XSAVE area, in front of it. */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { Fpstate } from '../../state/fpstate';
import { FPSTATE_HEADER } from '../../state/memory-map';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';
import { StructView } from './fields';

export class FpstateMirror {
  constructor(
    private readonly vmlinux: Vmlinux,
    private readonly memory: ImageMemory,
  ) {}

  publish({ address, size, userSize, xfeatures, userXfeatures, xfd, isValloc }: Fpstate): void {
    const fpstate = this.view(address);
    fpstate.set('size', size);
    fpstate.set('user_size', userSize);
    fpstate.set('xfeatures', xfeatures);
    fpstate.set('user_xfeatures', userXfeatures);
    fpstate.set('xfd', xfd);
    fpstate.set('is_valloc', Number(isValloc));
  }

  /** @param address of the XSAVE area. */
  read(address: LinearAddress): Fpstate {
    const fpstate = this.view(address);
    return {
      address,
      size: fpstate.number('size'),
      userSize: fpstate.number('user_size'),
      xfeatures: fpstate.get('xfeatures'),
      userXfeatures: fpstate.get('user_xfeatures'),
      xfd: fpstate.get('xfd'),
      isValloc: fpstate.get('is_valloc') !== 0n,
    };
  }

  private view(area: LinearAddress): StructView {
    return new StructView(this.vmlinux, this.memory, 'fpstate', area - FPSTATE_HEADER);
  }
}
