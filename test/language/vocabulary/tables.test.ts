import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { nearest } from '../../../src/language/errors/nearest';
import { FUNCTIONS } from '../../../src/language/expressions/functions';
import { DATA_TYPE_ROWS } from '../../../src/language/syntax/data-type';
import { STATEMENTS } from '../../../src/language/syntax/statements';
import { builtInValue, memberOf, TASK_SHAPE, VALUES } from '../../../src/language/vocabulary/built-in-values';
import { CONSTANTS, ERRNO, errnoName, namedConstant, SIGNALS } from '../../../src/language/vocabulary/constants';
import { SYSCALLS } from '../../../src/language/vocabulary/syscalls';

/** What Node has no name for (include/uapi/asm-generic/errno.h). */
const OTHER_ERRORS: Readonly<Record<string, number>> = { ELIBBAD: 80 };

describe('The constants', () => {
  it('have the values of Linux', function () {
    if (process.platform !== 'linux') this.skip();
    for (const { name, value } of ERRNO) {
      assert.equal(Number(value), { ...constants.errno, ...OTHER_ERRORS }[name], name);
    }
    for (const { name, value } of SIGNALS) {
      assert.equal(Number(value), constants.signals[name as NodeJS.Signals], name);
    }
  });

  it('have each name once', () => {
    assert.equal(new Set(CONSTANTS.map(({ name }) => name)).size, CONSTANTS.length);
  });

  it('have the numbers of MSRs by the names of the manual (SDM vol. 4, table 2-2)', () => {
    for (const [name, number] of [
      ['IA32_XFD', 0x1c4n],
      ['IA32_XFD_ERR', 0x1c5n],
      ['IA32_XSS', 0xda0n],
      ['IA32_EFER', 0xc000_0080n],
      ['IA32_U_CET', 0x6a0n],
    ] as const) {
      assert.equal(namedConstant(name)?.value, number, name);
    }
  });

  it('are found by name, and errors by their result', () => {
    assert.equal(namedConstant('ARCH_REQ_XCOMP_PERM')?.value, 0x1023n);
    assert.equal(namedConstant('toString'), undefined);
    assert.equal(errnoName(-1n), '-EPERM');
    assert.equal(errnoName(1n), undefined);
  });
});

describe('The tables of the language', () => {
  it('document every row', () => {
    const rows = [...CONSTANTS, ...FUNCTIONS, ...STATEMENTS, ...SYSCALLS, ...VALUES, ...DATA_TYPE_ROWS];
    for (const { documentation } of rows) assert.match(documentation, /^\S.*\.$/s);
  });

  it('have no name twice', () => {
    for (const table of [VALUES, FUNCTIONS, SYSCALLS]) {
      assert.equal(new Set(table.map(({ name }) => name)).size, table.length);
    }
    assert.equal(new Set(STATEMENTS.map(({ keyword }) => keyword)).size, STATEMENTS.length);
  });

  it('know registers in any case, and everything else as it is written', () => {
    assert.equal(builtInValue('RAX')?.shape.type, 'u64');
    assert.equal(builtInValue('XFD')?.name, 'xfd');
    assert.equal(builtInValue('xtiledata'), undefined);
    assert.equal(memberOf(TASK_SHAPE, 'ZMM0')?.name, 'zmm0');
    assert.equal(memberOf(TASK_SHAPE, 'State'), undefined);
  });

  it('give tiles and vectors as many elements as they have', () => {
    const tile = builtInValue('tmm0')?.shape;
    assert.equal(tile?.members?.get('bf16')?.shape.length, 16);
    assert.equal(tile?.members?.get('bf16')?.shape.element?.length, 32);
    assert.equal(builtInValue('xmm3')?.shape.members?.get('u8')?.shape.length, 16);
  });
});

describe('The nearest name', () => {
  it('is one with few edits, in any case', () => {
    assert.equal(nearest('swich', ['switch', 'signal']), 'switch');
    assert.equal(nearest('XTILEDTAA', ['xtiledata']), 'xtiledata');
    assert.equal(nearest('teh', ['the']), 'the');
  });

  it('is none where nothing is near', () => {
    assert.equal(nearest('A', ['B', 'C']), undefined);
    assert.equal(nearest('foo', ['switch']), undefined);
    assert.equal(nearest('x'.repeat(100_000), ['x']), undefined);
  });
});
