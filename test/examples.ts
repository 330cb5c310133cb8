/** The traces that ship as examples, by their paths in `examples/`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { TraceFiles } from '../src/language/data/data-bytes';

const EXAMPLES = path.join(__dirname, '../examples');

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
