/** What is wrong with a trace while somebody types it. */

import type { Diagnostic } from '../../language/errors/diagnostic';
import { CheckedText } from '../../language/typing/checked-text';
import { CHECK_CONTEXT, checkingTyped } from '../../world/program/load-program';
import { checkPolicyText } from '../../world/program/policy-file';
import type { AdapterHost } from '../protocol/host';
import { type FilesHost, filesToCheck } from './files-while-typing';
import { inSlices } from './in-slices';
import { readText } from './load-trace';

/** Where a text is checked: time, and the files beside it. */
export interface CheckHost extends Pick<AdapterHost, 'now' | 'schedule'>, FilesHost {}

/** Characters. Beyond this a trace is parsed and checked only: assembling it would take longer than a pause in typing. */
const LARGE = 500_000;

/** Characters. Up to this nobody notices that a whole text is checked. */
const SMALL = 50_000;

/** A written policy, known by its name. */
const POLICY = '.xkernel';

/** The text that was checked last, for whoever goes on typing in it. */
const checkedLast = new WeakMap<CheckHost, { readonly path: string; readonly checked: CheckedText }>();

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
  // What is said at once of a text that is not laid out is all that is said.
  const known = text.length > LARGE ? diagnoseAtOnce(host, path, text) : undefined;
  if (known) return known;
  const checked = await checkWhole(host, path, text, signal);
  checkedLast.set(host, { path, checked });
  return checked.diagnostics;
}

/**
 * The same at once, where somebody types in a long text that `diagnose` knows: what lines other than the changed ones mean to
 * the whole is as it was. Undefined for every other text, and where more than some steps have changed.
 */
export function diagnoseAtOnce(host: CheckHost, path: string, text: string): readonly Diagnostic[] | undefined {
  const last = checkedLast.get(host);
  return text.length > SMALL && last?.path === path ? last.checked.diagnosticsOf(text) : undefined;
}

async function checkWhole(
  host: CheckHost,
  path: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<CheckedText> {
  if (text.length > LARGE) return inSlices(host, CheckedText.checking(text, CHECK_CONTEXT), { signal });
  const trace = await readText(host, text, { signal });
  const files = await filesToCheck(host, path, trace);
  return inSlices(host, checkingTyped(trace, files), { signal });
}
