/** The traces that ship as examples, by their paths in `examples/`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { TraceFiles } from '../src/language/data/data-bytes';

/** Beside this folder, and two folders up from where the suite of VS Code is built to (`out/vscode-suite`). */
const EXAMPLES = path.join(__dirname, existsSync(path.join(__dirname, '../examples')) ? '..' : '../..', 'examples');

export const exampleNames: readonly string[] = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.xtrace'))
  .sort();

export function exampleText(name: string): string {
  return readFileSync(examplePath(name), 'utf8');
}

export function examplePath(name: string): string {
  return path.join(EXAMPLES, name);
}

/** What lies beside them. */
export const exampleFiles: TraceFiles = {
  sizeOf: (name) => statSync(examplePath(name)).size,
  read: (name) => readFileSync(examplePath(name)),
};
