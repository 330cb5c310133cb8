/** Object files as traces: each function as a procedure, by its disassembly, and behind them the data that they use. */
import { readObjectFile } from '../../elf/object-file';
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
  if ('problem' in object) return { problem: `${options.name} cannot be imported. ${object.problem}` };
  const layout = new ObjectLayout(object);
  const functions = layout.sections.flatMap((section) => functionsIn(section, layout));
  if (functions.length === 0) return { problem: `${options.name} cannot be imported. It has no functions.` };
  return { trace: traceOf(layout, functions, options) };
}

interface Piece {
  /** In the section. */
  readonly offset: number;
  /** Undefined for bytes that are no instruction of the model. */
  readonly instruction: Instruction | undefined;
  readonly bytes: Uint8Array;
  readonly note: string;
}

interface ObjectFunction {
  readonly section: PlacedSection;
  readonly name: string;
  readonly pieces: readonly Piece[];
}

/** Code between functions is padding. */
function functionsIn(section: PlacedSection, layout: ObjectLayout): ObjectFunction[] {
  if (!section.isCode) return [];
  const starts = section.symbols.filter(
    ({ kind, value }, index, all) => kind !== 'data' && all[index + 1]?.value !== value,
  );
  return starts.map((symbol, index) => {
    const next = starts[index + 1]?.value ?? section.bytes.length;
    const end = symbol.size === 0 ? next : Math.min(symbol.value + symbol.size, section.bytes.length);
    return { section, name: layout.nameOf(symbol), pieces: piecesOf(section, symbol.value, end) };
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
      instruction: decoded.kind === 'instruction' ? decoded.instruction : undefined,
      bytes: bytes.subarray(offset, offset + size),
      note: decoded.kind === 'not-modelled' ? decoded.text : decoded.kind === 'invalid' ? decoded.why : '',
    });
    offset += size;
  }
  return pieces;
}

function traceOf(layout: ObjectLayout, functions: readonly ObjectFunction[], options: ImportOptions): string {
  const names = new ObjectNames(layout);
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
