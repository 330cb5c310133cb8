/** Describes an access to watched data: the value before and after, and the step that made the access. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { codeFramesBefore } from '../../elf/dwarf/code-frames';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import { nameAt } from '../../world/compiled/compiled-frames';
import type { CompiledProgram } from '../../world/compiled/compiled-program';
import { compiledKernel } from '../../world/compiled/kernel-image';
import { sourcePlaceAt } from '../../world/compiled/source-place';
import type { Accessor, DataAccess } from '../../world/watch/data-access';
import { describeChange, describeSample } from '../../world/watch/sample';
import { describeTarget } from '../breakpoints/data-info';
import type { Client } from '../protocol/client';
import { baseName } from '../protocol/source-path';
import type { Debuggee } from '../state/debuggee';
import { statementText } from '../state/trace-lines';

/** `xfd: 0x40000 to 0x0, by xfirstuse_event_handler.disarm`, `eax is 0x1, read by line 13: add eax, 0x0`. */
export function accessText(debuggee: Debuggee, { target, kind, before, after, by }: DataAccess): string {
  const what = describeTarget(debuggee, target);
  const who = accessorText(debuggee, by);
  if (kind === 'change') return `${what}: ${describeChange(before, after)}, by ${who}`;
  return `${what} is ${describeSample(after)}, ${kind === 'read' ? 'read' : 'written'} by ${who}`;
}

/** The link to the line of the step that made the access; nothing where no line is known. */
export function accessPlace(
  debuggee: Debuggee,
  client: Client,
  by: Accessor,
): { readonly source?: DebugProtocol.Source; readonly line?: number; readonly column?: number } {
  const { source, line } = lineOf(debuggee, by);
  return source && line !== undefined && line >= 0 ? { source, line: client.line(line), column: client.column(0) } : {};
}

/** Zero-based. A file of C that nobody can open has no source. */
function lineOf(
  { program, kernelSource, kernelDocument, traceSource, sources }: Debuggee,
  by: Accessor,
): { readonly source?: DebugProtocol.Source | undefined; readonly line?: number | undefined } {
  if (by.kind === 'kernel') return { source: kernelDocument, line: kernelSource?.lineOf(by.routine, by.step) };
  if (by.kind === 'code') return { source: traceSource, line: program.stepAt(by.address)?.line };
  const compiled = compiledKernel(program);
  const place = compiled && sourcePlaceAt(compiled, by.address);
  return place ? { source: sources.source(place.path), line: place.line } : {};
}

/** `line 27: tilezero tmm0`, `xfirstuse_event_handler.disarm: wrmsrl(MSR_IA32_XFD, 0);`, `xfd_update_state (xstate.h:180)`. */
export function accessorText({ program, engine }: Debuggee, by: Accessor): string {
  if (by.kind === 'kernel') {
    const step = program.policy.routines.find(({ name }) => name === by.routine)?.steps[by.step];
    return step ? `${by.routine}.${step.name}: ${step.code}` : by.routine;
  }
  if (by.kind === 'native') return codeText(compiledKernel(program), by.address);
  const laid = program.stepAt(by.address);
  if (laid && laid.line >= 0) return `line ${laid.line + 1}: ${statementText(program.trace, laid.line)}`;
  const { code, cpu } = engine.world;
  const found = code.find(cpu.access, by.address)?.step ?? laid;
  const text = found?.kind === 'instruction' ? `: ${formatInstruction(found.instruction)}` : '';
  return `the code at ${formatAddress(by.address)}${text}`;
}

/** The function, with the line of C; without lines, with the offset in bytes: `set_xfd+0x40`. */
function codeText(compiled: CompiledProgram | undefined, address: LinearAddress): string {
  if (!compiled) return formatAddress(address);
  const place = sourcePlaceAt(compiled, address);
  const [inner] = codeFramesBefore(compiled.info, address - compiled.bias);
  return place && inner && inner.name !== '?'
    ? `${inner.name} (${baseName(place.path)}:${place.line + 1})`
    : nameAt(compiled, address);
}
