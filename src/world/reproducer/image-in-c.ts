/** What an exported program's memory holds, as tables: steps by their encodings, data, tasks, and what the processor must have. */
import { RESTORER } from '../../kernel/state/memory-map';
import { PAGE_SIZE, type PageRights } from '../../machine/cpu/page';
import type { Program } from '../program/program';
import { cBytes, cComment, cString, hex, withoutZeros } from './c-text';
import { codeOf, lineText, type ProgramParts, type TaskInC } from './program-parts';
import { featureInC, requirementsOf } from './requirements';

export function tables(parts: ProgramParts, tasks: readonly TaskInC[]): string {
  const { program } = parts;
  const segments = program.image.segments.filter(({ address, bytes }) => address !== RESTORER && bytes.length > 0);
  const arrays = segments.map(({ address, bytes }, index) => {
    const isCode = address === program.start;
    const rows = isCode ? codeRows(parts) : dataRows(program, address, withoutZeros(bytes));
    return [`static const u8 piece_${index}[] = {`, ...rows, '};', ''].join('\n');
  });
  const pieces = segments.map(({ address }, index) => `\t{ ${hex(address)}, piece_${index}, sizeof(piece_${index}) },`);
  return [
    'static const struct {',
    '	const char *name;',
    '	int process;	/* the task that its process begins with; -1: made later */',
    '	u64 position;	/* where `run` begins */',
    '	u64 thread_pointer;',
    '} declared[TASKS] = {',
    ...tasks.map(
      (task) => `\t{ ${cString(task.name)}, ${task.process}, ${hex(task.position)}, ${hex(task.threadPointer)} },`,
    ),
    '};',
    '',
    'static const struct feature {',
    '	u32 leaf, subleaf, reg, bit;',
    '	const char *name;',
    '} features[] = {',
    ...requirementsOf(program).features.map((feature) => `\t${featureInC(feature)}`),
    '	{ 0, 0, 0, 0, 0 },',
    '};',
    '',
    '/* The trace, as it was laid out: its steps by their encodings. An event is a jump through the table at TABLE. */',
    ...arrays,
    'static const struct {',
    '	u64 at;',
    '	const u8 *from;',
    '	u64 bytes;',
    '} pieces[] = {',
    ...pieces,
    '};',
    '',
    'static const struct {',
    '	u64 at, bytes;',
    '	int protection;',
    '} regions[] = {',
    ...regionsOf(segments).map(({ from, to, protection }) => `\t{ ${hex(from)}, ${hex(to - from)}, ${protection} },`),
    '};',
    '',
  ].join('\n');
}

function codeRows(parts: ProgramParts): readonly string[] {
  const { program, probed } = parts;
  const code = codeOf(program);
  const rows: string[] = [];
  let end = program.start;
  for (const step of program.steps) {
    const source = probed.probes.has(step.line) ? '' : cComment(lineText(program, step.line));
    const line = (probed.lineOf[step.line] ?? 0) + 1;
    const bytes = code.subarray(step.address - program.start, step.address - program.start + step.size);
    if (step.address > end) rows.push(`\t${cBytes(code.subarray(end - program.start, step.address - program.start))}`);
    end = step.address + step.size;
    if (bytes.length > 0) rows.push(`\t${cBytes(bytes)}${source ? ` /* ${line}: ${source} */` : ''}`);
  }
  return rows;
}

function dataRows({ symbols }: Program, address: number, bytes: Uint8Array): readonly string[] {
  const names = [...symbols.values()].filter((symbol) => symbol.kind !== 'constant' && symbol.address === address);
  const rows = names.length > 0 ? [`\t/* ${names.map(({ name }) => name).join(', ')} */`] : [];
  for (let at = 0; at < bytes.length; at += ROW) rows.push(`\t${cBytes(bytes.subarray(at, at + ROW))}`);
  return bytes.length > 0 ? rows : [...rows, '\t0,'];
}

const ROW = 16;

interface Region {
  from: number;
  to: number;
  readonly protection: string;
}

/** Whole pages, with what may be done with them. */
function regionsOf(segments: Program['image']['segments']): readonly Region[] {
  const regions: Region[] = [];
  for (const { address, bytes, rights } of [...segments].sort((a, b) => a.address - b.address)) {
    const from = Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
    const to = Math.ceil((address + bytes.length) / PAGE_SIZE) * PAGE_SIZE;
    const protection = protectionOf(rights);
    const last = regions.at(-1);
    if (last && last.protection === protection && from <= last.to + MOST_HOLE) last.to = Math.max(last.to, to);
    else regions.push({ from, to, protection });
  }
  return regions;
}

/** Data that is aligned to more than a page leaves holes, which are memory as well. */
const MOST_HOLE = 1 << 26;

function protectionOf({ accessible, writable, executable }: PageRights): string {
  if (!accessible) return 'PROT_NONE';
  return ['PROT_READ', ...(writable ? ['PROT_WRITE'] : []), ...(executable ? ['PROT_EXEC'] : [])].join(' | ');
}
