/** `xtrace import`: files and streams, and calls that make no sense. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { part } from '../recording/harness';
import { Folder, xtrace } from './cli-harness';

describe('xtrace import', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('writes a trace that passes, and counts what it did not use', async () => {
    const file = folder.write('trace.txt', `# tracer: nop\n${part('perm')}`);
    const out = path.join(folder.path, 'perm.xtrace');
    const called = await xtrace(['import', file, '-o', out]);
    assert.deepEqual(called, { status: 0, out: '', error: 'trace.txt: 1 line was not used: 1 × comment.\n' });
    assert.match(readFileSync(out, 'utf8'), /^; Recorded: trace\.txt\./);
    assert.equal((await xtrace(['test', out])).status, 0);
  });

  it('finds an altered value of IA32_XFD, at its line, with exit status 1', async () => {
    const lines = part('perm').split('\n');
    const place = lines.findIndex((line) => line.includes('write_msr: 1c4, value 40000'));
    const file = folder.write('t.txt', lines.with(place, (lines[place] ?? '').replace('40000', '0')).join('\n'));
    const out = path.join(folder.path, 't.xtrace');
    await xtrace(['import', file, '-o', out]);
    const tested = await xtrace(['test', out]);
    assert.equal(tested.status, 1);
    const [, at] = /t\.xtrace:(\d+): .*expected xfd = 0x0; got xfd = 0x40000/.exec(tested.out) ?? [];
    assert.match(readFileSync(out, 'utf8').split('\n')[Number(at) - 1] ?? '', new RegExp(`; line ${place + 1}$`));
  });

  it('reads standard input, and writes observations in place of a trace', async () => {
    const { status, out } = await xtrace(['import', '-', '--json'], part('fork'));
    assert.equal(status, 0);
    const again = await xtrace(['import', '-', '--machine', 'granite-rapids', '--kernel', 'linux version=6.12'], out);
    assert.match(again.out, /^machine granite-rapids\nkernel linux version=6\.12$/m);
    assert.match(again.out, /^; Recorded: <stdin>\./);
  });

  it('takes what events of one’s own probes mean from a table', async () => {
    const file = folder.write('t.txt', 'a-9 [000] d..2. 1.000000: my_arm: (f+0x1/0x2) v=0x40000');
    const row = { kind: 'msr', access: 'write', number: 0x1c4, value: '$v' };
    const table = folder.write('probes.json', JSON.stringify({ my_arm: row }));
    const { out } = await xtrace(['import', file, '--probes', table, '--json']);
    assert.match(out, /"kind":"msr","access":"write","number":452,"value":"0x40000"/);
    const wrong = folder.write('wrong.json', JSON.stringify({ my_arm: { ...row, value: undefined } }));
    const { status, error } = await xtrace(['import', file, '--probes', wrong]);
    assert.equal(status, 2);
    assert.match(error, /--probes: .*wrong\.json is no table of probes\. Its row `my_arm` cannot be used/);
  });

  it('says what is wrong with a call', async () => {
    const area = folder.write('a.txt', 'x86/fpu: Enabled xstate features 0x7, context size is 832 bytes, using');
    for (const [argv, message] of [
      [['import'], /Name a trace, or - for standard input/],
      [['import', path.join(folder.path, 'no.txt')], /does not exist/],
      [['import', area, '--format', 'svg'], /There is no format `svg`: there are core, elf, observations, ftrace/],
      [['import', area, '--json'], /a\.txt is of the format dmesg, which has no observations/],
      [['import', area, '-o', path.join(folder.path, 'no', 'out')], /-o: .* cannot be written/],
    ] as const) {
      const { status, error } = await xtrace(argv);
      assert.equal(status, 2, argv.join(' '));
      assert.match(error, message);
    }
  });
});
