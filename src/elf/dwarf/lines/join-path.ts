/** Paths as compilers write them: of the machine that compiled, which need not be this one. */

/** `path` as seen from `folder`, without `.` and `..` in it. */
export function joinPath(folder: string, path: string): string {
  return normalized(isAbsolute(path) || folder === '' ? path : `${folder}/${path}`);
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..' && last !== '') parts.pop();
    else if (part !== '..' || last !== '') parts.push(part);
  }
  return parts.join('/') || (path.startsWith('/') ? '/' : '');
}
