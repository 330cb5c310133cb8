/** `xtrace diff`: two moments of a trace, or two traces. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { bare, Folder, xtrace } from './cli-harness';

const FIRST_USE = path.join(__dirname, '../../examples/first-use.xtrace');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('xtrace diff', () => {
  it('tells what differs between two moments, and answers 1', async () => {
    const { status, out } = await xtrace(['diff', FIRST_USE, '--at', '1', '--at', '@12']);
    assert.equal(status, 1);
    assert.match(out, /^From @1 \(line \d+\) to @12 \(line \d+\): \d+ differences\n/);
    assert.match(out, /\n {4}xfd: 0x40000 XTILEDATA → 0x0\n/);
    assert.match(out, /\n {2}size: 2560 → 10752\n/);
  });

  it('says that nothing differs, and answers 0', async () => {
    const { status, out } = await xtrace(['diff', FIRST_USE, '--at', '3', '--at', '3']);
    assert.deepEqual([status, /: nothing differs\.\n$/.test(out)], [0, true]);
    const same = await xtrace(['diff', FIRST_USE, FIRST_USE, '--json']);
    assert.deepEqual([same.status, same.out], [0, '']);
  });

  it('compares the ends of two traces, or what the two are before a step', async () => {
    const [seven, eight] = [
      folder.write('seven.xtrace', bare('mov eax, 7', 'nop')),
      folder.write('eight.xtrace', bare('mov eax, 8', 'nop')),
    ];
    const ends = await xtrace(['diff', seven, eight]);
    assert.equal(ends.status, 1);
    assert.ok(ends.out.startsWith(`From ${seven} @2, the end (line `));
    assert.match(ends.out, / rax: 0x7 → 0x8\n/);
    assert.doesNotMatch((await xtrace(['diff', seven, eight, '--at', '1'])).out, /rax/);
    assert.match((await xtrace(['diff', seven, eight, '--at', '1', '--at', 'end'])).out, / rax: 0x0 → 0x8\n/);
  });

  it('writes an object a difference with --json', async () => {
    const { out } = await xtrace(['diff', FIRST_USE, '--at', '1', '--at', '12', '--json']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; path: string[]; before: string; after: string });
    assert.ok(rows.every(({ kind, path: names }) => kind === 'difference' && names.length > 1));
    const xfd = rows.find(({ path: names }) => names.at(-1) === 'xfd');
    assert.deepEqual(xfd, {
      kind: 'difference',
      path: ['CPU 0', 'control and status', 'xfd'],
      before: '0x40000 XTILEDATA',
      after: '0x0',
    });
  });

  it('shows the first members of a large group, and all with --all', async () => {
    const stores = Array.from({ length: 40 }, (_, index) => `mov byte ptr [buffer + ${index * 64}], 1`);
    const trace = folder.write('many.xtrace', bare('data buffer = i8[4096] fill(0)', ...stores));
    const short = await xtrace(['diff', trace, '--at', '1', '--at', 'end']);
    assert.match(short.out, /and 24 more\n/);
    assert.doesNotMatch((await xtrace(['diff', trace, '--at', '1', '--at', 'end', '--all'])).out, / more\n/);
  });

  it('refuses what it cannot compare, with 2 as the answer', async () => {
    const broken = folder.write('broken.xtrace', bare('nothing'));
    for (const [argv, message] of [
      [[], /name a trace and two moments/],
      [[FIRST_USE], /two moments: --at 41 --at 97/],
      [[FIRST_USE, '--at', '1'], /two moments/],
      [[FIRST_USE, '--at', '0', '--at', '2'], /from 1 on, or end, not "0"/],
      [[FIRST_USE, '--at', '1', '--at', '900'], /no step 900: the trace ends with step \d+/],
      [[FIRST_USE, '--at', '1', '--at', '2', '--at', '3'], /twice/],
      [['a', 'b', 'c'], /what is c/],
      [['-', '-'], /only once/],
      [[FIRST_USE, path.join(path.dirname(broken), 'none.xtrace')], /does not exist/],
      [[FIRST_USE, broken], /broken\.xtrace:\d+:\d+: error/],
    ] as const) {
      const { status, error } = await xtrace(['diff', ...argv]);
      assert.equal(status, 2, argv.join(' '));
      assert.match(error, message);
    }
  });
});
