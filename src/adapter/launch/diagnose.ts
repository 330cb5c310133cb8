/** What is wrong with a trace while somebody types it. */
import { checkTrace } from '../../language/check';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { parseTrace } from '../../language/parser';
import { CHECK_CONTEXT } from '../../world/program/load';
import type { AdapterHost } from '../protocol/host';
import { loadText } from './load';

/** Characters. Beyond this a trace is parsed and checked only: assembling it would take longer than a pause in typing. */
const LARGE = 500_000;

/** Of the text at `path`, which a file need not hold yet. */
export async function diagnose(host: AdapterHost, path: string, text: string): Promise<readonly Diagnostic[]> {
  if (text.length <= LARGE) return (await loadText(host, path, text)).diagnostics;
  const trace = parseTrace(text);
  return [...trace.diagnostics, ...checkTrace(trace, CHECK_CONTEXT)];
}
