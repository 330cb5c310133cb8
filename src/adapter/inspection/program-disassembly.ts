/** Disassembly of programs that tasks run: what lies in memory, with symbols, and the lines of source that it stands for. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/linear-address';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import { type CompiledProgram, compiledFileOf } from '../../world/compiled/compiled-program';
import { compiledKernel } from '../../world/compiled/kernel-image';
import { sourcePlaceAt } from '../../world/compiled/source-place';
import type { InstructionStep } from '../../world/program/step';
import type { World } from '../../world/state/world';
import type { Client } from '../protocol/client';
import type { Debuggee } from '../state/debuggee';

type Row = DebugProtocol.DisassembledInstruction;

/** Functions that are looked through for what lies before an address. */
const MOST_FUNCTIONS = 1000;

/** The program of the flow or the kernel, where an address is in one of them and not in code of the trace. */
export function programAt(world: World, address: number): CompiledProgram | undefined {
  const { steps } = world.program;
  const [first, last] = [steps.at(0), steps.at(steps.length - 1)];
  const isOfTrace = first && last && address >= first.address && address <= last.address + last.size;
  if (isOfTrace) return undefined;
  return address < 0 ? compiledKernel(world.program) : compiledFileOf(world, world.currentTask, address);
}

/** @param skip instructions from `address` on, or before it where negative. Gives exactly `count` rows. */
export function disassembleProgram(
  debuggee: Debuggee,
  client: Client,
  compiled: CompiledProgram,
  { address, skip, count }: { readonly address: number; readonly skip: number; readonly count: number },
): Row[] {
  const { world } = debuggee.engine;
  const before = skip < 0 ? addressesBefore(world, compiled, address, -skip) : [];
  const addresses = [...before];
  for (let at = address; addresses.length < before.length + Math.max(skip + count, 0); at += sizeAt(world, at))
    addresses.push(at);
  const from = skip < 0 ? 0 : skip;
  return addresses.slice(from, from + count).map((at) => rowAt(debuggee, client, compiled, at));
}

/** Exactly `count` of them, ascending: instructions as far as functions say where they begin, else byte by byte. */
function addressesBefore(world: World, { symbols, bias }: CompiledProgram, address: number, count: number): number[] {
  let found: number[] = [];
  let end = address;
  for (let left = MOST_FUNCTIONS; left > 0 && found.length < count; left--) {
    const begin = symbols.functionBefore(end - bias)?.address;
    if (begin === undefined) break;
    const here: number[] = [];
    for (let at = begin + bias; at < end; at += sizeAt(world, at)) here.push(at);
    found = [...here, ...found];
    end = begin + bias;
  }
  const missing = Array.from({ length: Math.max(count - found.length, 0) }, (_, index) => end - 1 - index).reverse();
  return [...missing, ...found].slice(-count);
}

function sizeAt({ code, cpu }: World, address: number): number {
  return code.find(cpu.access, address)?.step.size ?? 1;
}

function rowAt(debuggee: Debuggee, client: Client, compiled: CompiledProgram, at: number): Row {
  const { code, cpu } = debuggee.engine.world;
  const step = code.find(cpu.access, at)?.step;
  const address = formatAddress(at);
  if (!step) return { address, instruction: '(no code)', presentationHint: 'invalid' };
  const symbol = compiled.symbols.functionAt(at - compiled.bias);
  const place = sourcePlaceAt(compiled, at);
  const source = place && debuggee.sources.source(place.path);
  return {
    address,
    instruction: codeText(step),
    instructionBytes: hexBytes(step.instruction.bytes),
    ...(symbol && symbol.address === at - compiled.bias ? { symbol: symbol.name } : {}),
    ...(place && source ? { location: source, line: client.line(place.line) } : {}),
  };
}

/** Without a form, the decoder's own words. */
export function codeText({ instruction }: InstructionStep): string {
  return instruction.form === '' ? instruction.mnemonic : formatInstruction(instruction);
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += text === '' ? HEX_BYTES[byte] : ` ${HEX_BYTES[byte]}`;
  return text;
}
