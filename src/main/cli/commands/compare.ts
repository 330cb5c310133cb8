/** `xtrace compare`: one trace under several kernels, versions and machines. */
import { type CompareOptions, comparisonText, TraceError, type WorldsComparison } from '../../../library';
import { comparingWith } from '../../../library/compare';
import { fieldsOf } from '../../../world/compare/difference';
import { findsDifference } from '../../../world/worlds/compare-worlds';
import { partingsOf } from '../../../world/worlds/worlds-text';
import { countOption, onlyFile } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import { readVmlinux } from '../arguments/vmlinux-argument';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { inBreaths } from '../running/in-breaths';
import { UsageError } from '../usage-error';

export const COMPARE: Command = {
  name: 'compare',
  usage: 'FILE [--kernel K ...] [--vmlinux PATH ...] [--machine M ...] [--versions A..B] [--json]',
  summary: 'Run a trace under several kernels, and say what each comes to, where they part, and which change does it.',
  options: [
    { name: 'kernel', value: 'K', isRepeated: true, summary: 'A kernel, as a trace writes it: "linux version=6.12".' },
    { name: 'vmlinux', value: 'PATH', isRepeated: true, summary: "A real kernel's code: its image." },
    { name: 'machine', value: 'M', isRepeated: true, summary: 'A machine, as a trace writes it: "granite-rapids".' },
    {
      name: 'versions',
      value: 'A..B',
      summary: 'All versions of Linux from A to B; those that do the same are told as one.',
    },
    { name: 'max-steps', value: 'N', summary: 'End a run that has not ended after N steps (1000000).' },
    { name: 'json', summary: 'One JSON object a world, and one a parting.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, out, breathe, readInput } = invocation;
  const { text, files } = readTraceFile(onlyFile(invocation), readInput);
  const images = listOf(options.vmlinux).map((path) => ({ label: path, vmlinux: readVmlinux(path) }));
  const found = await inBreaths(comparingWith(text, { files, ...choicesOf(options) }, images), breathe).catch(asUsage);
  out(options.json === true ? jsonText(found) : comparisonText(found, text));
  if (found.worlds.every(({ problem }) => problem !== undefined)) return EXIT.UNUSABLE;
  return findsDifference(found) ? EXIT.FAILED : EXIT.OK;
}

function listOf(value: OptionValues[string]): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function choicesOf(options: OptionValues): CompareOptions {
  const maxSteps = countOption(options, 'max-steps');
  return {
    kernels: listOf(options.kernel),
    machines: listOf(options.machine),
    ...(typeof options.versions === 'string' && { versions: options.versions }),
    ...(maxSteps !== undefined && { maxSteps }),
  };
}

/** What is wrong with an option is wrong with the call. */
function asUsage(problem: unknown): never {
  if (!(problem instanceof TraceError)) throw problem;
  const [first] = problem.diagnostics;
  throw new UsageError(first ? `--${first.code}: ${first.message}` : problem.message);
}

function jsonText({ worlds, partings }: WorldsComparison): string {
  const rows = [
    ...worlds.map(({ problem, ...world }) => ({
      kind: 'world',
      ...world,
      ...(problem && { problem: { ...problem, line: problem.line + 1 } }),
    })),
    ...partings.flatMap((found) =>
      partingsOf(found).map(({ title, parting: { place, differences, ways }, culprits }) => ({
        kind: 'parting',
        before: worlds[found.before]?.label,
        after: worlds[found.after]?.label,
        seen: title === 'programs' ? 'program' : 'kernel',
        step: place.step,
        line: place.line < 0 ? null : place.line + 1,
        task: place.task,
        differences: fieldsOf(differences),
        ways,
        culprits,
      })),
    ),
  ];
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
