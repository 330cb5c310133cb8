/** The hover of `machine from "FILE"`: the processor that the file describes, and what of it does not fit together. */
import { lintCpuid } from '../../../machine/processor/cpuid-lint';
import type { TraceFiles } from '../../data/data-bytes';
import { modelFromFile } from '../../data/machine-file';
import { ExpressionError } from '../../errors/expression-error';
import { wordRow } from '../../vocabulary/words';
import type { Explanation } from './explanation';
import { describeModel } from './machine';

/** `from` and the name behind it. */
const MACHINE_FROM = /^\s*machine\s+(?<place>from\s*"(?<path>[^"]*)")/i;

/** Where `column` is in there. */
export function describeMachineFile(
  source: string,
  column: number,
  files: TraceFiles | undefined,
): { readonly explanation: Explanation; readonly start: number; readonly end: number } | undefined {
  const { 0: line = '', groups: { place = '', path = '' } = {} } = MACHINE_FROM.exec(source) ?? {};
  const [start, end] = [line.length - place.length, line.length];
  if (place === '' || column < start || column > end) return undefined;
  return { explanation: { code: `machine from "${path}"`, text: textOf(path, files) }, start, end };
}

function textOf(path: string, files: TraceFiles | undefined): string {
  const general = wordRow('from', 'machine')?.documentation ?? '';
  if (!files) return general;
  try {
    const model = modelFromFile({ text: path, range: { line: 0, start: 0, end: 0 } }, files);
    const problems = lintCpuid(model.leaves).map((problem) => `- ${problem}`);
    const lint = problems.length === 0 ? [] : ['**Its leaves do not fit together:**', problems.join('\n')];
    return [describeModel(model), ...lint].join('\n\n');
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return `${error.message}\n\n${general}`;
  }
}
