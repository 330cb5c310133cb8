/** Paths as clients write them: compared without regard to the kind of slash, and on Windows to the drive's case. */

import { isInsideFolder } from '../../language/syntax/trace-path';
import type { AdapterHost } from './host';

const DRIVE = /^[a-z]:/i;

export function samePath(a: string, b: string): boolean {
  return normalized(a) === normalized(b);
}

/** By their names, or by where links lead. */
export function sameFile({ isSameFile }: Pick<AdapterHost, 'isSameFile'>, a: string, b: string): boolean {
  return samePath(a, b) || (isSameFile?.(a, b) ?? false);
}

function normalized(path: string): string {
  const slashes = path.replace(/\\/g, '/');
  if (!DRIVE.test(slashes)) return path.includes('\\') ? slashes : path;
  return slashes.toLowerCase();
}

/** The path of a `file:` URI, which clients with `pathFormat: 'uri'` write; anything else stays as it is. */
export function pathOfUri(given: string): string {
  if (!/^file:\/\//i.test(given)) return given;
  const path = given.replace(/^file:\/\/[^/]*/i, '');
  try {
    // `/c:/folder` is a path of Windows.
    return decodeURIComponent(path).replace(/^\/(?=[a-z]:)/i, '');
  } catch {
    return path;
  }
}

/** The `file:` URI of a path; a URI stays as it is. */
export function uriOfPath(path: string): string {
  if (/^[a-z][\w+.-]+:\/\//i.test(path)) return path;
  const parts = path.replace(/\\/g, '/').split('/').map(encodeURIComponent);
  return `file://${DRIVE.test(path) ? '/' : ''}${parts.join('/')}`;
}

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** With the slash at its end; empty for a bare file name. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - baseName(path).length);
}

/** The path of a file that a trace names, or undefined when the name leads out of the trace's folder. */
export function siblingPath(trace: string, name: string): string | undefined {
  if (!isInsideFolder(name)) return undefined;
  return folderOf(trace) + name.replace(/\\/g, '/');
}
