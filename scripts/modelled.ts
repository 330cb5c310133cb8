/** Writes docs/modelled.md from the instruction tables. */
import '../src/main/iced-on-node';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { modelledPage } from '../src/machine/disassembler/documentation';
import { INSTRUCTIONS } from '../src/machine/instructions';

writeFileSync(path.join(__dirname, '../docs/modelled.md'), modelledPage(INSTRUCTIONS));
