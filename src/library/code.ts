/** Machine code without a trace around it: assembled from text, and read back. */
import { ExpressionError } from '../language/errors/expression-error';
import { parseTrace } from '../language/parser';
import { EMPTY_SCOPE } from '../language/vocabulary/value';
import { decode as decodeBytes, MAX_INSTRUCTION_LENGTH } from '../machine/disassembler/decoder';
import { formatInstruction } from '../machine/disassembler/format-instruction';
import { finish } from '../machine/pausable';
import { DEFAULT_MODEL } from '../machine/processor/models';
import { Processor } from '../machine/processor/processor';
import { codeSymbols, compilingCode } from '../world/program/compile-code';
import { layingOutCode, nopPlaceholder } from '../world/program/layout-code';
import { CODE_BASE } from '../world/program/program';
import { isError, TraceError } from './trace-error';

export interface Assembled {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Addresses of the labels. */
  readonly labels: ReadonlyMap<string, number>;
}

export interface AssembleOptions {
  /** Where the code is to lie; 0x401000 unless given. */
  readonly at?: number;
  /** Names that operands may use: addresses and constants. */
  readonly symbols?: Readonly<Record<string, bigint>>;
}

/** What messages call the text. */
const TEXT = 'code';

/**
 * Assembles instructions, labels and `.byte` directives in Intel syntax, as a trace has them: a line each, `;` begins a
 * comment. Branches take their shortest form.
 *
 * @throws TraceError with the place of each error.
 */
export function assemble(text: string, { at = CODE_BASE, symbols = {} }: AssembleOptions = {}): Assembled {
  const trace = parseTrace(text);
  const stranger = trace.statements.find(
    ({ kind, ...rest }) =>
      kind === 'event' ||
      (kind === 'declaration' && 'declaration' in rest && !['label', 'code'].includes(rest.declaration.kind)),
  );
  const found = [...trace.diagnostics];
  if (stranger) {
    const message = 'Only instructions, labels and data directives can be assembled: `loadTrace` takes all else.';
    found.push({ code: 'not-code', severity: 'error', message, range: stranger.range });
  }
  if (found.some(isError)) throw new TraceError(TEXT, found);
  const named = new Map(Object.entries(symbols));
  const scope = { ...EMPTY_SCOPE, name: (name: string) => named.get(name) };
  try {
    const code = finish(layingOutCode(trace, scope.name, scope, { code: at, placeholder: nopPlaceholder }));
    if (code.diagnostics.some(isError)) throw new TraceError(TEXT, code.diagnostics);
    const { bytes } = finish(compilingCode(new Processor(DEFAULT_MODEL), code, scope));
    const addresses = Array.from(codeSymbols(code), ({ name, address }): [string, number] => [name, address]);
    // The last byte is the place of the end, which a trace has and code does not.
    return { address: at, bytes: bytes.slice(0, -1), labels: new Map(addresses) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, range = { line: 0, start: 0, end: 0 } } = error;
    throw new TraceError(TEXT, [{ code, severity: 'error', message, range }]);
  }
}

export interface Decoded {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Intel syntax, which `assemble` reads back: `add eax, DWORD PTR [rdi+rcx*4-0x8]`; `(bad)` for no instruction. */
  readonly text: string;
  /** Without operands and prefixes; empty where the emulator gives the bytes no meaning. */
  readonly mnemonic: string;
  /** Why the bytes cannot be executed here; undefined for an instruction that can. */
  readonly problem?: string;
}

/** The instruction at the start of `bytes`, which lie at `address`. Bytes that are no instruction count one by one. */
export function decode(bytes: Uint8Array, address = 0): Decoded {
  const decoded = decodeBytes(bytes, address);
  switch (decoded.kind) {
    case 'instruction': {
      const { instruction } = decoded;
      return {
        address,
        bytes: instruction.bytes,
        text: formatInstruction(instruction),
        mnemonic: instruction.mnemonic,
      };
    }
    case 'not-modelled': {
      const problem = `${decoded.text} is not modelled by this emulator`;
      return { address, bytes: bytes.slice(0, decoded.length), text: decoded.text, mnemonic: '', problem };
    }
    case 'invalid':
      return { address, bytes: bytes.slice(0, 1), text: '(bad)', mnemonic: '', problem: decoded.why };
  }
}

/** All of `bytes`, one instruction after the other. */
export function* disassemble(bytes: Uint8Array, address = 0): Generator<Decoded, void, undefined> {
  for (let at = 0; at < bytes.length; ) {
    const decoded = decode(bytes.subarray(at, at + MAX_INSTRUCTION_LENGTH), address + at);
    yield decoded;
    at += decoded.bytes.length;
  }
}
