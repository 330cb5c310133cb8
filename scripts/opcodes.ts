/** `npm run opcodes`: writes the opcodes of forms into the module that the assembler has them from. */
import { writeFileSync } from 'node:fs';
import { OPCODES_MODULE, opcodesModule } from './opcodes-module';

writeFileSync(OPCODES_MODULE, opcodesModule());
