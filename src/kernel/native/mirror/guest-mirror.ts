/**
 * The virtual CPU of a task as a real kernel's code sees it: `struct fpu_guest`, and which of the two areas `fpu->fpstate` is. KVM
 * itself is the model's: in most builds it is a module, and no part of the image.
 */
import { fromLinear, type LinearAddress } from '../../../machine/architecture/linear-address';
import { newVcpu } from '../../model/guests/new-vcpu';
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import { FPSTATE_HEADER } from '../../state/memory-map';
import type { Task } from '../../state/task';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';
import { StructView } from './fields';
import type { FpstateMirror } from './fpstate-mirror';
import { taskPart } from './places';

/** What `struct fpu` has while its task is inside KVM_RUN: the task's own area. */
const PARKED = 'thread.fpu.__task_fpstate';

/** Behind the structure: `vcpu->arch.pkru`, of which the kernel's code gets the address. */
const PKRU = 0x1000;

export class GuestMirror {
  /** A kernel without KVM has no such structure: then guests are the model's alone. */
  private readonly isThere: boolean;

  constructor(
    private readonly vmlinux: Vmlinux,
    private readonly memory: ImageMemory,
    private readonly fpstates: FpstateMirror,
  ) {
    this.isThere =
      vmlinux.member('fpu_guest', 'fpstate') !== undefined && vmlinux.member('task_struct', PARKED) !== undefined;
  }

  /** Of task `id`; its pages are those of the task. */
  addressOf({ id }: Task): LinearAddress {
    return taskPart(id, 'guest');
  }

  pkruOf(task: Task): LinearAddress {
    return this.addressOf(task) + PKRU;
  }

  publish(task: Task, struct: StructView): void {
    if (!this.isThere) return;
    const { vcpu } = task;
    struct.set(PARKED, vcpu?.parked ? pointerTo(vcpu.parked) : 0n);
    const guest = this.view(task);
    guest.set('fpstate', vcpu ? pointerTo(areaOf(task, vcpu)) : 0n);
    if (!vcpu) return;
    guest.set('xfeatures', vcpu.xfeatures);
    guest.set('xfd_err', vcpu.xfdErr);
    guest.set('uabi_size', vcpu.uabiSize);
    this.memory.setU32(this.pkruOf(task), vcpu.pkru);
    this.fpstates.publish(areaOf(task, vcpu));
    if (vcpu.parked) this.fpstates.publish(vcpu.parked);
  }

  /** The task's `fpstate` is the one of the structures by now. */
  adopt(kernel: KernelContext, task: Task, struct: StructView): void {
    if (!this.isThere) return;
    const guest = this.view(task);
    const area = guest.pointer('fpstate');
    if (area === 0) return;
    const fpstate = this.fpstates.read(area + FPSTATE_HEADER);
    task.vcpu ??= newVcpu(kernel, fpstate);
    const parked = struct.pointer(PARKED);
    Object.assign(task.vcpu, {
      fpstate,
      parked: parked === 0 ? null : this.fpstates.read(parked + FPSTATE_HEADER),
      xfeatures: guest.get('xfeatures'),
      xfdErr: guest.get('xfd_err'),
      uabiSize: guest.number('uabi_size'),
      pkru: this.memory.u32(this.pkruOf(task)),
    });
  }

  private view(task: Task): StructView {
    return new StructView(this.vmlinux, this.memory, 'fpu_guest', this.addressOf(task));
  }
}

function pointerTo({ address }: Fpstate): bigint {
  return fromLinear(address - FPSTATE_HEADER);
}

/** Inside KVM_RUN the task's area is that of its virtual CPU. */
function areaOf({ fpstate }: Task, vcpu: NonNullable<Task['vcpu']>): Fpstate {
  return vcpu.parked ? fpstate : vcpu.fpstate;
}
