/** A program in place of what a task executes (load_elf_binary, start_thread): memory, stack, and the first instruction. */
import { GPR } from '../../machine/architecture/gpr';
import { closeOnExec } from '../files/descriptors';
import { findRoom } from '../mm/mappings';
import type { KernelContext } from '../routines/kernel-context';
import { num, text } from '../routines/read-locals';
import type { LocalsWith } from '../routines/routine-locals';
import type { ProgramState } from '../state/program-state';
import type { Task } from '../state/task';
import { type ProgramCall, setUpStack } from './initial-stack';
import { extentOf, placeProgram } from './place-program';
import { type Executable, findExecutable } from './prepare-exec';

/** What execve was called with; undefined where the trace calls it, for its own code. */
export function execCall(locals: LocalsWith<'argc' | 'argv' | 'envc' | 'envp' | 'path'>): ProgramCall | undefined {
  const path = text(locals, 'path');
  if (path === '') return undefined;
  const list = (strings: string, count: number) => (count === 0 ? [] : strings.split('\0'));
  return {
    path,
    arguments: list(text(locals, 'argv'), num(locals, 'argc')),
    environment: list(text(locals, 'envp'), num(locals, 'envc')),
  };
}

/** The current task goes on at the program's entry. Its address space is new and empty. */
export function startProgram(kernel: KernelContext, task: Task, call: ProgramCall): void {
  const program = kernel.processOf(task)?.program;
  const { cpu } = kernel;
  if (!program) return;
  const started = loadProgram(kernel, cpu.addressSpace, program, call);
  cpu.fsBase = 0n;
  cpu.gpr[GPR.RSP] = BigInt(started?.rsp ?? 0);
  cpu.rip = started?.entry ?? 0;
  task.position = cpu.rip;
  closeOnExec(program.files);
}

interface Started {
  readonly entry: number;
  readonly rsp: number;
}

/** Undefined where the program cannot be loaded: who asked before it came to this was told. */
export function loadProgram(
  kernel: KernelContext,
  space: number,
  program: ProgramState,
  call: ProgramCall,
): Started | undefined {
  const found = findExecutable(kernel, program, call);
  if (typeof found === 'number') return undefined;
  const { bytes, elf, interpreter, arguments: values } = found;
  const placed = placeProgram(kernel.memory, space, bytes, elf);
  const linker = interpreter && placeLinker(kernel, space, interpreter);
  program.memory = { path: found.path, startBrk: placed.startBrk, brk: placed.startBrk };
  const rsp = setUpStack(kernel, space, { ...placed, linkerBase: linker?.base ?? 0 }, { ...call, arguments: values });
  return { entry: linker?.entry ?? placed.entry, rsp };
}

/** Where mmap puts it (load_elf_interp). */
function placeLinker(kernel: KernelContext, space: number, { bytes, elf }: Pick<Executable, 'bytes' | 'elf'>) {
  const { start, end } = extentOf(elf);
  const base = elf.isRelocatable ? (findRoom(kernel, space, end - start) ?? start) - start : 0;
  return { base, entry: placeProgram(kernel.memory, space, bytes, elf, base).entry };
}
