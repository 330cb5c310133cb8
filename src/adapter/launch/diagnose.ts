/** What is wrong with a trace while somebody types it. */
import { CheckedText } from '../../language/checked-text';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { CHECK_CONTEXT, checkingProgram } from '../../world/program/load-program';
import { checkPolicyText } from '../../world/program/policy-file';
import type { AdapterHost } from '../protocol/host';
import { type FilesHost, filesToCheck } from './files-while-typing';
import { inSlices } from './in-slices';
import { readText } from './load-trace';

/** Where a text is checked: time, and the files beside it. */
export interface CheckHost extends Pick<AdapterHost, 'now' | 'schedule'>, FilesHost {}

/** Characters. Beyond this a trace is parsed and checked only: assembling it would take longer than a pause in typing. */
const LARGE = 500_000;

/** A written policy, known by its name. */
const POLICY = '.xkernel';

/**
 * Of the text at `path`, which a file need not hold yet. Fills no data, and of files reads only the dump of its machine and its
 * written policy, which is a text to diagnose of its own. Works in slices; rejects with
 * `UserError` when aborted.
 */
export async function diagnose(
  host: CheckHost,
  path: string,
  text: string,
  signal?: AbortSignal,
): Promise<readonly Diagnostic[]> {
  if (path.endsWith(POLICY)) return checkPolicyText(text);
  if (text.length > LARGE) return diagnoseLarge(host, path, text, signal);
  const trace = await readText(host, text, { signal });
  const files = await filesToCheck(host, path, trace);
  return inSlices(host, checkingProgram(trace, files), { signal });
}

/** The large text that was checked last, for whoever goes on typing in it. */
const checkedLast = new WeakMap<CheckHost, { readonly path: string; readonly checked: CheckedText }>();

async function diagnoseLarge(
  host: CheckHost,
  path: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<readonly Diagnostic[]> {
  const last = checkedLast.get(host);
  const found = last?.path === path ? last.checked.diagnosticsOf(text) : undefined;
  if (found) return found;
  checkedLast.delete(host);
  const checked = await inSlices(host, CheckedText.checking(text, CHECK_CONTEXT), { signal });
  checkedLast.set(host, { path, checked });
  return checked.diagnostics;
}
