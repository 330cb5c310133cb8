/** Writes the words of the grammar anew from the tables of the sources. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWords } from './grammar-words';

const file = path.join(__dirname, '../syntaxes/xtrace.tmLanguage.json');

writeFileSync(file, withWords(readFileSync(file, 'utf8')));
