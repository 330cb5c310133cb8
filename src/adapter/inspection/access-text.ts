/** Describes an access to watched data: the value before and after, and the step that made the access. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/linear-address';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import type { Accessor, DataAccess } from '../../world/watch/data-access';
import { describeChange, describeSample } from '../../world/watch/sample';
import { describeTarget } from '../breakpoints/data-info';
import type { Client } from '../protocol/client';
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
  { program, kernelSource, kernelDocument, traceSource }: Debuggee,
  client: Client,
  by: Accessor,
): { readonly source?: DebugProtocol.Source; readonly line?: number; readonly column?: number } {
  const inKernel = by.kind === 'kernel';
  const line = inKernel ? kernelSource?.lineOf(by.routine, by.step) : program.stepAt(by.address)?.line;
  if (line === undefined || line < 0) return {};
  return { source: inKernel ? kernelDocument : traceSource, line: client.line(line), column: client.column(0) };
}

/** `line 27: tilezero tmm0`, `xfirstuse_event_handler.disarm: wrmsrl(MSR_IA32_XFD, 0);`. */
export function accessorText({ program, engine }: Debuggee, by: Accessor): string {
  if (by.kind === 'kernel') {
    const step = program.policy.routines.find(({ name }) => name === by.routine)?.steps[by.step];
    return step ? `${by.routine}.${step.name}: ${step.code}` : by.routine;
  }
  const laid = program.stepAt(by.address);
  if (laid && laid.line >= 0) return `line ${laid.line + 1}: ${statementText(program.trace, laid.line)}`;
  const { code, cpu } = engine.world;
  const found = code.find(cpu.access, by.address)?.step ?? laid;
  const text = found?.kind === 'instruction' ? `: ${formatInstruction(found.instruction)}` : '';
  return `the code at ${formatAddress(by.address)}${text}`;
}
