/** The tables of docs/policies.md: the trace on that page, and single steps without memory, run under every policy. */
import { measure, outcomesOf } from './policy-run';

interface Row {
  /** As in the `kernel` statement. */
  readonly kernel: string;
  readonly canReclaim?: boolean;
}

const ROWS: readonly Row[] = [
  { kernel: 'linux-rfc-2020' },
  { kernel: 'linux-rfc-2020 reclaim=on', canReclaim: true },
  { kernel: 'explicit' },
  { kernel: 'linux version=5.16' },
  { kernel: 'linux version=6.12' },
  { kernel: 'eager' },
];

const REQUEST = 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)';

interface Failure {
  readonly title: string;
  readonly before: readonly string[];
  readonly step: string;
}

const FAILURES: readonly Failure[] = [
  { title: 'request', before: [], step: REQUEST },
  { title: 'first tile', before: [REQUEST, 'ldtilecfg [cfg]'], step: 'tilezero tmm0' },
  {
    title: 'fork, with tiles in use',
    before: [REQUEST, 'ldtilecfg [cfg]', 'tilezero tmm0'],
    step: 'syscall fork() as C',
  },
  { title: 'fork, without', before: [], step: 'syscall fork() as C' },
];

/** @param workload the text of the trace on the page. */
export function workloadTable(workload: string): string {
  const rows = ROWS.map(({ kernel, canReclaim = false }) => {
    const text = workload
      .replace(/^kernel .*$/m, `kernel ${kernel}`)
      .replace(/^reclaim\n/m, canReclaim ? 'reclaim\n' : '');
    const measured = measure(text, 'shell');
    return [`\`${kernel}\``, ...Object.values(measured).map(String)];
  });
  return table(['policy', 'allocations', 'held at most', 'at the end', '#NM', 'XFD writes', 'restores', 'frame'], rows);
}

export function failureTable(): string {
  const kernels = ROWS.filter(({ kernel }) => !kernel.includes('version=') && !kernel.includes('reclaim')).map(
    ({ kernel }) => kernel,
  );
  const rows = [...kernels, 'linux'].map((kernel) => [
    `\`${kernel}\``,
    ...FAILURES.map(({ before, step }) => outcomesOf(failing(kernel, before, step))),
  ]);
  return table(['policy', ...FAILURES.map(({ title }) => title)], rows);
}

function failing(kernel: string, before: readonly string[], step: string): string {
  return [
    'xtrace 1',
    'machine sapphire-rapids',
    `kernel ${kernel}`,
    'data cfg = tilecfg { tmm0: 16x64 }',
    'task A',
    'switch A',
    ...before,
    'inject alloc-fail',
    step,
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
