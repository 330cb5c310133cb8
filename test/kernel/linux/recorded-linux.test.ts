/**
 * What a real Linux 6.1 answered to probes (test/fixtures/linux/results.txt), as traces: test/traces/linux-6.1/GROUP.xtrace
 * quotes the recorded lines of `## GROUP` in comments that begin with `;>`, and checks each below its quotation. The
 * quotations put together, with their words as they are, are the whole group: nothing is left out or made up. Folders of
 * later versions beside it hold traces for what they do otherwise.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { problems, run } from '../../world/harness';

const TRACES = path.join(__dirname, '../../traces');
const RECORDED = 'linux-6.1';
const RESULTS = path.join(__dirname, '../../fixtures/linux/results.txt');

/** The recorded lines by group, with the words one space apart. */
const GROUPS: ReadonlyMap<string, string> = new Map(
  [...readFileSync(RESULTS, 'utf8').matchAll(/^## (?!end)(\S+)\n([\s\S]*?)^## end \1 .*$/gm)].map(
    ([, name = '', lines = '']) => [name, words(lines)],
  ),
);

function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}

function quoted(trace: string): string {
  return words([...trace.matchAll(/^\s*;>(.*)$/gm)].map(([, quotation]) => quotation).join('\n'));
}

function traceOf(folder: string, name: string): string {
  return path.join(TRACES, folder, `${name}.xtrace`);
}

describe('what a real Linux 6.1 did', () => {
  it('is about all that was recorded', () => {
    assert.equal(GROUPS.size, 40);
    const traces = readdirSync(path.join(TRACES, RECORDED)).map((file) => path.basename(file, '.xtrace'));
    assert.deepEqual(traces.sort(), [...GROUPS.keys()].sort());
  });

  for (const [name, lines] of GROUPS) {
    it(`in ${name} the model does as well`, () => {
      const text = readFileSync(traceOf(RECORDED, name), 'utf8');
      assert.match(text, /^kernel\s+linux version=6\.1\.192 idle=halt$/m);
      assert.equal(quoted(text), lines);
      assert.deepEqual(problems(run(text)), []);
    });
  }
});

for (const folder of readdirSync(TRACES).filter((name) => name.startsWith('linux-') && name !== RECORDED)) {
  describe(`what ${folder} does otherwise`, () => {
    for (const file of readdirSync(path.join(TRACES, folder)).filter((name) => name.endsWith('.xtrace'))) {
      it(`in ${path.basename(file, '.xtrace')}`, () => {
        assert.deepEqual(problems(run(readFileSync(path.join(TRACES, folder, file), 'utf8'))), []);
      });
    }
  });
}
