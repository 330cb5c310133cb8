/** Writes the table of docs/programs.md from the table of system calls. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withCalls } from './programs-page';

const page = path.join(__dirname, '../docs/programs.md');

writeFileSync(page, withCalls(readFileSync(page, 'utf8')));
