/** What is wrong with a trace while somebody types it. */
import { CheckedText } from '../../language/checked-text';
import type { Diagnostic } from '../../language/errors/diagnostic';
import type { Trace } from '../../language/tree/statement';
import { CHECK_CONTEXT, checkingProgram } from '../../world/program/load-program';
import type { AdapterHost } from '../protocol/host';
import { folderOf } from '../protocol/source-path';
import { asError, dataFiles, filesBeside } from './data-files';
import { inSlices } from './in-slices';
import { readText } from './load-trace';

/** Where a text is checked: time, and what is known of files without reading them. */
export interface CheckHost extends Pick<AdapterHost, 'now' | 'schedule'> {
  /** Bytes of a file that `readBytes` would read. Rejects for whatever that would not read. */
  readonly sizeOf: (path: string, folder: string) => Promise<number>;
}

/** Characters. Beyond this a trace is parsed and checked only: assembling it would take longer than a pause in typing. */
const LARGE = 500_000;

/**
 * Of the text at `path`, which a file need not hold yet. Fills no data, and reads no file. Works in slices; rejects with
 * `UserError` when aborted.
 */
export async function diagnose(
  host: CheckHost,
  path: string,
  text: string,
  signal?: AbortSignal,
): Promise<readonly Diagnostic[]> {
  if (text.length > LARGE) return diagnoseLarge(host, path, text, signal);
  const trace = await readText(host, text, { signal });
  const sizes = await sizesOf(host, path, trace);
  const nothing = new Uint8Array();
  const files = { ...filesBeside(sizes, { sizeOf: (size) => size, read: () => nothing }), areUnread: true as const };
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

async function sizesOf(host: CheckHost, path: string, trace: Trace): Promise<ReadonlyMap<string, number | Error>> {
  const sizes = new Map<string, number | Error>();
  for (const { name, path: file } of dataFiles(trace, path)) {
    if (!sizes.has(name)) sizes.set(name, await host.sizeOf(file, folderOf(path)).catch(asError));
  }
  return sizes;
}
