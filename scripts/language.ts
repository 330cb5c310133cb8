/** Writes docs/constants.md and the tables of docs/language.md from the tables of the sources. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { constantsPage } from './constants-page';
import { withTables } from './language-page';

const page = path.join(__dirname, '../docs/language.md');

writeFileSync(page, withTables(readFileSync(page, 'utf8')));
writeFileSync(path.join(__dirname, '../docs/constants.md'), constantsPage());
