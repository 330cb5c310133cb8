/** Writes the tables of docs/language.md from the tables of the sources. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from './language-page';

const page = path.join(__dirname, '../docs/language.md');

writeFileSync(page, withTables(readFileSync(page, 'utf8')));
