/** The traces that ship as examples, by their paths in `examples/`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = path.join(__dirname, '../examples');

export const exampleNames: readonly string[] = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.xtrace'))
  .sort();

export function exampleText(name: string): string {
  return readFileSync(path.join(EXAMPLES, name), 'utf8');
}
