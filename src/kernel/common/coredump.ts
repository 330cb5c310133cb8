/**
 * Core files (fs/coredump.c, fs/binfmt_elf.c, arch/x86/kernel/fpu/xstate.c): their notes about extended state. The
 * file itself is not modelled; the descriptors of the notes lie in kernel memory, where a debugger can look at them.
 */

import { livingThreads } from '../model/tasks/tasks';
import { writeRegset } from '../model/xstate/regset';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { num, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { CORE_LAYOUT, coreFile } from '../state/memory-map';
import { switchOutElsewhere } from './context-switch';

/** Four 32-bit numbers a component: number, size, offset, flags. */
const LAYOUT_RECORD = 16;

const LAYOUT_STEP: RoutineStep = {
  name: 'layout',
  code: 'elf_coredump_extra_notes_write(cprm);',
  why: 'NT_X86_XSAVE_LAYOUT, owner LINUX: Intel and AMD lay components out differently, and a core file may travel.',
  run: (kernel) => {
    const dumped = livingThreads(kernel).filter(({ core }) => core !== null);
    const [first] = dumped;
    if (!first) return undefined;
    const layout = coreFile(first.id) + CORE_LAYOUT;
    const bytes = layoutNote(kernel);
    writeRegset(kernel, layout, bytes);
    for (const { core } of dumped) if (core) Object.assign(core, { layout, layoutSize: bytes.length });
    return undefined;
  },
};

export const doCoredump: Routine<'do_coredump'> = {
  name: 'do_coredump',
  signature: 'void do_coredump(const kernel_siginfo_t *siginfo)',
  file: 'fs/coredump.c',
  summary: 'The process is about to die of a signal that leaves a core file: the state of every thread goes into it.',
  steps: [
    {
      name: 'wait',
      code: 'coredump_wait(exit_code);',
      why: 'The other threads leave their CPUs, and with that their registers are in memory.',
      run: switchOutElsewhere,
    },
    {
      name: 'start_helper',
      code: 'call_usermodehelper_exec(sub_info, UMH_WAIT_EXEC);',
      why: 'The core file goes to a program (core_pattern), which the task waits for: as at each switch its PKRU is in memory then.',
      run: ({ current, cpu }) => {
        if (current) current.pkru = cpu.pkru;
        return undefined;
      },
    },
    {
      name: 'next_thread',
      code: 'for_each_thread(current, t) {',
      why: '',
      run: (kernel, locals) => {
        const thread = livingThreads(kernel)[num(locals, 'index')];
        if (!thread) return { goto: 'layout', otherwise: 'return' };
        locals.index = num(locals, 'index') + 1;
        locals.t = thread.name;
        return undefined;
      },
    },
    {
      name: 'xstate_note',
      code: '    fill_note(NT_X86_XSTATE, xstateregs_get(t));',
      why: 'The register set that ptrace reads: as large for a thread without tiles as for one with them.',
      run: (kernel, locals) => {
        const thread = kernel.task(text(locals, 't'));
        if (!thread) return { goto: 'end' };
        return { call: 'xstateregs_get', with: { target: thread.name, to: coreFile(thread.id) }, into: 'ret' };
      },
    },
    {
      name: 'store',
      code: '    t->notes[NT_X86_XSTATE].size = regset->n * regset->size;',
      why: '11008 bytes on Sapphire Rapids.',
      run: (kernel, locals) => {
        const thread = kernel.task(text(locals, 't'));
        if (!thread || num(locals, 'ret') !== 0) return { goto: 'end' };
        const xstateSize = kernel.state.fpu.userMaxSize;
        thread.core = { xstate: coreFile(thread.id), xstateSize, layout: null, layoutSize: 0 };
        return undefined;
      },
    },
    {
      name: 'end',
      code: '}',
      why: '',
      // The step that counts on may be left out: then there is one round.
      run: (_kernel, locals) => (num(locals, 'index') === 0 ? undefined : { goto: 'next_thread' }),
    },
    ...since('tellsCoreLayout', LAYOUT_STEP),
    { name: 'return', code: 'return;', why: '', run: () => ({ return: undefined }) },
  ],
};

function layoutNote({ processor, state }: KernelContext): Uint8Array {
  const { placements } = processor.standardLayout(state.fpu.userMax);
  const bytes = new Uint8Array(placements.length * LAYOUT_RECORD);
  const view = new DataView(bytes.buffer);
  for (const [row, { component, size, offset }] of placements.entries()) {
    view.setUint32(row * LAYOUT_RECORD, component, true);
    view.setUint32(row * LAYOUT_RECORD + 4, size, true);
    view.setUint32(row * LAYOUT_RECORD + 8, offset, true);
  }
  return bytes;
}
