/** Events of KVM, in the words of its trace events (arch/x86/kvm/trace.h). */
import assert from 'node:assert/strict';
import { problems, run } from '../world/harness';
import { imported } from './harness';

const EXIT = 'rip 0xffffffff81060000 info1 0x0000000000000000 info2 0x0000000000000000 intr_info 0x00000000';

function recording(...events: readonly string[]): string {
  return events
    .map((event, index) => `       CPU 0/KVM-613     [001] d....    10.${100_000 + index}: ${event}`)
    .join('\n');
}

const GUEST = [
  'kvm_entry: vcpu 0, rip 0xfff0 intr_info 0x00000000 error_code 0x00000000',
  `kvm_exit: vcpu 0 reason MSR_WRITE ${EXIT}`,
  'kvm_msr: msr_write 1c4 = 0x40000',
  'write_msr: 1c4, value 40000', // the host, on its way into the guest
  'kvm_entry: vcpu 0, rip 0xfff2 intr_info 0x00000000 error_code 0x00000000',
  `kvm_exit: vcpu 0 reason MSR_READ ${EXIT}`,
  'kvm_msr: msr_read 1c4 = 0x40000',
  'sched_switch: prev_comm=CPU 0/KVM prev_pid=613 prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120',
  'x86_fpu_regs_deactivated: x86/fpu: 00000000e86f3727 load: 0 xfeatures: 2 xcomp_bv: 80000000000602e7',
];
const BACK = ['kvm_msr: msr_write 1c4 = 0x1 (#GP)', 'sched_process_exit: comm=CPU 0/KVM pid=613 prio=120'];

describe('a recorded guest', () => {
  it('is entered, and its accesses to MSRs are its own instructions', () => {
    const all = imported(recording(...GUEST, ...BACK));
    assert.equal(all.unknown, '');
    assert.deepEqual(problems(run(all.trace)), []);
    const steps = all.trace.split('\n').filter((line) => line.startsWith('@') && !/switch|observe/.test(line));
    assert.deepEqual(
      steps.map((line) => line.replace(/^@\S+ (.*?) +;.*$/, '$1')),
      ['vmenter', 'wrmsr => ok', 'rdmsr => ok', 'wrmsr => #GP', 'syscall exit(0)'],
    );
    assert.match(all.trace, /ARCH_REQ_XCOMP_GUEST_PERM/);
    assert.match(all.trace, / {4}vmexit\n@\S+ syscall exit\(0\)/);
  });

  it('contradicts another value than it wrote, and a #GP that was none', () => {
    const altered = (from: string, to: string) =>
      problems(run(imported(recording(...GUEST, ...BACK).replace(from, to)).trace));
    assert.match(altered('msr_read 1c4 = 0x40000', 'msr_read 1c4 = 0x0')[0] ?? '', /eax = 0x0, got eax = 0x40000/);
    assert.match(altered('0x1 (#GP)', '0x1')[0] ?? '', /#GP\(0\) has no handler: WRMSR of 0x1 to IA32_XFD/);
  });

  it('that was running before the recording began has the value that it reads first', () => {
    assert.deepEqual(problems(run(imported(recording(GUEST[0] ?? '', GUEST[6] ?? '')).trace)), []);
  });
});
