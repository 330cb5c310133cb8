import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeText } from '../../../src/language/assembly/line-table';
import { hover } from '../../../src/language/editing/hover/hover';
import { parseTrace } from '../../../src/language/parser';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';
import { needs } from '../../host/needs';
import { gnuBinutils } from '../../machine/assembler/gnu-assembler';
import { assemblyOf, COMPILERS, LOOPS_C } from '../../world/compiler';
import { load } from '../../world/harness';

/** What `.loc` says, as `LINE FUNCTION FILE:LINE:COLUMN`, by one-based lines. */
function placesOf(text: string): string[] {
  return [...parseTrace(text).compiledFrom].map(
    ([line, { file, line: source, column, symbol }]) => `${line + 1} ${symbol} ${file}:${source}:${column}`,
  );
}

/** The lines of C by address that GNU's tools read out of the line table, counted from the first. */
function decodedLines(assembly: string): Map<number, number> {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-lines-'));
  try {
    writeFileSync(join(folder, 'in.s'), assembly.replace(/^.*\.addrsig.*$/gm, '')); // clang's own
    execFileSync('as', ['--64', '-o', 'in.o', 'in.s'], { cwd: folder, stdio: 'pipe' });
    const dump = execFileSync('objdump', ['--dwarf=decodedline', 'in.o'], { cwd: folder, encoding: 'utf8' });
    const rows = [...dump.matchAll(/^\S*lines\.c\s+(\d+)\s+(0x[0-9a-f]+|0)\s/gm)];
    return new Map(rows.map(([, line, address]) => [Number(address), Number(line)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('lines of C', () => {
  it('are those of the last `.loc`, with the function whose label came last', () => {
    const text = [
      '.file "a.c"',
      'nop',
      '.file 0 "/src" "a.c"',
      '.file 1 "sub/b.c"',
      'f:',
      '.LFB0:',
      '.loc 0 7 3',
      'nop',
      '.L2:',
      'nop',
      '.loc 1 40 is_stmt 0 view .LVU1',
      '.byte 0x90',
      'g:',
      '.loc 0 0',
      'nop',
      '.loc 9 1',
      'nop',
      '.loc 0 12',
      'ret',
      'stop',
      'nop',
    ].join('\n');
    assert.deepEqual(placesOf(text), ['8 f a.c:7:3', '10 f a.c:7:3', '12 f sub/b.c:40:0', '19 g a.c:12:0']);
  });

  it('end with the procedure that the paste is in', () => {
    assert.deepEqual(placesOf('proc p\n.file 1 "a.c"\nf:\n.loc 1 2 3\nnop\nend\nnop\nproc q\nnop\nend'), [
      '5 f a.c:2:3',
    ]);
  });

  it('are named by the file’s own name', () => {
    assert.equal(placeText({ file: '../src/layer.c', line: 40, column: 2, symbol: 'f' }), 'layer.c:40');
  });

  for (const { name, found } of COMPILERS) {
    for (const level of ['-O0', '-O2']) {
      it(`are what GNU's tools read out of what ${name} -g ${level} prints`, function () {
        const command = needs(this, found);
        needs(this, gnuBinutils());
        const assembly = assemblyOf(command, LOOPS_C, 'lines.c', '-g', level);
        const expected = decodedLines(assembly);
        assert.ok(expected.size > 4);
        const { steps, trace, symbols } = load(`xtrace 1\nproc code\n${assembly}\nend\n`);
        const inner = symbols.get('inner');
        assert.ok(inner && inner.kind !== 'constant');
        const own = [...steps].filter(({ kind, proc }) => kind === 'instruction' && proc === 'code');
        let compared = 0;
        for (const { address, line } of own) {
          const wanted = expected.get(address - inner.address);
          // Behind the padding between functions, which is not laid out here, addresses differ.
          if (wanted === undefined || trace.compiledFrom.get(line)?.symbol !== 'inner') continue;
          compared++;
          assert.equal(trace.compiledFrom.get(line)?.line, wanted, trace.text.split('\n')[line]);
        }
        assert.ok(compared >= 2);
        const returns = readFileSync(join(LOOPS_C, 'lines.c'), 'utf8')
          .split('\n')
          .findIndex((line) => line.includes('/* calls */'));
        const lines = new Set([...trace.compiledFrom.values()].map(({ symbol, line }) => `${symbol} ${line}`));
        assert.ok(lines.has(`outer ${returns + 1}`));
      });
    }
  }

  it('are said of an instruction by its hover', () => {
    const trace = parseTrace('xtrace 1\n.file 1 "src/layer.c"\nf:\n.loc 1 40 3\n    nop\n    nop\n');
    assert.match(hover(trace, 4, 5, CHECK_CONTEXT)?.text ?? '', /Compiled from `layer\.c:40`/);
    assert.doesNotMatch(hover(parseTrace('nop'), 0, 1, CHECK_CONTEXT)?.text ?? '', /Compiled/);
  });
});
