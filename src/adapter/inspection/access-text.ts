/** Describes an access to watched data: the value before and after, and the step that made the access. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/linear-address';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import { type CodeName, codeName } from '../../world/compiled/code-name';
import { compiledKernel } from '../../world/compiled/kernel-image';
import type { Program } from '../../world/program/program';
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
  const step = by.kind === 'code' ? program.stepAt(by.address) : undefined;
  if (step) return { source: traceSource, line: step.line };
  const place = nameOf(program, by)?.place;
  return place ? { source: sources.source(place.path), line: place.line } : {};
}

/** Of compiled code, a program's or a real kernel's. */
function nameOf(program: Program, by: Accessor & { readonly kind: 'code' | 'native' }): CodeName | undefined {
  if (by.kind === 'code') return by.name;
  const compiled = compiledKernel(program);
  return compiled && codeName(compiled, by.address);
}

/** `line 27: tilezero tmm0`, `main (layer.c:12): tilezero tmm0`, `xfirstuse_event_handler.disarm: wrmsrl(MSR_IA32_XFD, 0);`, `xfd_update_state (xstate.h:180)`. */
export function accessorText({ program, engine }: Debuggee, by: Accessor): string {
  if (by.kind === 'kernel') {
    const step = program.policy.routines.find(({ name }) => name === by.routine)?.steps[by.step];
    return step ? `${by.routine}.${step.name}: ${step.code}` : by.routine;
  }
  const name = nameOf(program, by);
  const where = name ? nameText(name) : formatAddress(by.address);
  if (by.kind === 'native') return where;
  const laid = program.stepAt(by.address);
  if (laid && laid.line >= 0) return `line ${laid.line + 1}: ${statementText(program.trace, laid.line)}`;
  const { code, cpu } = engine.world;
  const found = code.find(cpu.access, by.address)?.step ?? laid;
  const text = found?.kind === 'instruction' ? `: ${formatInstruction(found.instruction)}` : '';
  return `${name ? where : `the code at ${where}`}${text}`;
}

function nameText({ name, place }: CodeName): string {
  return place ? `${name} (${baseName(place.path)}:${place.line + 1})` : name;
}
