/** `npm run models`: writes the dumps of CPU models into the module that the core has them from. */
import { writeFileSync } from 'node:fs';
import { MODULE, modelsModule } from './models-module';

writeFileSync(MODULE, modelsModule());
