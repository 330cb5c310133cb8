/** The traces or lessons that arguments name: files as they are, folders with all of them that lie there. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { SKIPPED_FOLDERS } from '../../trace-files';
import { UsageError } from '../usage-error';
import { reasonOf, STANDARD_INPUT } from './trace-file';

/** How the names of files end that are meant by "all in this folder". */
type Extension = '.xtrace' | '.lesson.md';

/** In the order of the arguments; within a folder by name. @throws UsageError for a folder without traces. */
export function findTraces(names: readonly string[], extension: Extension = '.xtrace'): string[] {
  return names.flatMap((name) => {
    if (name === STANDARD_INPUT || !isFolder(name)) return [name];
    const traces = tracesIn(name, extension);
    if (traces.length === 0) throw new UsageError(`There is no ${extension} file in ${name}.`);
    return traces;
  });
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function tracesIn(folder: string, extension: Extension): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap((entry) => {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : tracesIn(name, extension);
      return entry.name.endsWith(extension) ? [name] : [];
    });
  } catch (error) {
    throw new UsageError(`${folder} ${reasonOf(error)}.`);
  }
}
