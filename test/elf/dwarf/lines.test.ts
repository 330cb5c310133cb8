import assert from 'node:assert/strict';
import { codeFramesAt } from '../../../src/elf/dwarf/code-frames';
import { LineTable } from '../../../src/elf/dwarf/lines/line-table';
import { placesOfFunction, placesOfLine } from '../../../src/elf/dwarf/stop-places';
import { CLANG } from '../../host/clang';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { codeOf, debugged, everyKind, run } from './programs';

/** Names and lines of an address and of what is inlined there, as addr2line prints them. */
function byAddr2line(path: string, addresses: readonly number[]): string[][] {
  const input = addresses.map((address) => address.toString(16)).join('\n');
  const blocks = run('addr2line', ['-a', '-f', '-i', '-e', path], input).split(/^0x/m).slice(1);
  return blocks.map((block) => {
    const [, ...lines] = block.trim().split('\n');
    const frames: string[] = [];
    for (let at = 0; at < lines.length; at += 2) frames.push(`${lines[at]} ${placeIn(lines[at + 1] ?? '')}`);
    return frames;
  });
}

/** A line that is not known has two spellings. */
function placeIn(text: string): string {
  const place = text.replace(/ \(discriminator \d+\)/, '');
  return /:[0?]$/.test(place) ? '?' : place;
}

describe('lines of code', () => {
  it('are those that addr2line finds for each address, with what is inlined there', function () {
    needs(this, found('gcc', CLANG, 'addr2line'));
    // addr2line of binutils 2.40 does not find what clang inlines in DWARF 5: its ranges lie elsewhere then.
    const kinds = everyKind(['gcc', CLANG]).filter(({ name }) => name !== `${CLANG} -gdwarf-5 -O2`);
    for (const { name, path, info } of kinds) {
      const addresses = codeOf(info).filter((address) => info.functionAt(address));
      assert.ok(addresses.length > 100, name);
      const expected = byAddr2line(path, addresses);
      const actual = addresses.map((address) => {
        const [innermost, ...callers] = codeFramesAt(info, address);
        // The line of a statement that begins there is shown, of which addr2line knows nothing.
        const row = info.rowAt(address);
        return [{ name: innermost?.name, place: row }, ...callers].map(
          ({ name, place }) => `${name} ${place && place.line > 0 ? `${place.path}:${place.line}` : '?'}`,
        );
      });
      assert.deepEqual(actual, expected, name);
      assert.ok(
        actual.some((frames) => frames.length > 1),
        `${name} has something inlined`,
      );
    }
  });

  it('are the same whichever version of DWARF says them', function () {
    needs(this, found(CLANG));
    const [older, newer] = ['-gdwarf-4', '-gdwarf-5'].map((version) => {
      const { info } = debugged(CLANG, version, '-O2');
      return codeOf(info).map((address) => codeFramesAt(info, address).map(({ name, place }) => [name, place]));
    });
    assert.deepEqual(newer, older);
  });

  it('are read from tables of every version', function () {
    needs(this, found('gcc', 'readelf', 'addr2line'));
    for (const version of [2, 3, 4, 5]) {
      const { path, info } = debugged('gcc', '-O1', '-gdwarf-4', `-Wa,-gdwarf-${version}`, '-save-temps=obj');
      const written = Number(/DWARF Version: +(\d)/.exec(run('readelf', ['--debug-dump=rawline', path]))?.[1]);
      assert.ok(written >= 2);
      const addresses = codeOf(info);
      const expected = byAddr2line(path, addresses).map(([innermost = '']) => innermost.split(' ')[1]);
      const actual = addresses.map((address) => {
        const row = info.rowAt(address);
        return row && row.line > 0 ? `${row.path}:${row.line}` : '?';
      });
      assert.deepEqual(actual, expected);
    }
  });

  it('have the rows that readelf decodes', function () {
    needs(this, found('gcc', 'readelf'));
    const { path, info } = debugged('gcc', '-gdwarf-5', '-O2');
    const printed = [
      ...run('readelf', ['--debug-dump=decodedline', path]).matchAll(/^lines\.c +(\d+) +0x(\w+)(.*)$/gm),
    ];
    const table = info.units.map((unit) => info.linesOf(unit)).find((each) => each !== undefined);
    assert.ok(table instanceof LineTable);
    // Of rows with one address the last one counts.
    const begun = new Set(printed.flatMap(([, , address, rest = '']) => (/\bx\b/.test(rest) ? [address] : [])));
    const last = new Map(printed.map(([, line, address]) => [address, [Number(line), begun.has(address)]]));
    assert.deepEqual(
      table.rows.map(({ low, line, begins }) => [low.toString(16), [line, begins !== undefined]]),
      [...last]
        .filter(([address]) => table.at(Number.parseInt(address ?? '', 16)))
        .sort(([a = ''], [b = '']) => Number.parseInt(a, 16) - Number.parseInt(b, 16)),
    );
  });

  it('have the address at which gdb would stop', function () {
    needs(this, found('gcc', CLANG, 'gdb'));
    for (const { name, path, info } of everyKind(['gcc', CLANG]).filter((each) => each.name.endsWith('-O0'))) {
      for (const line of [31, 37, 38, 40, 42, 47, 50]) {
        const text = run('gdb', ['-batch', '-nx', '-ex', `break lines.c:${line}`, path]);
        const places = placesOfLine(info, (each) => each.endsWith('/lines.c'), line);
        const [, address = ''] = /Breakpoint 1 at 0x(\w+)/.exec(text) ?? [];
        assert.deepEqual(
          places?.addresses.map((each) => each.toString(16)),
          [address],
          `${name}, line ${line}`,
        );
      }
      for (const wanted of ['leaf', 'work', 'main']) {
        const text = run('gdb', ['-batch', '-nx', '-ex', `break ${wanted}`, path]);
        const [, address = ''] = /Breakpoint 1 at 0x(\w+)/.exec(text) ?? [];
        assert.deepEqual(
          placesOfFunction(info, wanted).map((each) => each.toString(16)),
          [address],
          `${name}, ${wanted}`,
        );
      }
    }
  });

  it('slide to the next one that has code, and not beyond the file', function () {
    needs(this, found('gcc'));
    const { info } = debugged('gcc', '-gdwarf-5', '-O0');
    const isFile = (path: string) => path.endsWith('/lines.c');
    assert.equal(placesOfLine(info, isFile, 28)?.line, 29);
    assert.equal(placesOfLine(info, isFile, 10_000), undefined);
    assert.equal(
      placesOfLine(info, () => false, 1),
      undefined,
    );
  });
});
