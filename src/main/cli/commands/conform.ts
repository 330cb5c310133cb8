/** `xtrace conform`: runs traces by the model and by a real kernel's code, and says where the two differ. */

import type { Vmlinux } from '../../../kernel/native/vmlinux';
import { programOf } from '../../../library/program-of';
import { differenceLines } from '../../../world/compare/difference-text';
import { type Conformance, conforming } from '../../../world/conform/conformance';
import { deviationText } from '../../../world/conform/deviation';
import { canConform } from '../../../world/program/under-vmlinux';
import { findTraces } from '../arguments/find-traces';
import { someFiles } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import { readVmlinux } from '../arguments/vmlinux-argument';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { inBreaths } from '../running/in-breaths';
import { loadOrTell } from '../running/load-or-tell';
import { UsageError } from '../usage-error';

export const CONFORM: Command = {
  name: 'conform',
  usage: '--vmlinux PATH FILE|FOLDER ... [--json]',
  summary: "Run traces by the model and by a real kernel's code, step by step, and say where the two differ.",
  options: [
    {
      name: 'vmlinux',
      value: 'PATH',
      summary: 'The image of the kernel: a `vmlinux` with symbols, and BTF or debugging information.',
    },
    { name: 'json', summary: 'One JSON object a trace, and one for all, instead of text.' },
  ],
  run,
};

/** One trace; null for a trace of another kernel, which is left out. */
interface Result {
  readonly name: string;
  readonly conformance: Conformance | null;
}

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, out } = invocation;
  if (typeof options.vmlinux !== 'string') throw new UsageError('conform: name an image with --vmlinux PATH.');
  const files = findTraces(someFiles(invocation, 'traces or folders'));
  const vmlinux = readVmlinux(options.vmlinux);
  const results: Result[] = [];
  for (const name of files) {
    const result = await conformanceOf(name, vmlinux, invocation);
    if (!result) continue;
    results.push(result);
    out(options.json === true ? `${JSON.stringify(jsonOf(result))}\n` : textOf(result));
  }
  out(options.json === true ? `${JSON.stringify(jsonOfAll(results, vmlinux))}\n` : textOfAll(results, vmlinux));
  if (results.length < files.length) return EXIT.UNUSABLE;
  return results.some(({ conformance }) => conformance?.disagreement) ? EXIT.FAILED : EXIT.OK;
}

/** Undefined after telling what is wrong with the trace. */
async function conformanceOf(
  name: string,
  vmlinux: Vmlinux,
  { error, breathe, readInput }: Invocation,
): Promise<Result | undefined> {
  const trace = loadOrTell(readTraceFile(name, readInput), error);
  if (!trace) return undefined;
  const program = programOf(trace);
  if (!canConform(program)) return { name, conformance: null };
  return { name, conformance: await inBreaths(conforming(program, vmlinux), breathe) };
}

function textOf({ name, conformance }: Result): string {
  if (!conformance) return `${name}: left out, as it is not for \`kernel linux\`\n`;
  const { agreed, disagreement } = conformance;
  if (!disagreement) return `${name}: ${agreed} steps agree\n`;
  const { step, line, functions, differences, deviation } = disagreement;
  const place = step === 0 ? 'the boot' : `step ${step}`;
  const where = functions.length > 0 ? `, in ${timesText(functions)}` : '';
  const told = deviation ? `    ${deviationText(deviation)}\n` : '';
  const lines = differenceLines(differences, undefined, '    ').join('\n');
  return `${name}${line >= 0 ? `:${line + 1}` : ''}: ${place} differs${where} (model → code):\n${lines}\n${told}`;
}

/** `exc_device_not_available (685 times)`: each function once, in the order of their first calls. */
function timesText(functions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of functions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`)).join(', ');
}

function textOfAll(results: readonly Result[], { version }: Vmlinux): string {
  const { traces, agree, differ, left_out: leftOut, steps, functions } = jsonOfAll(results, { version });
  const rows = Object.entries(functions).map(([name, calls]) => `  ${name}: ${calls}`);
  const called = rows.length > 0 ? `Calls in steps that agree:\n${rows.join('\n')}\n` : '';
  return `${called}Linux ${version}: ${traces} traces, ${agree} agree in ${steps} steps, ${differ} differ, ${leftOut} left out\n`;
}

function jsonOf({ name, conformance }: Result) {
  if (!conformance) return { file: name, left_out: true };
  const { agreed, disagreement, functions } = conformance;
  return { file: name, agreed, functions: Object.fromEntries(functions), ...(disagreement && { disagreement }) };
}

function jsonOfAll(results: readonly Result[], { version }: Pick<Vmlinux, 'version'>) {
  const compared = results.flatMap(({ conformance }) => conformance ?? []);
  const functions = new Map<string, number>();
  for (const { functions: calls } of compared) {
    for (const [name, count] of calls) functions.set(name, (functions.get(name) ?? 0) + count);
  }
  return {
    version,
    traces: results.length,
    agree: compared.filter(({ disagreement }) => !disagreement).length,
    differ: compared.filter(({ disagreement }) => disagreement).length,
    left_out: results.length - compared.length,
    steps: compared.reduce((sum, { agreed }) => sum + agreed, 0),
    functions: Object.fromEntries([...functions].sort(([a], [b]) => a.localeCompare(b))),
  };
}
