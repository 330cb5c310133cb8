/** Writes the tables of docs/policies.md by running the traces under all policies. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from './policy-page';

const page = path.join(__dirname, '../docs/policies.md');

writeFileSync(page, withTables(readFileSync(page, 'utf8')));
