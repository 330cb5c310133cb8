/** Paths in traces: relative, with either slash, and never out of the folder that the trace lies in. */

/** Whether `path` stays inside the folder that it is relative to. Links are the reader's business. */
export function isInsideFolder(path: string): boolean {
  if (path === '' || path.includes('\0') || /^([A-Za-z]:|[\\/]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path)) return false;
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return false;
  }
  return depth > 0;
}
