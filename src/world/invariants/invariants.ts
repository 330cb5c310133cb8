/**
 * The laws that every policy keeps, whatever tasks do and whenever they are interrupted. Tests hold the kernel to them, and
 * `xtrace explore` looks for the order of things in which one is broken.
 */
import { isAlive } from '../../kernel/state/task';
import type { Breach, Invariant, InvariantName, Observed } from './invariant';

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** In the order in which a user wants to hear of them: the kernel's death says less than what led to it. */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'private-state',
    sentence: 'No task sees a register or a tile of another.',
    documentation:
      'What a task finds in its extended registers when it returns to user mode is never what another task left in its own.',
    check: ({ found }) =>
      found.flatMap(({ task, part, of }) =>
        of === null ? [] : [{ subject: `${task} ${part}`, text: `${task} finds in ${part} what ${of} left there.` }],
      ),
  },
  {
    name: 'nothing-lost',
    sentence: 'What a task left in its registers it finds again.',
    documentation:
      'Extended registers are the same when a task is back in user mode, behind a signal’s handler too. Unless somebody meant to change them: execve, rt_sigreturn from a frame that was written, ptrace, a protection key.',
    check: ({ found }) =>
      found.flatMap(({ task, part, of }) =>
        of === null
          ? [{ subject: `${task} ${part}`, text: `${task} does not find in ${part} what it left there.` }]
          : [],
      ),
  },
  {
    name: 'own-xfd',
    sentence: 'In user mode IA32_XFD is what the task’s buffer asks for.',
    documentation:
      'With a bit too few, a task computes in registers that nobody saves. With a bit too many, it loses what it has. The copy of the register that the kernel keeps for each CPU holds the same.',
    check: ({ kernel, cpus }) =>
      usersOf({ kernel, cpus }).flatMap(({ index, cpu, task, percpu }) => {
        if (cpu.xfd !== task.fpstate.xfd) {
          const text = `${task.name} runs on CPU ${index} with IA32_XFD ${hex(cpu.xfd)}, and its buffer asks for ${hex(task.fpstate.xfd)}.`;
          return [{ subject: task.name, text }];
        }
        if (percpu.xfdState === cpu.xfd) return [];
        const text = `The kernel notes IA32_XFD ${hex(percpu.xfdState)} for CPU ${index}, which has ${hex(cpu.xfd)}.`;
        return [{ subject: `CPU ${index}`, text }];
      }),
  },
  {
    name: 'buffers-accounted',
    sentence: 'Every buffer belongs to one task, and what is counted is there.',
    documentation:
      'The buffers that are alive are as many, and as large, as the counters say. No two tasks share a buffer, and no task has one that was freed.',
    check: ({ kernel }) => (kernel && kernel.stack.length === 0 && !kernel.oops ? accountBuffers(kernel) : []),
  },
  {
    name: 'xfd-err-clear',
    sentence: 'In user mode IA32_XFD_ERR is 0.',
    documentation:
      'Hardware never clears the register. Whoever leaves it set makes the next #NM, whatever its reason, look like a first use.',
    // The processor sets it when it raises #NM, and the kernel is entered with the next moment.
    check: ({ kernel, cpus, records }) =>
      usersOf({ kernel, cpus }).flatMap(({ index, cpu, task }) =>
        cpu.xfdErr === 0n || records.some(({ kind }) => kind === 'exception')
          ? []
          : [
              {
                subject: `CPU ${index}`,
                text: `${task.name} runs on CPU ${index} with IA32_XFD_ERR ${hex(cpu.xfdErr)}.`,
              },
            ],
      ),
  },
  {
    name: 'no-oops',
    sentence: 'The kernel does not die.',
    documentation: 'Nothing that tasks do in user mode is an oops.',
    check: ({ records }) => messagesOf(records, 'oops', 'The kernel oopses'),
  },
  {
    name: 'no-warn',
    sentence: 'The kernel does not warn.',
    documentation: 'A WARN says that the kernel has met what its authors held to be impossible.',
    check: ({ records }) => messagesOf(records, 'warn', 'The kernel warns'),
  },
  {
    name: 'no-hang',
    sentence: 'No CPU goes round for ever.',
    documentation: 'A routine of the kernel ends, and so does an instruction that restarts.',
    check: ({ records }) =>
      records.flatMap((record) => {
        if (record.kind === 'hang') return [{ subject: `CPU ${record.cpu}`, text: `${record.message}.` }];
        const isEndless = record.kind === 'error' && record.code === 'kernel-for-ever';
        return isEndless ? [{ subject: 'kernel', text: record.message }] : [];
      }),
  },
  {
    name: 'no-gp-in-kernel',
    sentence: 'No instruction of the kernel’s own raises #GP, but where it reads what a program wrote.',
    documentation:
      'XRSTORS from a task’s buffer is #GP when the buffer does not fit XCR0 and IA32_XSS, and WRMSR when the value does not fit the processor: the kernel knows both.',
    check: ({ kernel, records }) => {
      const frame = kernel?.stack.at(-1);
      const raised = records.some((record) => record.kind === 'exception' && record.name === '#GP');
      const isRestore = raised && frame?.routine === 'ex_handler_fprestore';
      const isOwn = frame?.routine === 'exc_general_protection' && frame.locals.user_mode === false && raised;
      const caller = kernel?.stack.at(-2)?.routine;
      const place = caller ?? 'the kernel';
      return isRestore || isOwn ? [{ subject: place, text: `${place} raises #GP in the kernel.` }] : [];
    },
  },
];

const BY_NAME: ReadonlyMap<string, Invariant> = new Map(INVARIANTS.map((invariant) => [invariant.name, invariant]));

export function findInvariant(name: string): Invariant | undefined {
  return BY_NAME.get(name);
}

/** All that are broken now. @param only those of these names; all unless given. */
export function breachesOf(observed: Observed, only?: ReadonlySet<InvariantName>): readonly Breach[] {
  return INVARIANTS.filter(({ name }) => only?.has(name) ?? true).flatMap(({ name, check }) =>
    check(observed).map((breach) => ({ invariant: name, ...breach })),
  );
}

/** Each CPU in user mode outside of guests, with the task that runs there. */
function usersOf({ kernel, cpus }: Pick<Observed, 'kernel' | 'cpus'>) {
  return (kernel?.cpus ?? []).flatMap((percpu, index) => {
    const [cpu, task] = [cpus[index], kernel?.tasks[percpu.current ?? -1]];
    const isUser = percpu.userMode && percpu.host === null;
    return isUser && cpu && task && isAlive(task) ? [{ index, percpu, cpu, task }] : [];
  });
}

function messagesOf(records: Observed['records'], kind: 'oops' | 'warn', says: string): Omit<Breach, 'invariant'>[] {
  return records.flatMap((record) =>
    record.kind === kind ? [{ subject: record.message, text: `${says}: ${record.message}.` }] : [],
  );
}

function accountBuffers({ counters, vmalloc, tasks }: NonNullable<Observed['kernel']>): Omit<Breach, 'invariant'>[] {
  const bytes = vmalloc.live.reduce((sum, [, size]) => sum + size, 0);
  const held = tasks.filter((task) => isAlive(task) && task.fpstate.isValloc);
  const page = (address: number): number => Math.floor(address / 4096) * 4096;
  const pages = held.map(({ fpstate }) => page(fpstate.address));
  const bases = new Set(vmalloc.live.map(([base]) => page(base)));
  return [
    ...(bytes === counters.buffer_bytes && vmalloc.live.length === counters.allocs - counters.frees
      ? []
      : [
          {
            subject: 'counters',
            text: `${vmalloc.live.length} buffers of ${bytes} bytes are alive, and ${counters.allocs - counters.frees} of ${counters.buffer_bytes} are counted.`,
          },
        ]),
    ...held.flatMap(({ name }, index) => {
      const own = pages[index] ?? 0;
      const first = pages.indexOf(own);
      if (first !== index) return [{ subject: name, text: `${name} and ${held[first]?.name} have the same buffer.` }];
      return bases.has(own) ? [] : [{ subject: name, text: `The buffer of ${name} has been freed.` }];
    }),
  ];
}
