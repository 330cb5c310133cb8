import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ElfFile } from '../../src/elf/elf-file';
import { isProblem, readElf } from '../../src/elf/read-elf';
import { needs } from '../host/needs';
import { compiled, found } from '../world/programs/programs';
import { DATA, elfFile, type Shape, TEXT } from './files';
import { fuzzElf } from './fuzz-elf';

function read(shape?: Shape): ElfFile {
  const file = readElf(elfFile(shape));
  assert.ok(!isProblem(file), isProblem(file) ? file.problem : '');
  return file;
}

function problemOf(bytes: Uint8Array): string {
  const file = readElf(bytes);
  assert.ok(isProblem(file));
  return file.problem;
}

/** What readelf prints in lines of its program headers. */
const HEADER = /^ {2}(\w+)\s+0x(\w+) 0x(\w+) 0x\w+ 0x(\w+) 0x(\w+) ([R ])([W ])([E ])/;

describe('an ELF file', () => {
  it('tells where it goes, with which rights, and what it does not have itself', () => {
    const { isRelocatable, entry, segments, headers, interpreter, executableStack } = read();
    assert.deepEqual([isRelocatable, entry, interpreter, executableStack], [false, 0x40_0100, null, false]);
    assert.deepEqual(headers, { count: 2, offset: 0x40, address: 0x40_0040 });
    assert.deepEqual(
      segments.map(({ address, memorySize, readable, writable, executable }) => [
        address,
        memorySize,
        readable,
        writable,
        executable,
      ]),
      [
        [0x40_0000, 0x200, true, false, true],
        [0x40_1200, 0x2000, true, true, false],
      ],
    );
  });

  it('may lie anywhere, name an interpreter, and want a stack that is executed', () => {
    const interpreter = { ...TEXT, type: 3, flags: 4, offset: 0x180, address: 0x40_0180, fileSize: 8, memorySize: 8 };
    const stack = { type: 0x6474_e551, flags: 7, offset: 0, address: 0, fileSize: 0, memorySize: 0 };
    const file = read({ type: 3, headers: [interpreter, TEXT, DATA, stack], text: '/lib/ld' });
    assert.deepEqual([file.isRelocatable, file.interpreter, file.executableStack], [true, '/lib/ld', true]);
    assert.equal(read({ headers: [TEXT, { ...stack, flags: 6 }] }).executableStack, false);
  });

  it('is read as readelf reads what a compiler makes', function () {
    needs(this, found('gcc', 'readelf'));
    for (const options of [['-static'], ['-static-pie'], []]) {
      const path = compiled('gcc', 'arguments.c', ...options, '-O1');
      const file = readElf(new Uint8Array(readFileSync(path)));
      assert.ok(!isProblem(file));
      const text = execFileSync('readelf', ['-lhW', path], { encoding: 'utf8' });
      const rows = text.split('\n').flatMap((line) => [HEADER.exec(line) ?? []].filter((match) => match[1] === 'LOAD'));
      assert.deepEqual(
        file.segments.map((segment) => Object.values(segment)),
        rows.map(([, , offset = '', address = '', fileSize = '', memorySize = '', r, w, x]) => [
          Number.parseInt(offset, 16),
          Number.parseInt(fileSize, 16),
          Number.parseInt(address, 16),
          Number.parseInt(memorySize, 16),
          r === 'R',
          w === 'W',
          x === 'E',
        ]),
      );
      assert.equal(file.entry, Number.parseInt(/Entry point address: +0x(\w+)/.exec(text)?.[1] ?? '', 16));
      assert.equal(file.interpreter, /interpreter: (.*)\]/.exec(text)?.[1] ?? null);
    }
  });

  const wrong: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
    ['is empty', new Uint8Array(), /no ELF file/],
    ['is a script', Uint8Array.from('#!/bin/sh\n', (character) => character.charCodeAt(0)), /no ELF file/],
    ['ends in its header', elfFile().subarray(0, 40), /cut off: 40 bytes/],
    ['is for 32 bits', patched(4, 1), /32-bit/],
    ['is big-endian', patched(5, 2), /big-endian/],
    ['is for ARM', elfFile({ machine: 183 }), /ARM \(AArch64\)/],
    ['is for a processor without a name here', elfFile({ machine: 9999 }), /e_machine 9999/],
    ['is an object file', elfFile({ type: 1 }), /object file: link it/],
    ['is a core file', elfFile({ type: 4 }), /core file/],
    ['is of no known type', elfFile({ type: 77 }), /e_type\) is 77/],
    ['has no program headers', elfFile({ headers: [] }), /nothing to load/],
    ['has program headers of another size', patched(54, 32), /32 bytes each/],
    ['has too many program headers', patched(57, 0xff), /at most 1024/],
    ['has its program headers beyond its end', patched(33, 0xff), /cut off: its program headers/],
    ['loads nothing', elfFile({ headers: [{ ...TEXT, type: 6 }] }), /loads nothing/],
    ['has more of a segment than memory', elfFile({ headers: [{ ...TEXT, memorySize: 1 }] }), /larger in the file/],
    ['ends before a segment does', elfFile({ headers: [{ ...TEXT, fileSize: 0x900, memorySize: 0x900 }] }), /cut off/],
    [
      'goes beyond the user half',
      elfFile({ headers: [TEXT, { ...DATA, address: 0x7fff_ffff_e200, memorySize: 0x2000 }] }),
      /beyond the memory of a program/,
    ],
    ['has a segment that no page can hold', elfFile({ headers: [{ ...TEXT, address: 0x40_0010 }] }), /in its page/],
    ['wants too much memory', elfFile({ headers: [TEXT, { ...DATA, memorySize: 2 ** 40 }] }), /bytes of memory/],
    ['begins in data', elfFile({ entry: 0x40_1200 }), /entry point/],
    ['begins nowhere', elfFile({ entry: 0 }), /entry point/],
    [
      'has an interpreter without a name',
      elfFile({ headers: [TEXT, { ...TEXT, type: 3, fileSize: 1 }] }),
      /interpreter .* cannot be read/,
    ],
  ];

  for (const [what, bytes, says] of wrong) {
    it(`that ${what} is refused with one sentence`, () => {
      const problem = problemOf(bytes);
      assert.match(problem, says);
      assert.match(problem, /^[A-Z][^\n]*\.$/);
    });
  }

  it('never leads to anything but a program or one sentence, whatever is changed in it', () => {
    const { files, loaded, problems } = fuzzElf(19, 1000);
    assert.deepEqual(problems, []);
    assert.equal(files, 1000);
    assert.ok(loaded > 100 && loaded < 1000, `${loaded} were loaded`);
  });
});

function patched(at: number, value: number): Uint8Array {
  const bytes = elfFile();
  bytes[at] = value;
  return bytes;
}
