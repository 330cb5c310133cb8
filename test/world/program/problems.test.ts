/** What is wrong with the files and the sizes of a trace is found while it is laid out, and told all at once. */
import assert from 'node:assert/strict';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { LIMITS } from '../../../src/language/errors/limits';
import '../../../src/main/iced-on-node';
import { checkProgram, loadProgram } from '../../../src/world/program/load-program';

const missing = (name: string): never => {
  throw new ExpressionError('file-not-read', `${name} does not exist.`);
};
const NO_FILES = { sizeOf: missing, read: missing };

const LOST = `xtrace 1
machine from "cpu.txt"
data a = file "a.bin"
data b = file "b.bin"
l: nop
mov eax, rbx
`;

const places = (diagnostics: readonly { code: string; range: { line: number; start: number } }[]) =>
  diagnostics.map(({ code, range }) => `${code} ${range.line + 1}:${range.start}`);

describe('problems of laying out a trace', () => {
  it('are told all at once, with those of the code, by checking and by loading', () => {
    const all = ['file-not-read 2:13', 'file-not-read 3:9', 'file-not-read 4:9', 'wrong-operand 6:9'];
    assert.deepEqual(places(checkProgram(LOST, NO_FILES)), all);
    assert.deepEqual(places(loadProgram(LOST, { files: NO_FILES }).diagnostics), all);
  });

  it('are told with the programs and their input that are not there', () => {
    const text = 'xtrace 1\ndata a = file "a.bin"\ntask A exec "one"\ntask B exec "two" stdin "in"\n';
    const all = ['file-not-read 2:9', 'file-not-read 3:12', 'file-not-read 4:12', 'file-not-read 4:24'];
    assert.deepEqual(places(loadProgram(text, { files: NO_FILES }).diagnostics), all);
    assert.deepEqual(places(checkProgram(text, NO_FILES)), all);
  });

  it('are told where files could be measured and then not be read', () => {
    const files = { sizeOf: () => 64, read: missing };
    const { program, diagnostics } = loadProgram('xtrace 1\ndata a = file "a"\ndata b = file "b"\nnop\n', { files });
    assert.equal(program, undefined);
    assert.deepEqual(places(diagnostics), ['file-not-read 2:9', 'file-not-read 3:9']);
  });

  it('say once that all data is too much, whatever else stands behind', () => {
    const files = { sizeOf: () => LIMITS.data.most, read: () => new Uint8Array(LIMITS.data.most) };
    const text = `xtrace 1\n${Array.from({ length: 40 }, (_, index) => `data d${index} = file "f"`).join('\n')}\n`;
    for (const all of [text, text.replaceAll('file "f"', 'zero 67108864')]) {
      const found = places(checkProgram(all, files));
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', /^too-much-data /);
    }
  });

  it('say once of a path that it leads out of the folder, and look for nothing there', () => {
    const asked: string[] = [];
    const files = { ...NO_FILES, sizeOf: (name: string) => asked.push(name) };
    const text = 'xtrace 1\ndata a = file "../a"\ntask A exec "/b" stdin "../c"\ntask B core "../d"\n';
    const all = ['path-outside 2:9', 'path-outside 3:12', 'path-outside 3:23', 'path-outside 4:12'];
    assert.deepEqual(places(checkProgram(text, files)), all);
    assert.deepEqual(asked, []);
  });

  it('are as many as anybody reads', () => {
    const text = `xtrace 1\n${Array.from({ length: 120 }, (_, index) => `data d${index} = file "f${index}"`).join('\n')}\n`;
    assert.equal(checkProgram(text, NO_FILES).length, LIMITS.problems.most + 1);
  });
});
