/** The image of a real kernel as its compiler described it: read piece by piece, when somebody asks for it. */
import { DebugInfo } from '../../elf/dwarf/debug-info';
import { pathOfUnit } from '../../elf/dwarf/unit';
import { describedSections } from '../../elf/image/described-sections';
import { SymbolTable } from '../../elf/symbols';
import type { Vmlinux } from '../../kernel/native/vmlinux';
import type { NativeFrame } from '../../kernel/state/routine-frame';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import { type CompiledProgram, metFiles, symbolTable } from './compiled-program';

/** What breakpoints and frames call it. */
const PATH = 'vmlinux';

const PERCPU = '.data..percpu';

const known = new WeakMap<Vmlinux, CompiledProgram>();

/** Undefined where the kernel of a trace is modelled. */
export function compiledKernel({ policy: { vmlinux } }: Program): CompiledProgram | undefined {
  if (!vmlinux) return undefined;
  let compiled = known.get(vmlinux);
  if (!compiled) {
    compiled = describe(vmlinux);
    known.set(vmlinux, compiled);
  }
  return compiled;
}

function describe({ source, sections, kallsyms }: Vmlinux): CompiledProgram {
  const described = describedSections(source, sections);
  const info = new DebugInfo(described);
  const { symbols, problem } = symbolTable(described);
  const perCpu = sections.find(({ name }) => name === PERCPU);
  return {
    path: PATH,
    isKernel: true,
    ...(perCpu && { perCpu }),
    symbols: kallsyms.length === 0 ? symbols : SymbolTable.from(kallsyms),
    info,
    bias: 0,
    threadLocalSize: 0,
    hasLines: info.hasUnits,
    problem: problem ?? [...info.problems][0],
  };
}

/** All that tasks of the trace begin with, what they have executed and loaded since, and the kernel where its code is executed. */
export function describedPrograms(program: Program): readonly CompiledProgram[] {
  return [...metFiles(program), ...[compiledKernel(program) ?? []].flat()];
}

/** The files of C that those functions are from that routines call: as the compiler wrote their paths. */
export function kernelPaths(program: Program): readonly string[] {
  const compiled = compiledKernel(program);
  if (!compiled) return [];
  const { info, symbols } = compiled;
  const units = program.policy.routines.flatMap(({ native = '' }) => {
    const address = symbols.named(native)?.address;
    const unit = address === undefined ? undefined : info.unitAt(address);
    return unit ? [info.attempt(() => pathOfUnit(unit), '')] : [];
  });
  return [...new Set(units)].filter((path) => path !== '');
}

/** A call of a real kernel's function, and the CPU that executes it. */
export interface NativeHere {
  readonly native: NativeFrame;
  readonly cpu: World['cpu'];
}

/** Undefined while no code of a real kernel is executed. */
export function nativeHere({ kernel, cpus }: World): NativeHere | undefined {
  const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
  const cpu = frame?.native && cpus[frame.cpu];
  return frame?.native && cpu && { native: frame.native, cpu };
}
