/** Writes docs/silicon.md from the tables of the sources. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { siliconPage } from './silicon-page';

writeFileSync(path.join(__dirname, '../docs/silicon.md'), siliconPage());
