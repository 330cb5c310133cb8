/** Writes docs/modelled.md from the instruction tables. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { INSTRUCTIONS } from '../src/machine/instructions';
import { modelledPage } from '../src/machine/instructions/documentation';

writeFileSync(path.join(__dirname, '../docs/modelled.md'), modelledPage(INSTRUCTIONS));
