/** The dumps of the shipped CPU models as a module of the core: so bundles, tests and scripts import them like any other file. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MODELS = path.join(__dirname, '../src/machine/processor/models');
const FOLDER = path.join(MODELS, 'dumps');

export const MODULE = path.join(MODELS, 'dumps.ts');

export function modelsModule(): string {
  const dumps = readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(FOLDER, file), 'utf8');
      const { name } = path.parse(file);
      return `  ${/^\w+$/.test(name) ? name : `'${name}'`}: ${asTemplate(text)},\n`;
    });
  return `/** The files of dumps/, as text: written by \`npm run models\`, not by hand. */
export const DUMPS = {
${dumps.join('')}} as const;
`;
}

function asTemplate(text: string): string {
  return `\`${text.replace(/[\\`$]/g, (character) => `\\${character}`)}\``;
}
