/** Reads a recording line by line. The first malformed line is an error that has the line's number. */
import type { CpuidResult } from '../../machine/processor/cpuid-leaves';
import { tableOf } from '../../machine/table';
import { UsageError } from '../cli/usage-error';
import { Fields, LineError } from './fields';
import {
  AREA,
  type CaseRecord,
  type ProcessorRecord,
  type ProductRecord,
  type Recording,
  type TileRecord,
  WINDOW,
} from './records';

/** The format that this version knows. */
const FORMAT = 1;
const DEFAULT_RFLAGS = 0x202;
const TILE = { rows: 16, rowBytes: 64 };
/** The legacy region and the header. */
const SMALLEST_AREA = 576;

/** What has been read so far. */
interface Draft {
  processor?: ProcessorRecord;
  leaves: Record<string, CpuidResult>;
  cases: CaseRecord[];
  products: ProductRecord[];
  tiles: { line: number; steps: readonly string[]; xinuse: readonly bigint[] }[];
  notes: string[];
  ended: boolean;
}

/** How each kind of line is read. */
const KINDS = tableOf<(draft: Draft, fields: Fields, line: number) => void>({
  processor: readProcessor,
  cpuid: readLeaf,
  case: (draft, fields, line) => draft.cases.push(readCase(fields, line)),
  product: (draft, fields, line) => draft.products.push(readProduct(fields, line)),
  tiles: readTiles,
  note: (draft, fields) => draft.notes.push(fields.text('text')),
  end: (draft) => {
    draft.ended = true;
  },
});

/** @throws UsageError with the file's name and the line. */
export function parseRecording(text: string, file: string): Recording {
  const draft: Draft = { leaves: {}, cases: [], products: [], tiles: [], notes: [], ended: false };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      readLine(draft, line, index + 1);
    } catch (error) {
      if (error instanceof LineError) throw new UsageError(`${file}:${index + 1}: ${error.message}.`);
      throw error;
    }
  }
  if (draft.cases.length + draft.products.length + draft.tiles.length === 0 && !draft.processor) {
    throw new UsageError(
      `${file} is no recording: it has no line of one. \`xtrace probe\` prints the program that makes one.`,
    );
  }
  if (draft.processor && !draft.ended) {
    throw new UsageError(`${file} is cut short: its last line should be {"kind":"end"}. Record it again.`);
  }
  return { ...draft, processor: draft.processor };
}

function readLine(draft: Draft, text: string, line: number): void {
  const fields = Fields.parse(text);
  const kind = fields.has('kind') ? fields.text('kind') : kindOfRecorded(fields);
  const read = KINDS[kind];
  if (!read)
    throw new LineError(`"kind" is "${kind}", which this version does not know: ${Object.keys(KINDS).join(', ')}`);
  if (draft.ended)
    throw new LineError('there is something behind the end of the recording: one file holds one recording');
  read(draft, fields, line);
}

/** Recorders write files with lines of a single kind. The lines do not name their kind. */
function kindOfRecorded(fields: Fields): string {
  if (fields.has('src1')) return 'product';
  if (fields.has('image')) return 'case';
  throw new LineError('"kind" is missing');
}

function readProcessor(draft: Draft, fields: Fields): void {
  const format = fields.count('probe');
  if (format !== FORMAT)
    throw new LineError(`the recording has format ${format}, and this version knows ${FORMAT} only`);
  if (draft.processor) throw new LineError('a second processor: one file holds one recording');
  draft.processor = {
    vendor: fields.text('vendor'),
    family: fields.count('family'),
    model: fields.count('model'),
    stepping: fields.count('stepping'),
    name: fields.text('name').trim(),
    xcr0: fields.hex('xcr0'),
  };
}

function readLeaf(draft: Draft, fields: Fields): void {
  const word = (name: string) => {
    const value = fields.hex(name);
    if (value > 0xffff_ffffn) throw new LineError(`"${name}" has more than 32 bits`);
    return Number(value);
  };
  draft.leaves[`${word('leaf').toString(16)}.${fields.count('subleaf').toString(16)}`] = [
    word('eax'),
    word('ebx'),
    word('ecx'),
    word('edx'),
  ];
}

function readCase(fields: Fields, line: number): CaseRecord {
  const xinuse = fields.has('xinuse') ? fields.hexes('xinuse') : undefined;
  if (xinuse && xinuse.length !== 3) throw new LineError(`"xinuse" should have 3 numbers, not ${xinuse.length}`);
  const [loaded = 0n, before = 0n, after = 0n] = xinuse ?? [];
  const record: CaseRecord = {
    line,
    prelude: fields.texts('prelude'),
    insn: fields.text('insn'),
    rfbm: fields.hex('rfbm'),
    base: fields.has('base') ? Number(fields.hex('base')) : AREA,
    rflags: fields.has('rflags') ? Number(fields.hex('rflags')) : DEFAULT_RFLAGS,
    xinuse: xinuse && [loaded, before, after],
    trap: fields.count('trap'),
    error: fields.count('error'),
    cr2: fields.has('cr2') ? fields.hex('cr2') : undefined,
    image: fields.bytes('image'),
    before: fields.bytes('before'),
    area: fields.bytes('area'),
    state: fields.bytes('state'),
  };
  checkSizes(record);
  return record;
}

function checkSizes({ base, image, before, area, state }: CaseRecord): void {
  for (const [name, bytes] of [
    ['image', image],
    ['state', state],
  ] as const) {
    if (bytes.length < SMALLEST_AREA) {
      throw new LineError(`"${name}" has ${bytes.length} bytes: an XSAVE area has ${SMALLEST_AREA} or more`);
    }
  }
  if (area.length !== before.length) {
    throw new LineError(`"area" has ${area.length} bytes and "before" ${before.length}: it is the same memory`);
  }
  if (base < AREA - WINDOW || base >= AREA + WINDOW) {
    throw new LineError(`"base" should lie near 0x${AREA.toString(16)}, not at 0x${base.toString(16)}`);
  }
}

function readProduct(fields: Fields, line: number): ProductRecord {
  const tile = (name: string) => readTile(fields.object(name), name);
  return {
    line,
    insn: fields.text('insn').toLowerCase(),
    dst: tile('dst'),
    src1: tile('src1'),
    src2: tile('src2'),
    out: tile('out'),
  };
}

function readTile(fields: Fields, name: string): TileRecord {
  const [rows, colsb, bytes] = [fields.count('rows'), fields.count('colsb'), fields.bytes('hex')];
  if (rows < 1 || rows > TILE.rows) throw new LineError(`"rows" of "${name}" should be 1 to ${TILE.rows}, not ${rows}`);
  if (colsb < 4 || colsb > TILE.rowBytes || colsb % 4) {
    throw new LineError(`"colsb" of "${name}" should be a multiple of 4 up to ${TILE.rowBytes}, not ${colsb}`);
  }
  const size = TILE.rows * TILE.rowBytes;
  if (bytes.length !== size) throw new LineError(`"hex" of "${name}" has ${bytes.length} bytes: a tile has ${size}`);
  return { rows, colsb, bytes };
}

function readTiles(draft: Draft, fields: Fields, line: number): void {
  const [steps, xinuse] = [fields.texts('steps'), fields.hexes('xinuse')];
  if (steps.length !== xinuse.length) {
    throw new LineError(`"steps" are ${steps.length} and "xinuse" has ${xinuse.length} numbers: one belongs to each`);
  }
  draft.tiles.push({ line, steps, xinuse });
}
