/** The files beside a trace as its programs see them: each is read once, so that a run always sees the same. */
import type { ProgramFiles } from '../../kernel/state/program-image';
import type { TraceFiles } from '../../language/data/data-bytes';
import { ExpressionError } from '../../language/errors/expression-error';

const FOLDER = -1;

export function programFiles(files: TraceFiles | undefined): ProgramFiles {
  const bytes = new Map<string, Uint8Array | undefined>();
  const sizes = new Map<string, number | undefined>();
  const read = (path: string) =>
    remembered(bytes, path, () => {
      const { from, name } = placeOf(files, path);
      return attempt(() => from?.read(name));
    });
  const list = (path: string) => {
    const { from, name } = placeOf(files, path);
    return from?.list?.(name) ?? [];
  };
  const sizeOf = (path: string) =>
    remembered(sizes, path, () => {
      const { from, name } = placeOf(files, path);
      if (path === '' || from?.list?.(name)) return FOLDER;
      return attempt(() => from?.sizeOf(name));
    });
  return { sizeOf, read, list, streamAt: (path) => files?.streamAt?.(path) };
}

/** Paths that begin with a slash lie in the root. */
function placeOf(files: TraceFiles | undefined, path: string) {
  return path.startsWith('/') ? { from: files?.root, name: path.slice(1) } : { from: files, name: path };
}

function remembered<T>(known: Map<string, T>, path: string, find: () => T): T {
  const before = known.get(path);
  if (before !== undefined || known.has(path)) return before as T; // there is one
  const found = find();
  known.set(path, found);
  return found;
}

/** Undefined where the file cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
