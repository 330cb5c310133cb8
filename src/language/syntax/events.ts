/** The events: steps that the kernel or the world takes (docs/language.md, "Steps: events"). */

import type { Event, MsrList, VcpuCall } from '../tree/event';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { LineReader } from './line-reader';
import { parseExpect, parseInject, parsePrint, parseRoutineStep, parseRun, parseSyscall } from './parse-event';
import { parseExpression } from './parse-expression';
import { parseExceptionName } from './parse-outcomes';
import { parseHotplug, parseSeccomp } from './parse-system-event';
import { type EventRow, UNMATCHED } from './statement-row';

export const EVENTS: readonly EventRow[] = [
  {
    kind: 'event',
    keyword: 'cpu',
    syntax: ['cpu N'],
    documentation: 'The steps that follow happen on CPU N. A trace begins on CPU 0.',
    example: 'cpu 1',
    parse: (reader) => ({ kind: 'cpu', index: parseExpression(reader) }),
  },
  {
    kind: 'event',
    keyword: 'switch',
    syntax: ['switch TASK', 'switch idle'],
    documentation:
      'Context switch on this CPU, done as the kernel policy does it, through to the return to user mode with the lazy restore, where the policy has one.',
    example: 'switch A',
    parse: (reader) => ({ kind: 'switch', task: reader.name('the name of a task, or `idle`') }),
  },
  {
    kind: 'event',
    keyword: 'run',
    syntax: ['run TASK [for N] [until COND]'],
    documentation:
      'Switches to TASK if it is not current, then executes from its own position until it exits, yields, is killed, N instructions have run, or COND holds after an instruction.',
    example: 'run worker for 100 until rax == 0',
    parse: parseRun,
  },
  {
    kind: 'event',
    keyword: 'repeat',
    syntax: ['repeat N [as NAME]'],
    documentation: 'Does the steps up to `end` N times; NAME counts from 0.',
    example: 'repeat 4 as round',
    parse: parseRepeat,
  },
  {
    kind: 'event',
    keyword: 'ring0',
    syntax: ['ring0'],
    documentation:
      "The steps up to `end` execute at CPL 0, in the kernel's context on this CPU. The return to user mode, and the restore that it brings, happens before the next step that runs there or looks.",
    example: 'ring0',
    parse: () => ({ kind: 'ring0', end: UNMATCHED }),
  },
  {
    kind: 'event',
    keyword: 'idt',
    syntax: ['idt #X = PROC'],
    documentation: 'With `kernel none`: PROC runs at CPL 0 on exception #X and ends in `iretq`.',
    example: 'idt #NM = handler',
    parse: (reader) => {
      const exception = parseExceptionName(reader);
      reader.expect('=', 'and a procedure behind the exception');
      return { kind: 'idt', exception, proc: reader.label('the name of a procedure') };
    },
  },
  simple('kernel_fpu_begin', 'The kernel begins to use extended state itself, as its function of that name does.'),
  simple('kernel_fpu_end', 'The kernel is done with extended state; the return to user mode restores the task.'),
  simple('kernel_amx_begin', 'With `kernel explicit`: the kernel asks for tiles; `= 0`, or `= -ENOMEM` to be handled.'),
  simple('kernel_amx_end', 'With `kernel explicit`: the kernel is done with tiles.'),
  {
    kind: 'event',
    keyword: 'kvm_set_cpuid2',
    syntax: ['kvm_set_cpuid2 [MASK]'],
    documentation:
      'The current task tells its virtual CPU which components it has (KVM_SET_CPUID2), and creates it if there is none yet. MASK is what leaf D.0 of its CPUID says in EDX:EAX: the bits that the guest may set in XCR0; of dynamic ones (XTILEDATA) the process needs the guest permission, else -EPERM, and bits that the host has not are dropped. Without XTILEDATA in MASK the guest is not told of AMX and XFD either. Without MASK: what KVM_GET_SUPPORTED_CPUID answers.',
    example: 'kvm_set_cpuid2 0x602e7 => = 0',
    parse: (reader) => {
      if (reader.isAtEnd || reader.isOperator('=>')) return { kind: 'kvm_set_cpuid2' };
      return { kind: 'kvm_set_cpuid2', xcr0: parseExpression(reader) };
    },
  },
  withValue(
    'kvm_get_xsave2',
    'ADDRESS',
    'The extended state of the current task’s virtual CPU, as an image in standard format at ADDRESS (KVM_GET_XSAVE2).',
    'kvm_get_xsave2 image => = 0',
  ),
  withValue(
    'kvm_set_xsave',
    'ADDRESS',
    'The virtual CPU of the current task gets the extended state of the image at ADDRESS (KVM_SET_XSAVE).',
    'kvm_set_xsave image => = 0',
  ),
  withValue(
    'kvm_set_xcrs',
    'VALUE',
    'The virtual CPU of the current task gets that XCR0 (KVM_SET_XCRS), by the rules of XSETBV.',
    'kvm_set_xcrs 0x602e7 => = 0',
  ),
  withValue(
    'kvm_get_xcrs',
    'ADDRESS',
    'XCR0 of the current task’s virtual CPU (KVM_GET_XCRS): 392 bytes, a `struct kvm_xcrs`, at ADDRESS. XCR0 is the 64 bits at ADDRESS + 16.',
    'kvm_get_xcrs xcrs => = 0',
  ),
  withValue(
    'kvm_get_msrs',
    'ADDRESS',
    'Registers of the current task’s virtual CPU (KVM_GET_MSRS). At ADDRESS lies a `struct kvm_msrs`: 32 bits that count its entries, 32 bits of padding, then for each entry 32 bits with the number of the register, 32 bits of padding, and 64 bits that get its value. The result is how many were read: it stops at the first that KVM does not know.',
    'kvm_get_msrs msrs => = 2',
  ),
  {
    kind: 'event',
    keyword: 'kvm_set_msrs',
    syntax: ['kvm_set_msrs MSR = VALUE, ...', 'kvm_set_msrs ADDRESS'],
    documentation:
      'The virtual CPU of the current task gets these values of registers (KVM_SET_MSRS): those of the statement, or of a `struct kvm_msrs` at ADDRESS, as `kvm_get_msrs` has it. The result is how many were set: it stops at the first that KVM refuses.',
    example: 'kvm_set_msrs IA32_XFD = XTILEDATA, IA32_XFD_ERR = 0 => = 2',
    parse: (reader) => ({ kind: 'kvm_set_msrs', list: parseMsrList(reader) }),
  },
  simple(
    'vmenter',
    'The current task enters its guest (KVM_RUN). The instructions that follow are the guest’s, at CPL 0.',
  ),
  simple('vmexit', 'KVM_RUN ends: the current task goes on in user mode. Inside of it, VM exits happen by themselves.'),
  {
    kind: 'event',
    keyword: 'syscall',
    syntax: ['syscall NAME(ARG, ...) [as NAME]'],
    documentation:
      "The current task makes a system call. fork and clone name the new task with `as`. Arguments may use the kernel's constant names.",
    example: 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
    parse: parseSyscall,
  },
  {
    kind: 'event',
    keyword: 'signal',
    syntax: ['signal NAME [to TASK]'],
    documentation:
      'A signal arrives and is delivered as the policy does it: the frame is written, the handler entered.',
    example: 'signal SIGUSR1 to A',
    parse: (reader) => {
      const name = reader.name('the name of a signal');
      if (!reader.acceptKeyword('to')) return { kind: 'signal', name };
      return { kind: 'signal', name, task: reader.name('the name of a task') };
    },
  },
  {
    kind: 'event',
    keyword: 'seccomp',
    syntax: ['seccomp TASK NAME => -ERRNO', 'seccomp TASK NAME => kill'],
    documentation:
      'A filter that answers the system call NAME of TASK in place of the kernel, with an error or with SIGSYS that no handler gets; also for the children and threads that TASK makes from here on.',
    example: 'seccomp A arch_prctl => -EPERM',
    parse: parseSeccomp,
  },
  {
    kind: 'event',
    keyword: 'hotplug',
    syntax: ['hotplug N off', 'hotplug N on'],
    documentation:
      'CPU N goes down: its task may run on another one. Or it comes up again, as the kernel sets up a CPU that starts. The CPU that the trace is on stays up.',
    example: 'hotplug 1 off',
    parse: parseHotplug,
  },
  simple(
    'suspend',
    'The machine sleeps and wakes up again: all other CPUs go and come as by `hotplug`, the boot CPU loses its registers. For a trace on CPU 0.',
  ),
  {
    kind: 'event',
    keyword: 'inject',
    syntax: [
      'inject alloc-fail [count=N]',
      'inject page-fault at ADDR [count=N]',
      'inject preempt at ROUTINE.STEP by TASK',
    ],
    documentation:
      "Makes the next N buffer allocations fail, or the next N user accesses to ADDR's page, which then succeed (N is 1 unless given); or has TASK run, through to user mode, when the kernel next gets to that step of a routine.",
    example: 'inject alloc-fail count=2',
    parse: parseInject,
  },
  {
    kind: 'event',
    keyword: 'without',
    syntax: ['without ROUTINE.STEP'],
    documentation:
      'From here on the kernel forgets that one step of one of its routines: "what if it forgot to clear XFD_ERR?".',
    example: 'without handle_xfd_event.clear_xfd_err',
    parse: (reader) => ({ kind: 'without', ...parseRoutineStep(reader) }),
  },
  {
    kind: 'event',
    keyword: 'with',
    syntax: ['with ROUTINE.STEP'],
    documentation: 'The kernel again does a step that `without` took away.',
    example: 'with handle_xfd_event.clear_xfd_err',
    parse: (reader) => ({ kind: 'with', ...parseRoutineStep(reader) }),
  },
  {
    kind: 'event',
    keyword: 'reclaim',
    syntax: ['reclaim [TASK]'],
    documentation: 'Asks the kernel to give back buffers that are no longer in use, where the policy can.',
    example: 'reclaim A',
    parse: (reader) => {
      if (reader.isAtEnd || reader.isOperator('=>')) return { kind: 'reclaim' };
      return { kind: 'reclaim', task: reader.name('the name of a task') };
    },
  },
  {
    kind: 'event',
    keyword: 'observe',
    syntax: ['observe KEY=VALUE ...'],
    documentation:
      'Recorded facts. The model adopts what it cannot know (contents of registers and memory) and reports what contradicts it. KEY is a name or an expression without spaces, or `task`.',
    example: 'observe xfd=0x40000',
    parse: parseObserve,
  },
  {
    kind: 'event',
    keyword: 'expect',
    syntax: ['expect EXPR [, "message"]'],
    documentation: 'Must be true. A failure stops the debugger and fails the test.',
    example: 'expect xfd == 0, "the handler disarmed XFD"',
    parse: parseExpect,
  },
  {
    kind: 'event',
    keyword: 'print',
    syntax: ['print EXPR [, EXPR ...]', 'print "text {EXPR}"', 'print "text {EXPR,x}"'],
    documentation:
      'Writes values and texts to the debug console or to standard output. `{EXPR,x}` writes a value in hexadecimal, `,d` in decimal, `,b` in binary; `{{` and `}}` stand for braces.',
    example: 'print "xfd is {xfd,b}"',
    parse: parsePrint,
  },
  simple('stop', 'The debugger stops here.'),
];

/** The kinds of events that are a word and nothing else. */
type PlainKind<E = Event> = E extends { readonly kind: infer Kind } ? (keyof E extends 'kind' ? Kind : never) : never;

function simple(keyword: PlainKind & string, documentation: string): EventRow {
  return {
    kind: 'event',
    keyword,
    syntax: [keyword],
    documentation,
    example: keyword,
    parse: () => ({ kind: keyword }),
  };
}

function withValue(keyword: VcpuCall, what: string, documentation: string, example: string): EventRow {
  return {
    kind: 'event',
    keyword,
    syntax: [`${keyword} ${what}`],
    documentation,
    example,
    parse: (reader) => ({ kind: keyword, value: parseExpression(reader) }),
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

function parseRepeat(reader: LineReader): Event {
  const count = parseExpression(reader);
  if (!reader.acceptKeyword('as')) return { kind: 'repeat', count, end: UNMATCHED };
  return { kind: 'repeat', count, counter: reader.name('a name for the counter'), end: UNMATCHED };
}

function parseObserve(reader: LineReader): Event {
  const facts: { key: Name; value: Expression }[] = [];
  do {
    const key = reader.word('a fact, as in `xfd=0x40000`');
    reader.expect('=', `and a value behind \`${key.text}\``);
    facts.push({ key, value: parseExpression(reader) });
  } while (!reader.isAtEnd && !reader.isOperator('=>'));
  return { kind: 'observe', facts };
}
