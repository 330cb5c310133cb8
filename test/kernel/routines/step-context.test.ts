/**
 * Where the kernel can be preempted: what locks the lines say they take, what Linux has around them (fpregs_lock() in
 * arch/x86/include/asm/fpu/api.h, idtentry in arch/x86/include/asm/idtentry.h), and a law over all calls.
 */
import assert from 'node:assert/strict';
import { findPolicy, POLICIES } from '../../../src/kernel/policies';
import type { Policy } from '../../../src/kernel/routines/policy';
import { contextBehind, contextsOf } from '../../../src/kernel/routines/step-context';

const VERSIONS = ['5.16', '5.17', '6.1', '6.6', '6.12', '6.15', '6.16', '6.18', '6.19'];
const SHAPES: readonly Policy[] = [
  ...POLICIES,
  ...VERSIONS.flatMap((version) => findPolicy('linux', { version }) ?? []),
  ...(['on', 'off'] as const).flatMap((reclaim) => findPolicy('linux-rfc-2020', { reclaim }) ?? []),
];

function titleOf(policy: Policy | undefined, place: string): string | undefined {
  const [routine, step] = place.split('.');
  const steps = policy?.routines.find(({ name }) => name === routine)?.steps;
  return steps?.find(({ name }) => name === step)?.runsIn?.title;
}

describe('the context of steps', () => {
  it('follows from the locks that their lines take and give back', () => {
    const lines = ['a();', 'fpregs_lock(); b();', 'c();', 'd(); fpregs_unlock();', 'e();'].map((code) => ({ code }));
    assert.deepEqual(contextsOf(lines), ['preemptible', 'preemptible', 'fpregs', 'fpregs', 'preemptible']);
    assert.deepEqual(contextsOf(lines, 'irqs'), ['irqs', 'irqs', 'fpregs', 'fpregs', 'irqs']);
    const enabled = ['a();', 'local_irq_enable(); b();', 'local_irq_disable();'].map((code) => ({ code }));
    assert.deepEqual(contextsOf(enabled, 'irqs'), ['irqs', 'irqs', 'preemptible']);
    assert.equal(contextBehind('preempt_enable();', 'preempt', 'preempt'), 'preemptible');
  });

  it('is that of Linux', () => {
    const linux = findPolicy('linux', { version: '6.19' });
    const places: Readonly<Record<string, string>> = {
      'restore_fpregs_from_user.mask': 'preemptible',
      'restore_fpregs_from_user.xrstor': 'fpregs locked',
      'restore_fpregs_from_user.fault_in': 'preemptible',
      'restore_fpregs_from_user.mark_active': 'fpregs locked',
      'fpu_swap_kvm_fpstate.swap': 'fpregs locked',
      'fpstate_realloc.update_xfd': 'fpregs locked',
      'exc_device_not_available.read_cr0': 'interrupts off',
      'handle_xfd_event.clear_xfd_err': 'interrupts off',
      'handle_xfd_event.no_permission': 'preemptible',
      'exit_to_user_mode_prepare.deliver': 'preemptible',
      'exit_to_user_mode_prepare.load_fpu': 'interrupts off',
      'do_exit.exit_notify': 'preemptible',
      'do_exit.schedule': 'preemption off',
      'context_switch.switch_to': 'interrupts off',
      'send_signal_locked.queue': 'interrupts off',
      'kernel_fpu_end.check_begun': 'preemption off',
      'vcpu_enter_guest.guest_xsave_state': 'interrupts off',
      'kvm_emulate_wrmsr.set_xfd': 'preemptible',
      'sys_rt_sigreturn.fpu': 'preemptible',
    };
    for (const [place, title] of Object.entries(places)) assert.equal(titleOf(linux, place), title, place);
  });

  it('lets no routine be called where it is not preemptible, and be preempted all the same', () => {
    let seen = 0;
    for (const policy of SHAPES) {
      const byName = new Map(policy.routines.map((routine) => [routine.name as string, routine]));
      for (const { where, callee } of lockedCalls(policy)) {
        assert.equal(byName.get(callee)?.steps[0]?.runsIn?.preemptible, false, `${where} calls ${callee}`);
        seen++;
      }
    }
    assert.ok(seen > 200, String(seen));
  });
});

/** Calls that are made while somebody keeps the CPU; but for a death, which goes on where the kernel can sleep again. */
function* lockedCalls({ name: policy, version, routines }: Policy) {
  for (const { name, steps, context: outer = 'preemptible' } of routines) {
    const begins = contextsOf(steps, outer);
    for (const [index, { name: step, code, run }] of steps.entries()) {
      // What a line ends with giving back is held while it calls.
      const locking = code.replace(/(?: *\w+_(?:unlock|enable)\(\);)+$/, '');
      if (contextBehind(locking, begins[index] ?? outer, outer) === 'preemptible') continue;
      for (const [, callee = ''] of String(run).matchAll(/\bcall:\s*["'](\w+)["']/g)) {
        if (callee !== 'do_exit') yield { where: `${policy} ${version}: ${name}.${step}`, callee };
      }
    }
  }
}
