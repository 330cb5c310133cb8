import assert from 'node:assert/strict';
import { perCpuVariable } from '../../../src/kernel/native/mirror/places';
import { enterContext, preemptiblePlace } from '../../../src/kernel/native/preemption';
import { LOCK_HOOKS } from '../../../src/kernel/native/seam/lock-hooks';
import type { KernelContext } from '../../../src/kernel/routines/kernel-context';
import { CONTEXTS, type ContextName } from '../../../src/kernel/routines/step-context';
import type { NativeFrame } from '../../../src/kernel/state/routine-frame';
import { FLAG } from '../../../src/machine/architecture/bits';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { ImageMachine, imageOf, vmlinuxOf } from './images';

const FRAME = { fixups: [] as NativeFrame['fixups'] } as NativeFrame;

/** A CPU at the begin of a function, called in a context. */
class Caller {
  private readonly machine: ImageMachine;

  constructor(context: ContextName, ...options: readonly string[]) {
    this.machine = new ImageMachine(vmlinuxOf(imageOf('kernel', '-mgeneral-regs-only', ...options)));
    this.machine.cpu.rip = this.machine.vmlinux.at('xfd_update_state');
    enterContext(this.count, CONTEXTS[context], false);
  }

  get cpu() {
    return this.machine.cpu;
  }

  get count() {
    const { vmlinux, memory, cpu } = this.machine;
    return { vmlinux, memory, cpu };
  }

  get isPreemptible(): boolean {
    return preemptiblePlace(this.count, FRAME)?.name === 'xfd_update_state';
  }

  /** What a function of ours returns. */
  call(name: string, ...values: readonly bigint[]): bigint {
    const hook = LOCK_HOOKS.find(({ names }) => names.includes(name));
    assert.ok(hook, name);
    const { vmlinux, memory, cpu } = this.machine;
    return hook.run({ vmlinux, memory, kernel: { cpu } as unknown as KernelContext }, (index) => values[index] ?? 0n);
  }
}

describe('preemption in a real kernel’s code', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  it('is where the step that calls it can be preempted', () => {
    const preemptible = (Object.keys(CONTEXTS) as ContextName[]).filter(
      (context) => new Caller(context, '-DPREEMPTION').isPreemptible,
    );
    assert.deepEqual(preemptible, ['preemptible']);
  });

  it('is counted in 64 bits where the image does, with the flag that nobody wants one at the top', () => {
    for (const [context, expected] of [
      ['preemptible', 1n << 63n],
      ['preempt', (1n << 63n) + 1n],
    ] as const) {
      const { count, isPreemptible } = new Caller(context, '-DPREEMPTION', '-DBEHIND_TASK');
      const at = perCpuVariable(count.vmlinux, '__preempt_count', 0);
      assert.equal(at !== undefined && count.memory.u64(at), expected);
      assert.equal(isPreemptible, context === 'preemptible');
    }
  });

  it('is nowhere in a kernel that was built without it', () => {
    assert.equal(new Caller('preemptible').isPreemptible, false);
  });

  it('is not where the kernel looks for a way out of an exception', () => {
    const { count } = new Caller('preemptible', '-DPREEMPTION');
    assert.equal(preemptiblePlace(count, { ...FRAME, fixups: [{ regs: 0, why: '' }] }), undefined);
  });

  for (const [lock, unlock] of [
    ['_raw_spin_lock', '_raw_spin_unlock'],
    ['_raw_spin_lock_irq', '_raw_spin_unlock_irq'],
    ['_raw_spin_lock_irqsave', '_raw_spin_unlock_irqrestore'],
    ['__local_bh_disable_ip', '__local_bh_enable_ip'],
  ] as const) {
    it(`is not between ${lock} and ${unlock}, which may be nested`, () => {
      const caller = new Caller('preemptible', '-DPREEMPTION');
      // SOFTIRQ_DISABLE_OFFSET, which is what the second argument of the last pair is.
      const argument = 0x200n;
      caller.call('_raw_spin_lock');
      const flags = caller.call(lock, 0n, argument);
      assert.equal(caller.isPreemptible, false);
      caller.call(unlock, 0n, lock.endsWith('irqsave') ? flags : argument);
      assert.equal(caller.isPreemptible, false);
      caller.call('_raw_spin_unlock');
      assert.equal(caller.isPreemptible, true);
    });
  }

  it('leaves interrupts off where they were off before a lock', () => {
    const caller = new Caller('irqs', '-DPREEMPTION');
    const flags = caller.call('_raw_spin_lock_irqsave');
    caller.call('_raw_spin_unlock_irqrestore', 0n, flags);
    assert.equal(caller.cpu.rflags & FLAG.IF, 0);
  });
});
