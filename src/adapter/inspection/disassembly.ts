/** Disassembly: the steps of a trace by address. Events have addresses as well, and show as the words of their line. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/address';
import type { Program } from '../../world/program/program';
import type { Step } from '../../world/program/step';
import type { Client } from '../protocol/client';
import { parseMemoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { statementText } from '../state/trace-lines';

export interface DisassembleRange {
  readonly memoryReference: string;
  readonly offset?: number | undefined;
  readonly instructionOffset?: number | undefined;
  readonly instructionCount: number;
}

/** Exactly as many entries as asked for: those before and behind the code are marked invalid. */
export function disassemble(
  debuggee: Debuggee,
  client: Client,
  range: DisassembleRange,
): DebugProtocol.DisassembledInstruction[] {
  const { instructionOffset = 0, instructionCount, offset = 0 } = range;
  if (instructionCount < 0 || instructionCount > MOST) {
    throw new UserError('bad-argument', `\`instructionCount\` must be from 0 to ${MOST}.`);
  }
  const place = parseMemoryReference(range.memoryReference);
  if (place.kind !== 'memory') throw new UserError('bad-reference', 'Registers hold no code.');
  const { steps } = debuggee.program;
  const address = place.address + offset;
  const at = steps.findIndex((step) => step.address + step.size > address);
  const first = (at < 0 ? steps.length : at) + instructionOffset;
  return Array.from({ length: instructionCount }, (_, index) => {
    const step = steps[first + index];
    return step ? instructionOf(debuggee, client, step) : outside(steps, first + index);
  });
}

const MOST = 100_000;

function instructionOf(
  { program, traceSource }: Debuggee,
  client: Client,
  step: Step,
): DebugProtocol.DisassembledInstruction {
  const bytes = step.kind === 'instruction' ? [...step.instruction.bytes] : [];
  return {
    address: formatAddress(step.address),
    instruction: stepText(program, step),
    ...(bytes.length > 0
      ? { instructionBytes: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ') }
      : {}),
    ...(step.proc ? { symbol: step.proc } : {}),
    location: traceSource,
    line: client.line(step.line),
  };
}

function stepText({ trace }: Program, step: Step): string {
  if (step.kind === 'past-end') return '(end)';
  const text = statementText(trace, step.line);
  return step.kind === 'instruction' ? text.replace(/\s*=>.*$/, '').replace(/\s+/g, ' ') : `; ${text}`;
}

/** Addresses go on evenly, so that clients that page by address find their way. */
function outside(steps: readonly Step[], index: number): DebugProtocol.DisassembledInstruction {
  const first = steps[0]?.address ?? 0;
  const last = steps.at(-1);
  const end = last ? last.address + Math.max(last.size, 1) : 0;
  const address = index < 0 ? first + index : end + (index - steps.length);
  return { address: formatAddress(address), instruction: '(no code)', presentationHint: 'invalid' };
}
