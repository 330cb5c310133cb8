/** Disassembly: the steps of a trace by address. Events have addresses as well, and show as the words of their line. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { placeText } from '../../language/assembly/line-table';
import { formatAddress, toLinear } from '../../machine/architecture/linear-address';
import { isInLibrary } from '../../world/program/library';
import type { Program } from '../../world/program/program';
import type { InstructionStep, Step } from '../../world/program/step';
import type { Steps } from '../../world/program/steps';
import type { World } from '../../world/state/world';
import type { Client } from '../protocol/client';
import { parseMemoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { hasEmittedCode, statementText } from '../state/trace-lines';
import { codeText, disassembleProgram, hexBytes, programAt } from './program-disassembly';

export interface DisassembleRange {
  readonly memoryReference: string;
  readonly offset?: number | undefined;
  readonly instructionOffset?: number | undefined;
  readonly instructionCount: number;
}

/** Gives exactly the requested number of entries. Entries before and behind the code are marked invalid. */
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
  const compiled = programAt(debuggee.engine.world, address);
  if (compiled) {
    return disassembleProgram(debuggee, client, compiled, {
      address,
      skip: instructionOffset,
      count: instructionCount,
    });
  }
  const first = positionOf(steps, address) + instructionOffset;
  const from = first < 0 || first >= steps.length ? outsideAddress(steps, first) : address;
  if (toLinear(BigInt(from)) === undefined || from < 0 !== address < 0) {
    throw new UserError('bad-argument', '`instructionOffset` leads out of the address space.');
  }
  const isOutside = positionOf(steps, address) >= steps.length || isInLibrary(debuggee.program.library, address);
  if (isOutside && instructionOffset >= 0) {
    return codeWithoutLines(debuggee, address, instructionOffset, instructionCount);
  }
  const source = debuggee.traceSource;
  let before = steps.at(first - 1);
  return Array.from({ length: instructionCount }, (_, index) => {
    const step = steps.at(first + index);
    const row = step ? instructionOf(debuggee, client, { step, before, source }) : outside(steps, first + index);
    before = step;
    return row;
  });
}

const MOST = 100_000;

interface Listed {
  readonly step: Step;
  /** The step above it. */
  readonly before: Step | undefined;
  readonly source: DebugProtocol.Source;
}

function instructionOf(
  { program, engine }: Debuggee,
  client: Client,
  { step, before, source }: Listed,
): DebugProtocol.DisassembledInstruction {
  const written = step.kind === 'instruction' ? writtenOver(engine.world, step) : undefined;
  const bytes = step.kind === 'instruction' ? (written ?? step).instruction.bytes : undefined;
  return {
    address: formatAddress(step.address),
    instruction: (written ? codeText(written) : stepText(program, step)) + compiledNote(program, step, before),
    ...(bytes && { instructionBytes: hexBytes(bytes) }),
    ...symbolOf(program, step),
    location: source,
    // Clients show the text of the line above the instruction: an event's text stands in its instruction already.
    ...(step.kind === 'instruction' && { line: client.line(step.line) }),
  };
}

/** What executes at a step's address, where that is no longer what the trace has there. */
function writtenOver({ code, cpu }: World, step: InstructionStep): InstructionStep | undefined {
  const found = code.find(cpu.access, step.address)?.step;
  return found === step ? undefined : found;
}

/** Decodes the instructions in memory from an address on, where the trace has no lines. */
function codeWithoutLines(
  { engine }: Debuggee,
  start: number,
  skip: number,
  count: number,
): DebugProtocol.DisassembledInstruction[] {
  const { code, cpu } = engine.world;
  const listed: DebugProtocol.DisassembledInstruction[] = [];
  for (let at = start, index = 0; index < skip + count; index++) {
    const found = code.find(cpu.access, at)?.step;
    const address = formatAddress(at);
    at += found?.size ?? 1;
    if (index < skip) continue;
    listed.push(
      found
        ? { address, instruction: codeText(found), instructionBytes: hexBytes(found.instruction.bytes) }
        : { address, instruction: '(no code)', presentationHint: 'invalid' },
    );
  }
  return listed;
}

function symbolOf({ trace }: Program, { line, proc }: Step): { readonly symbol?: string } {
  const symbol = trace.compiledFrom.get(line)?.symbol || proc;
  return symbol ? { symbol } : {};
}

/** The line of C, where the code of another one begins. */
function compiledNote({ trace }: Program, { line }: Step, before: Step | undefined): string {
  const place = trace.compiledFrom.get(line);
  const text = place ? placeText(place) : '';
  const last = before && trace.compiledFrom.get(before.line);
  return text === '' || (last && placeText(last) === text) ? '' : `  ; ${text}`;
}

function stepText({ trace }: Program, step: Step): string {
  if (step.kind === 'past-end') return '(end)';
  if (step.kind === 'instruction' && hasEmittedCode(trace, step.line)) return codeText(step);
  const text = statementText(trace, step.line);
  return step.kind === 'instruction'
    ? text.replace(/\s*=>.*$/, '').replace(/\s+/g, ' ')
    : `; ${text.replace(/\s+/, ' ')}`;
}

/** Index of the step at an address; what is not code counts byte by byte, before the first step and behind the last. */
function positionOf(steps: Steps, address: number): number {
  const at = steps.endingBehind(address);
  if (at > 0 && at < steps.length) return at;
  const first = steps.at(0);
  if (at === 0 && first) return Math.min(address - first.address, 0);
  return steps.length + address - endOf(steps);
}

function endOf(steps: Steps): number {
  const last = steps.at(steps.length - 1);
  return last ? last.address + Math.max(last.size, 1) : 0;
}

function outsideAddress(steps: Steps, index: number): number {
  return index < 0 ? (steps.at(0)?.address ?? 0) + index : endOf(steps) + (index - steps.length);
}

/** Addresses go on evenly, so that clients that page by address find their way. */
function outside(steps: Steps, index: number): DebugProtocol.DisassembledInstruction {
  const address = formatAddress(outsideAddress(steps, index));
  return { address, instruction: '(no code)', presentationHint: 'invalid' };
}
