/** `xtrace routines`: what `without`, `with` and `inject preempt` can name, with the context of each step and its reason. */
import type { Routine } from '../../../kernel/routines/routine';
import { describeLifetime } from '../../../kernel/versions/lifetime';
import { type KernelArgument, parseKernel } from '../arguments/kernel-argument';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';

const NEVER = 'never executed';

export const ROUTINES: Command = {
  name: 'routines',
  usage: '[POLICY [OPTION=VALUE ...]] [--json]',
  summary: 'List the routines of a kernel and their steps: in which context each runs, and why it is there.',
  options: [{ name: 'json', summary: 'One JSON object a routine and line instead of text.' }],
  run,
};

async function run({ files, options, out }: Invocation): Promise<ExitStatus> {
  const kernel = parseKernel(files);
  const { routines } = kernel.policy;
  if (options.json === true) out(routines.map(routineJson).join(''));
  else out(`${[heading(kernel), ...routines.map(routineText)].join('\n\n')}\n`);
  return EXIT.OK;
}

function heading({ policy, written }: KernelArgument): string {
  const steps = policy.routines.reduce((sum, routine) => sum + routine.steps.length, 0);
  return `${written}: ${policy.routines.length} routines, ${steps} steps`;
}

function routineText(routine: Routine): string {
  const { name, file, summary, steps } = routine;
  const width = Math.max(...steps.map((step) => step.name.length));
  const contextWidth = Math.max(...steps.map((step) => contextOf(step).length));
  const indent = ' '.repeat(2 + width + 2 + contextWidth + 2);
  const lines = steps.flatMap((step) => {
    const why = sentences(step.why, describeLifetime(step));
    const head = `  ${step.name.padEnd(width)}  ${contextOf(step).padEnd(contextWidth)}  ${step.code.trim()}`;
    return why === '' ? [head] : [head, indent + why];
  });
  return [`${name} (${file})`, `  ${sentences(summary, describeLifetime(routine))}`, ...lines].join('\n');
}

function routineJson(routine: Routine): string {
  const { name, signature, file, summary, steps } = routine;
  const rows = steps.map((step) => ({
    name: step.name,
    code: step.code.trim(),
    context: contextOf(step),
    preemptible: step.run !== undefined && step.runsIn?.preemptible === true,
    why: sentences(step.why, describeLifetime(step)),
  }));
  return `${JSON.stringify({ name, signature, file, summary, steps: rows })}\n`;
}

function contextOf({ run: does, runsIn }: Routine['steps'][number]): string {
  return does && runsIn ? runsIn.title : NEVER;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
