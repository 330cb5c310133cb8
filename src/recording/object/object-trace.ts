/** Object files as traces: each function as a procedure, by its disassembly, and behind them the data that they use. */
import { ELF_LIMITS } from '../../elf/elf-limits';
import { readObjectFile } from '../../elf/object-file';
import { toLinear } from '../../machine/architecture/linear-address';
import type { Instruction } from '../../machine/cpu/instruction';
import { decode } from '../../machine/disassembler/decoder';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import type { ImportOptions, ImportProblem } from '../source';
import { plain } from '../writing/lines';
import { writeData } from './object-data';
import { ObjectLayout, type PlacedSection } from './object-layout';
import { ObjectNames } from './object-names';

export function traceOfObject(bytes: Uint8Array, options: ImportOptions): { trace: string } | ImportProblem {
  const object = readObjectFile(bytes);
  const refused = (why: string) => ({ problem: `${options.name} cannot be imported. ${why}` });
  if ('problem' in object) return refused(object.problem);
  const layout = new ObjectLayout(object);
  const spans = layout.sections.flatMap((section) => functionsIn(section, layout));
  if (spans.length === 0) return refused('It has no functions.');
  const size = spans.reduce((sum, { start, end }) => sum + Math.max(end - start, 0), 0);
  if (size > ELF_LIMITS.object) {
    return refused(`Its functions overlap and have ${size} bytes together, and at most ${ELF_LIMITS.object} are read.`);
  }
  const functions = spans.map(({ section, name, start, end }) => ({
    section,
    name,
    pieces: piecesOf(section, start, end),
  }));
  return { trace: traceOf(layout, functions, options) };
}

interface Piece {
  /** In the section. */
  readonly offset: number;
  /** Undefined for bytes that are no instruction of the model, or none that can be written. */
  readonly instruction: Instruction | undefined;
  readonly bytes: Uint8Array;
  readonly note: string;
}

/** Where a function lies in its section. */
interface Span {
  readonly section: PlacedSection;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface ObjectFunction extends Pick<Span, 'section' | 'name'> {
  readonly pieces: readonly Piece[];
}

/** Code between functions is padding. */
function functionsIn(section: PlacedSection, layout: ObjectLayout): Span[] {
  if (!section.isCode) return [];
  const starts = section.symbols.filter(
    ({ kind, value }, index, all) => kind !== 'data' && all[index + 1]?.value !== value,
  );
  return starts.map((symbol, index) => {
    const next = starts[index + 1]?.value ?? section.bytes.length;
    const end = symbol.size === 0 ? next : Math.min(symbol.value + symbol.size, section.bytes.length);
    return { section, name: layout.nameOf(symbol), start: symbol.value, end };
  });
}

function piecesOf({ bytes, address }: PlacedSection, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let offset = start; offset < end; ) {
    const decoded = decode(bytes.subarray(offset, end), address + offset);
    const size =
      decoded.kind === 'instruction'
        ? decoded.instruction.bytes.length
        : decoded.kind === 'not-modelled'
          ? decoded.length
          : 1;
    pieces.push({
      offset,
      instruction: decoded.kind === 'instruction' && isWritable(decoded.instruction) ? decoded.instruction : undefined,
      bytes: bytes.subarray(offset, offset + size),
      note: decoded.kind === 'not-modelled' ? decoded.text : decoded.kind === 'invalid' ? decoded.why : '',
    });
    offset += size;
  }
  return pieces;
}

/** An address that is not canonical cannot be written in a trace, only its bytes can. */
function isWritable({ operands }: Instruction): boolean {
  return operands.every((each) => each.kind !== 'memory' || toLinear(BigInt(each.memory.displacement)) !== undefined);
}

function traceOf(layout: ObjectLayout, functions: readonly ObjectFunction[], options: ImportOptions): string {
  const beginnings = functions.flatMap(({ section, pieces }) => pieces.map(({ offset }) => section.address + offset));
  const names = new ObjectNames(layout, new Set(beginnings));
  // Whatever is referred to gets its label before anything is written down.
  const data = () => writeData(layout, names);
  for (const each of functions) for (const piece of each.pieces) pieceText(each.section, piece, names);
  data();
  const unknown = [...layout.unknown].sort((a, b) => a - b);
  return [
    `; The functions of ${plain(options.name)}. \`call NAME\` executes one: write arguments into RDI, RSI, RDX, ... before it.`,
    ...(unknown.length > 0
      ? [`; Relocations of types that are not known here are left as zeros: ${unknown.join(', ')}.`]
      : []),
    '',
    'xtrace 1',
    options.machine ?? 'machine sapphire-rapids',
    options.kernel ?? 'kernel linux',
    '',
    ...functions.flatMap((each) => functionText(each, names)),
    ...othersText(layout),
    ...data(),
    '',
  ].join('\n');
}

function functionText({ section, name, pieces }: ObjectFunction, names: ObjectNames): readonly string[] {
  const proc = procName(name);
  const lines = pieces.flatMap((piece) => {
    const labels = names.labelsAt(section, piece.offset).filter((label) => label !== proc);
    return [...labels.map((label) => `${label}:`), `    ${pieceText(section, piece, names)}`];
  });
  return [`proc ${proc}`, ...lines, 'end', ''];
}

/** Names of procedures have no dots. */
function procName(name: string): string {
  return name.replace(/\W/g, '_');
}

function pieceText(
  { absolute }: PlacedSection,
  { offset, instruction, bytes, note }: Piece,
  names: ObjectNames,
): string {
  if (!instruction) {
    const list = [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ');
    return `.byte ${list}${note === '' ? '' : `    ; ${plain(note)}`}`;
  }
  const text = formatInstruction(instruction, (address) => names.at(address));
  const last = instruction.operands.at(-1);
  const isAddress = last?.kind === 'immediate' && bytes.some((_, index) => absolute.has(offset + index));
  const name = isAddress ? names.at(Number(last.value)) : undefined;
  return name === undefined ? text : text.replace(/, -?0x[0-9a-f]+$/, `, OFFSET ${name}`);
}

/** What traces bring of the C library. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...['memcpy', 'memmove', 'memset', 'memcmp', 'strlen', 'abort', '__stack_chk_fail'],
]);

/** A function that another file has ends the run where it is called; data of another file are zeros. */
function othersText({ others, called, common }: ObjectLayout): readonly string[] {
  const missing = others.filter(({ name }) => !BUILT_IN.has(name));
  return [
    ...missing.flatMap((symbol) =>
      called.has(symbol)
        ? [`; Another file has ${procName(symbol.name)}.`, `proc ${procName(symbol.name)}`, '    ud2', 'end', '']
        : [`data ${procName(symbol.name)} = zero 8    ; another file has it`],
    ),
    ...common.map(({ name, size }) => `data ${procName(name)} = zero ${Math.max(size, 1)}`),
    '',
  ];
}
