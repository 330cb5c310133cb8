import assert from 'node:assert/strict';
import { codeFramesAt } from '../../../src/elf/dwarf/code-frames';
import { typeName } from '../../../src/elf/dwarf/types/type-name';
import { plainType, sizeOfType } from '../../../src/elf/dwarf/types/types';
import { globalsOf, variablesOf } from '../../../src/elf/dwarf/variables';
import { CLANG } from '../../host/clang';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { debugged, everyKind, run } from './programs';

/** What gdb says of expressions. */
function byGdb(path: string, commands: readonly string[]): string[] {
  const text = run('gdb', ['-batch', '-nx', ...commands.flatMap((command) => ['-ex', command]), path]);
  return text.trim().split('\n');
}

/** gdb leaves out blanks that are a matter of taste. */
const compact = (text: string) => text.replace(/\s*([*()[\]])\s*/g, '$1');

describe('types of variables', () => {
  it('of globals are called as gdb calls them, and as large', function () {
    needs(this, found('gcc', CLANG, 'gdb'));
    for (const { name, path, info } of everyKind(['gcc', CLANG])) {
      const globals = globalsOf(info);
      assert.deepEqual(
        globals.map((each) => each.name).sort(),
        ['bytes', 'chooser', 'chosen', 'message', 'origin', 'ratio', 'ready', 'sums'],
        name,
      );
      const said = byGdb(
        path,
        globals.flatMap((each) => [`whatis ${each.name}`, `print sizeof(${each.name})`]),
      );
      for (const [index, { type }] of globals.entries()) {
        const [what = '', size = ''] = said.slice(2 * index);
        assert.equal(compact(typeName(type)), compact(what.replace('type = ', '')), name);
        assert.equal(sizeOfType(type), Number(size.replace(/.*= /, '')), `${name}: ${typeName(type)}`);
      }
    }
  });

  it('have members where gdb finds them, bit fields and unnamed unions too', function () {
    needs(this, found('gcc', CLANG, 'gdb'));
    for (const { name, path, info } of everyKind(['gcc', CLANG])) {
      const type = globalsOf(info).find((each) => each.name === 'origin')?.type;
      const point = type && plainType(type);
      assert.ok(point?.kind === 'struct');
      const members = point.members();
      const printed = byGdb(path, ['ptype /o struct point']).join('\n');
      const offsets = [...printed.matchAll(/^\/\* +(\d+)(?:: *(\d+))? +\|[^*]*\*\/ {4}\S.*?(\w+)?(?: : \d+)?;?$/gm)];
      assert.deepEqual(
        members.map((member) => member.name),
        ['x', 'y', 'flag', 'rest', 'next', undefined],
        name,
      );
      const ours = members.slice(0, 5).map((member) => [member.name, member.offset * 8 + (member.bits?.from ?? 0)]);
      const theirs = offsets
        .slice(0, 5)
        .map(([, offset, bit = '0', member]) => [member, Number(offset) * 8 + Number(bit)]);
      assert.deepEqual(ours, theirs, `${name}\n${printed}`);
    }
  });

  it('of enumerations have their values', function () {
    needs(this, found('gcc', CLANG));
    for (const { info } of everyKind(['gcc', CLANG])) {
      const type = globalsOf(info).find(({ name }) => name === 'chosen')?.type;
      assert.ok(type?.kind === 'enum' && type.isSigned);
      assert.deepEqual(
        type.values.map(({ name, value }) => [name, BigInt.asIntN(32, value)]),
        [
          ['RED', 0n],
          ['GREEN', 5n],
          ['BLUE', -2n],
        ],
      );
    }
  });

  it('of a frame are those of its blocks, innermost first, and of what is inlined', function () {
    needs(this, found('gcc'));
    const { info } = debugged('gcc', '-gdwarf-5', '-O0');
    const [work] = info.units.flatMap((unit) => info.functionsOf(unit).all.filter(({ name }) => name === 'work'));
    const address = info.linesOf(work?.entry.unit ?? assert.fail())?.rows.find(({ line }) => line === 25)?.low;
    const frames = codeFramesAt(info, address ?? 0);
    const shown = frames.map(({ name, scopes }) => [
      name,
      variablesOf(info, scopes).map((variable) => `${typeName(variable.type)} ${variable.name}`),
    ]);
    assert.deepEqual(shown, [
      ['square', ['int value', 'int result']],
      ['work', ['int i', 'const point_t * p', 'int n', 'int total']],
    ]);
  });
});
