/** Object files as traces: each function as a procedure, by its disassembly, and behind them the data that they use. */
import { ELF_LIMITS } from '../../elf/elf-limits';
import { readObjectFile } from '../../elf/object-file';
import { toLinear } from '../../machine/architecture/linear-address';
import { checkPrefixes } from '../../machine/assembler/check-prefixes';
import { formByName } from '../../machine/assembler/form';
import { isShortBranch, nearForm } from '../../machine/assembler/near-form';
import type { Instruction } from '../../machine/cpu/instruction';
import { decode } from '../../machine/disassembler/decoder';
import { formatInstruction } from '../../machine/disassembler/format-instruction';
import { isAssemblyError } from '../../machine/encoding/operand';
import type { ImportOptions, ImportProblem } from '../source';
import { plain } from '../writing/lines';
import { procName } from './declared-names';
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

function piecesOf(section: PlacedSection, start: number, end: number): readonly Piece[] {
  const { bytes, address } = section;
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
  return withShortBranches(pieces, address);
}

/** An address that is not canonical, and a prefix that means nothing, cannot be written in a trace: only their bytes can. */
function isWritable({ mnemonic, prefixes = [], operands }: Instruction): boolean {
  if (isAssemblyError(checkPrefixes(mnemonic, prefixes, operands))) return false;
  return operands.every((each) => each.kind !== 'memory' || toLinear(BigInt(each.memory.displacement)) !== undefined);
}

/** LOOP and JRCXZ reach no further than a byte says, and what lies between may be longer in the trace: then only their bytes are written. */
function withShortBranches(pieces: readonly Piece[], address: number): readonly Piece[] {
  const indices = new Map(pieces.map(({ offset }, index) => [offset, index]));
  return pieces.map((piece, index) => {
    const [target] = piece.instruction && isAlwaysShort(piece.instruction) ? piece.instruction.operands : [];
    if (target?.kind !== 'branch') return piece;
    const to = indices.get(target.target - address);
    if (to !== undefined && reaches(pieces, index, to)) return piece;
    return { ...piece, instruction: undefined, note: formatInstruction(piece.instruction!) }; // it has one
  });
}

function isAlwaysShort({ form: name }: Instruction): boolean {
  const form = formByName(name);
  return form !== undefined && isShortBranch(form) && nearForm(form) === undefined;
}

/** The longest form of a conditional branch. */
const LONGEST_BRANCH = 6;
const MOST_DISTANCE = 127;

function reaches(pieces: readonly Piece[], from: number, to: number): boolean {
  let distance = 0;
  for (let at = Math.min(from + 1, to); at < Math.max(from + 1, to); at++) {
    const { bytes, instruction } = pieces[at]!; // between two pieces
    const isBranch = instruction?.operands[0]?.kind === 'branch' && !isAlwaysShort(instruction);
    distance += isBranch ? LONGEST_BRANCH : bytes.length;
    if (distance > MOST_DISTANCE) return false;
  }
  return true;
}

function traceOf(layout: ObjectLayout, functions: readonly ObjectFunction[], options: ImportOptions): string {
  const beginnings = functions.flatMap(({ section, pieces }) => pieces.map(({ offset }) => section.address + offset));
  const names = new ObjectNames(layout, new Set(beginnings));
  // Whatever is referred to gets its label before anything is written down.
  const data = () => writeData(layout, names);
  for (const each of functions) for (const piece of each.pieces) pieceText(each.section, piece, names);
  data();
  const written = new Set(functions.map(({ name }) => procName(name)));
  const changed = [...layout.changedNames].filter(([own]) => /^[\w.$]+$/.test(own));
  const unknown = [...layout.unknown].sort((a, b) => a - b);
  return [
    `; The functions of ${plain(options.name)}. \`call NAME\` executes one: write arguments into RDI, RSI, RDX, ... before it.`,
    ...(unknown.length > 0
      ? [`; Relocations of types that are not known here are left as zeros: ${unknown.join(', ')}.`]
      : []),
    ...(changed.length > 0 ? [`; Names that a trace cannot have: ${changedText(changed)}.`] : []),
    '',
    'xtrace 1',
    options.machine ?? 'machine sapphire-rapids',
    options.kernel ?? 'kernel linux',
    '',
    ...functions.flatMap((each) => functionText(each, names, written)),
    ...othersText(layout),
    ...data(),
    '',
  ].join('\n');
}

/** @param written names that stand in the trace already: functions may lie in one another, and have one text each */
function functionText(
  { section, name, pieces }: ObjectFunction,
  names: ObjectNames,
  written: Set<string>,
): readonly string[] {
  const proc = procName(name);
  const lines = pieces.flatMap((piece) => {
    const labels = names.labelsAt(section, piece.offset).filter((label) => !written.has(label));
    for (const label of labels) written.add(label);
    return [...labels.map((label) => `${label}:`), `    ${pieceText(section, piece, names)}`];
  });
  return [`proc ${proc}`, ...lines, 'end', ''];
}

function pieceText(
  { absolute }: PlacedSection,
  { offset, instruction, bytes, note }: Piece,
  names: ObjectNames,
): string {
  const isNamed = instruction?.operands.every((each) => each.kind !== 'branch' || names.at(each.target) !== undefined);
  if (!instruction || !isNamed) {
    const list = [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ');
    const what = instruction ? formatInstruction(instruction) : note;
    return `.byte ${list}${what === '' ? '' : `    ; ${plain(what)}`}`;
  }
  const text = formatInstruction(instruction, (address) => names.at(address));
  const last = instruction.operands.at(-1);
  const isAddress = last?.kind === 'immediate' && bytes.some((_, index) => absolute.has(offset + index));
  const name = isAddress ? names.at(Number(last.value)) : undefined;
  return name === undefined ? text : text.replace(/, -?0x[0-9a-f]+$/, `, OFFSET ${name}`);
}

const MOST_CHANGED = 20;

function changedText(changed: readonly (readonly [string, string])[]): string {
  const shown = changed.slice(0, MOST_CHANGED).map(([own, name]) => `${own} is ${name}`);
  return [...shown, ...(changed.length > MOST_CHANGED ? [`${changed.length - MOST_CHANGED} more`] : [])].join(', ');
}

/** What traces bring of the C library. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...['memcpy', 'memmove', 'memset', 'memcmp', 'strlen', 'abort', '__stack_chk_fail'],
]);

/** A function that another file has ends the run where it is called; data of another file are zeros. */
function othersText(layout: ObjectLayout): readonly string[] {
  const { others, called, common } = layout;
  const missing = others.filter(({ name }) => !BUILT_IN.has(name));
  return [
    ...missing.flatMap((symbol) => {
      const name = layout.nameOf(symbol);
      return called.has(symbol)
        ? [`; Another file has ${name}.`, `proc ${name}`, '    ud2', 'end', '']
        : [`data ${name} = zero 8    ; another file has it`];
    }),
    ...common.map((symbol) => `data ${layout.nameOf(symbol)} = zero ${Math.max(symbol.size, 1)}`),
    '',
  ];
}
