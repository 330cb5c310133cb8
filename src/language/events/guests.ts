/** What a monitor does with its virtual CPU by KVM. */

import { checkValue } from '../checks/check-expression';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import type { MsrList, VcpuCall } from '../tree/event';
import type { EventOf, EventRow, EventRows } from './event-row';

export const GUEST_EVENTS: EventRows<'kvm_set_cpuid2' | VcpuCall | 'kvm_set_msrs' | 'vmenter' | 'vmexit'> = {
  kvm_set_cpuid2: {
    topic: 'guests',
    syntax: ['kvm_set_cpuid2 [MASK]'],
    documentation:
      'The current task tells its virtual CPU which components it has (KVM_SET_CPUID2), and creates it if there is none yet. MASK is what leaf D.0 of its CPUID says in EDX:EAX: the bits that the guest may set in XCR0, `0x602e7` for all of Sapphire Rapids, `0x2e7` for the same without tiles; of dynamic ones (XTILEDATA) the process needs the guest permission, else -EPERM, and bits that the host has not are dropped. Without XTILEDATA in MASK the guest is not told of AMX and XFD either. Without MASK: what KVM_GET_SUPPORTED_CPUID answers. The result is a system call’s: `= 0`, `= -EPERM`, `= -ENOMEM`.',
    example: 'kvm_set_cpuid2 0x602e7 => = 0',
    needsTasks: true,
    routine: 'kvm_vcpu_ioctl_set_cpuid2',
    parse: (reader) => {
      if (reader.isAtEnd || reader.isOperator('=>')) return { kind: 'kvm_set_cpuid2' };
      return { kind: 'kvm_set_cpuid2', xcr0: parseExpression(reader) };
    },
    check: (checker, { xcr0 }, at) => {
      if (xcr0) checkValue(checker, xcr0, at);
    },
  },
  kvm_get_xsave2: withValue(
    'kvm_get_xsave2',
    'ADDRESS',
    'kvm_vcpu_ioctl_x86_get_xsave2',
    'The extended state of the current task’s virtual CPU, as an image in standard format at ADDRESS (KVM_GET_XSAVE2): `vm.guest.image_size` bytes, 4096, or 11008 with tiles.',
    'kvm_get_xsave2 image => = 0',
  ),
  kvm_set_xsave: withValue(
    'kvm_set_xsave',
    'ADDRESS',
    'kvm_vcpu_ioctl_x86_set_xsave',
    'The virtual CPU of the current task gets the extended state of the image at ADDRESS (KVM_SET_XSAVE). `= -EINVAL` for components that this host, or the guest’s area, does not have.',
    'kvm_set_xsave image => = 0',
  ),
  kvm_set_xcrs: withValue(
    'kvm_set_xcrs',
    'VALUE',
    'kvm_vcpu_ioctl_x86_set_xcrs',
    'The virtual CPU of the current task gets that XCR0 (KVM_SET_XCRS), by the rules of XSETBV; `= -EINVAL` before the guest’s CPUID has it.',
    'kvm_set_xcrs 0x602e7 => = 0',
  ),
  kvm_get_xcrs: withValue(
    'kvm_get_xcrs',
    'ADDRESS',
    'kvm_vcpu_ioctl_x86_get_xcrs',
    'XCR0 of the current task’s virtual CPU (KVM_GET_XCRS): 392 bytes, a `struct kvm_xcrs`, at ADDRESS. XCR0 is the 64 bits at ADDRESS + 16.',
    'kvm_get_xcrs xcrs => = 0',
  ),
  kvm_get_msrs: withValue(
    'kvm_get_msrs',
    'ADDRESS',
    'msr_io',
    'Registers of the current task’s virtual CPU (KVM_GET_MSRS). At ADDRESS lies a `struct kvm_msrs`: 32 bits that count its entries, 32 bits of padding, then for each entry 32 bits with the number of the register, 32 bits of padding, and 64 bits that get its value. The result is how many were read: it stops at the first that KVM does not know. `= -E2BIG` for 256 entries and more.',
    'kvm_get_msrs msrs => = 2',
  ),
  kvm_set_msrs: {
    topic: 'guests',
    syntax: ['kvm_set_msrs MSR = VALUE, ...', 'kvm_set_msrs ADDRESS'],
    documentation:
      'The virtual CPU of the current task gets these values of registers (KVM_SET_MSRS): those of the statement, or of a `struct kvm_msrs` at ADDRESS, as `kvm_get_msrs` has it. The result is how many were set: it stops at the first that KVM refuses.',
    example: 'kvm_set_msrs IA32_XFD = XTILEDATA, IA32_XFD_ERR = 0 => = 2',
    needsTasks: true,
    routine: 'msr_io',
    parse: (reader) => ({ kind: 'kvm_set_msrs', list: parseMsrList(reader) }),
    check: (checker, { list }, at) => {
      const values = 'address' in list ? [list.address] : list.entries.flatMap(({ msr, value }) => [msr, value]);
      for (const value of values) checkValue(checker, value, at);
    },
  },
  vmenter: {
    topic: 'guests',
    syntax: ['vmenter'],
    documentation:
      'The current task enters its guest (KVM_RUN). The instructions that follow are the guest’s, at CPL 0.',
    example: 'vmenter',
    needsTasks: true,
    routine: 'kvm_arch_vcpu_ioctl_run',
    reachesOtherLines: true,
    parse: () => ({ kind: 'vmenter' }),
  },
  vmexit: {
    topic: 'guests',
    syntax: ['vmexit'],
    documentation: 'KVM_RUN ends: the current task goes on in user mode. Inside of it, VM exits happen by themselves.',
    example: 'vmexit',
    needsTasks: true,
    routine: 'kvm_arch_vcpu_ioctl_run',
    parse: () => ({ kind: 'vmexit' }),
  },
};

function withValue<K extends VcpuCall>(
  kind: K,
  what: string,
  routine: string,
  documentation: string,
  example: string,
): EventRow<K> {
  return {
    topic: 'guests',
    syntax: [`${kind} ${what}`],
    documentation,
    example,
    needsTasks: true,
    routine,
    parse: (reader) => ({ kind, value: parseExpression(reader) }) as EventOf<K>, // all calls have a value
    check: (checker, { value }, at) => checkValue(checker, value, at),
  };
}

function parseMsrList(reader: LineReader): MsrList {
  const first = parseExpression(reader);
  if (!reader.accept('=')) return { address: first };
  const entries = [{ msr: first, value: parseExpression(reader) }];
  while (reader.accept(',')) {
    const msr = parseExpression(reader);
    reader.expect('=', 'and a value behind the register');
    entries.push({ msr, value: parseExpression(reader) });
  }
  return { entries };
}
