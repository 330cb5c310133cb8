/** What is wrong with a trace while somebody types it. */
import { checkingTrace } from '../../language/check';
import { byPlace, type Diagnostic } from '../../language/errors/diagnostic';
import { CHECK_CONTEXT } from '../../world/program/load-program';
import type { AdapterHost } from '../protocol/host';
import { inSlices } from './in-slices';
import { loadText, readText } from './load-trace';

/** Characters. Beyond this a trace is parsed and checked only: assembling it would take longer than a pause in typing. */
const LARGE = 500_000;

/** Of the text at `path`, which a file need not hold yet. Works in slices; rejects with `UserError` when aborted. */
export async function diagnose(
  host: AdapterHost,
  path: string,
  text: string,
  signal?: AbortSignal,
): Promise<readonly Diagnostic[]> {
  if (text.length <= LARGE) return (await loadText(host, path, text, {}, { signal })).diagnostics;
  const trace = await readText(host, text, { signal });
  const problems = await inSlices(host, checkingTrace(trace, CHECK_CONTEXT), { signal });
  return [...trace.diagnostics, ...problems].sort(byPlace);
}
