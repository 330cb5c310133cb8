/**
 * The files beside a trace that it names, looked for and measured, not read. A path that leads out of the folder has been
 * found by the check of the trace, and is not looked for.
 */
import { dataSize, type TraceFiles } from '../../language/data/data-bytes';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { LIMITS } from '../../language/errors/limits';
import { evaluate } from '../../language/expressions/evaluate';
import { isInsideFolder } from '../../language/syntax/trace-path';
import type { Trace } from '../../language/tree/statement';
import { EMPTY_SCOPE } from '../../language/vocabulary/value';
import { fileOf, programCalls } from './check-programs';
import { declarations } from './lay-out-trace';
import { Problems } from './problems';

/** What is wrong with the files that `data` takes its bytes from, for a trace that is not laid out, as other things are wrong. */
export function checkDataFiles(trace: Trace, files: TraceFiles | undefined): readonly Diagnostic[] {
  const problems = new Problems();
  let named = 0;
  for (const { value } of declarations(trace, 'data')) {
    if (value.kind !== 'file' || !isInsideFolder(value.path)) continue;
    if (problems.isFull || ++named > LIMITS.files.most) break;
    // Offsets and sizes may have names in them, and were checked: here it matters that the file is there.
    const { offset: _, size: __, ...whole } = value;
    problems.attempt(value.range, 0, () => dataSize(whole, (expression) => evaluate(expression, EMPTY_SCOPE), files));
  }
  return problems.found;
}

/** What is wrong with the files of programs and of their input, but for what is in them. */
export function checkProgramFiles(trace: Trace, files: TraceFiles | undefined): readonly Diagnostic[] {
  const problems = new Problems();
  for (const { path, input } of programCalls(trace)) {
    if (problems.isFull) break;
    for (const name of input ? [path, input] : [path]) {
      if (isInsideFolder(name.text)) problems.attempt(name.range, 0, () => fileOf(files, name.text).sizeOf(name.text));
    }
  }
  return problems.found;
}
