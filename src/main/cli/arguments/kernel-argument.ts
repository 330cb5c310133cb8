/** A policy and its options, as `kernel` takes them, in arguments of the command line. */
import type { Policy } from '../../../kernel/routines/policy';
import { checkSetting, DEFAULT_POLICY } from '../../../language/checks/check-setting';
import { parseTrace } from '../../../language/parser';
import { choosePolicy } from '../../../world/program/lay-out-trace';
import { CHECK_CONTEXT } from '../../../world/program/load-program';
import { Problems } from '../../../world/program/problems';
import { filesIn } from '../../files-in';
import { UsageError } from '../usage-error';

export interface KernelArgument {
  readonly policy: Policy;
  /** As a trace writes it: `kernel linux version=6.12`. */
  readonly written: string;
}

/** In one argument or in several; a written policy lies in the current folder or below it; none is the policy of a trace that names none. @throws UsageError for what no trace can say. */
export function parseKernel(words: readonly string[]): KernelArgument {
  const files = filesIn('.');
  const written = `kernel ${words.length === 0 ? DEFAULT_POLICY : words.join(' ')}`;
  const trace = parseTrace(written);
  const problems = [...trace.diagnostics, ...checkSetting(trace, { ...CHECK_CONTEXT, files }).diagnostics];
  const problem = problems.find(({ severity }) => severity === 'error');
  if (problem) throw new UsageError(problem.message);
  const [statement] = trace.statements;
  const declaration = statement?.kind === 'declaration' ? statement.declaration : undefined;
  if (declaration?.kind !== 'kernel') throw new UsageError(`\`${written}\` is no kernel of a trace.`);
  const found = new Problems();
  const { policy } = choosePolicy(trace, files, found);
  const [unusable] = found.found;
  if (unusable) throw new UsageError(unusable.message);
  return { policy, written };
}
