/** Writes the tables of docs/kernel-code.md from the tables of the seam. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSeam } from './kernel-code-page';

const page = path.join(__dirname, '../docs/kernel-code.md');

writeFileSync(page, withSeam(readFileSync(page, 'utf8')));
