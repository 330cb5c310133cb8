import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  componentNames,
  exceptionNames,
  modelledPage,
  modelledTable,
  operandForms,
} from '../../../src/machine/disassembler/documentation';
import { INSTRUCTIONS, rowsNamed } from '../../../src/machine/instructions';

const page = path.join(__dirname, '../../../docs/modelled.md');

describe('Documentation of the instructions', () => {
  it('is what docs/modelled.md says: run `npx tsx scripts/modelled.ts` after a change of the tables', () => {
    assert.equal(readFileSync(page, 'utf8'), modelledPage(INSTRUCTIONS));
  });

  it('has a line for every row, with as many cells as the header', () => {
    const [header, , ...lines] = modelledTable(INSTRUCTIONS).split('\n');
    const cells = (line = '') => line.replaceAll('\\|', '').split('|').length;
    assert.equal(lines.length, INSTRUCTIONS.length);
    for (const line of lines) assert.equal(cells(line), cells(header), line);
  });

  it('writes operands as the manual does, with one name for all widths', () => {
    const forms = (name: string) => operandForms(rowsNamed(name)[0]!); // asked for rows that exist
    assert.deepEqual(forms('tileloadd'), ['tmm1, sibmem']);
    assert.deepEqual(forms('tdpbssd'), ['tmm1, tmm2, tmm3']);
    assert.deepEqual(forms('tilerelease'), []);
    assert.deepEqual(forms('add').slice(0, 2), ['r/m, r', 'r, r/m']);
    assert(!forms('add').some((form) => /\d/.test(form)));
  });

  it('names the components and exceptions of a row, each once', () => {
    const [row] = rowsNamed('tileloadd');
    assert(row);
    assert.deepEqual(componentNames(row), ['XTILECFG', 'XTILEDATA']);
    assert.deepEqual(exceptionNames(row), ['#UD', '#NM', '#GP(0)', '#SS(0)', '#PF']);
  });
});
