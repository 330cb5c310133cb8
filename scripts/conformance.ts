/** Writes the tables of docs/conformance.md from the results that are kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keptResults, withResults } from './conformance-page';

const page = path.join(__dirname, '../docs/conformance.md');

writeFileSync(page, withResults(readFileSync(page, 'utf8'), keptResults()));
