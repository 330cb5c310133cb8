/** The description of a processor as text and as JSON. Leaves, masks and registers are hexadecimal. */
import type { ComponentReport, ProcessorReport } from './cpuid-report';

export function cpuidText(report: ProcessorReport): string {
  const { processor, features, leaves, components, problems } = report;
  const { xcr0Supported, xssSupported, xfdSupported, mxcsrMask } = processor;
  return [
    `${processor.model.title} (${processor.name}), ${processor.model.vendor}`,
    '',
    ...problems.map((problem) => `warning: ${problem}`),
    ...(problems.length > 0 ? [''] : []),
    ...wrapped('Features', features),
    '',
    'CPUID, with all of XCR0 enabled, IA32_XSS = 0, CR4.OSXSAVE = 1 and CR4.PKE = 1',
    '',
    ...table(
      ['leaf', 'subleaf', 'EAX', 'EBX', 'ECX', 'EDX'],
      leaves.map(({ leaf, subleaf, result }) => [hex(leaf), hex(subleaf), ...result.map(register)]),
    ),
    '',
    'Registers accept',
    '',
    ...table(
      ['XCR0', 'IA32_XSS', 'IA32_XFD', 'MXCSR'],
      [[hex(xcr0Supported), hex(xssSupported), hex(xfdSupported), hex(mxcsrMask)]],
    ),
    '',
    'State components: sizes and offsets in bytes',
    '',
    ...table(
      ['', 'name', 'kind', 'size', 'align', 'XFD', 'standard', 'compacted', 'with supervisor'],
      [...components.map(componentRow), sizesRow(report)],
    ),
    '',
  ].join('\n');
}

function componentRow({ index, id, kind, size, align64, xfd, ...at }: ComponentReport): string[] {
  const legacy = index < 2;
  const offset = (value: number | null) => (legacy ? 'legacy' : value === null ? '-' : String(value));
  return [
    String(index),
    id,
    kind,
    String(size),
    align64 ? '64' : '-',
    xfd ? 'yes' : '-',
    offset(at.standard),
    offset(at.compacted),
    offset(at.compactedAll),
  ];
}

function sizesRow({ standardSize, compactedSize, compactedAllSize }: ProcessorReport): string[] {
  return ['', 'end', '', '', '', '', String(standardSize), String(compactedSize), String(compactedAllSize)];
}

/** As `cpuid -r` prints them. */
export function cpuidDump({ leaves, processor }: ProcessorReport): string {
  const lines = leaves.map(({ leaf, subleaf, result }) => {
    const [eax, ebx, ecx, edx] = result.map(register);
    const place = `${register(leaf)} 0x${subleaf.toString(16).padStart(2, '0')}`;
    return `   ${place}: eax=${eax} ebx=${ebx} ecx=${ecx} edx=${edx}\n`;
  });
  return `# ${processor.model.title}\nCPU:\n${lines.join('')}`;
}

/** One object; offsets are null where a component has no place of its own in a layout. */
export function cpuidJson(report: ProcessorReport): string {
  const { processor, features, leaves, components, problems } = report;
  const { xcr0Supported, xssSupported, xfdSupported, mxcsrMask } = processor;
  const value = {
    model: processor.name,
    title: processor.model.title,
    vendor: processor.model.vendor,
    features,
    problems,
    xcr0: hex(xcr0Supported),
    xss: hex(xssSupported),
    xfd: hex(xfdSupported),
    mxcsr_mask: hex(mxcsrMask),
    standard_size: report.standardSize,
    compacted_size: report.compactedSize,
    compacted_all_size: report.compactedAllSize,
    leaves: leaves.map(({ leaf, subleaf, result }) => {
      const [eax, ebx, ecx, edx] = result.map(hex);
      return { leaf: hex(leaf), subleaf, eax, ebx, ecx, edx };
    }),
    components: components.map(({ index, id, kind, size, align64, xfd, standard, compacted, compactedAll }) => ({
      index,
      name: id,
      kind,
      size,
      align64,
      xfd,
      standard_offset: standard,
      compacted_offset: compacted,
      compacted_all_offset: compactedAll,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

function register(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

const WIDTH = 100;

function wrapped(title: string, words: readonly string[]): string[] {
  const lines = [`${title}:`];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

/** Columns of numbers are aligned to the right, all others to the left. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = header.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '');
    const numeric =
      cells.every((cell) => /^(\d+|0x[0-9a-f]+|-|legacy|)$/.test(cell)) && cells.some((cell) => /\d/.test(cell));
    const width = Math.max(title.length, ...cells.map((cell) => cell.length));
    return (cell: string) => (numeric ? cell.padStart(width) : cell.padEnd(width));
  });
  return [header, ...rows].map((row) =>
    `  ${columns.map((pad, column) => pad(row[column] ?? '')).join('  ')}`.trimEnd(),
  );
}
