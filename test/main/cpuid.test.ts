/** `xtrace cpuid`: text, JSON, and calls that make no sense. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FEATURES, MODELLED_FEATURE_NAMES, withRequirements } from '../../src/machine/architecture/feature';
import { CPU_MODELS } from '../../src/machine/processor/models';
import { Folder, xtrace } from './cli-harness';

/** Of a table in the text: the cells of the row that begins so. */
function row(text: string, ...start: string[]): string[] | undefined {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}|\s(?=0x)/))
    .find((cells) => start.every((cell, index) => cells[index] === cell));
}

describe('xtrace cpuid', () => {
  it('prints leaves and components of the default model, as recorded', async () => {
    const { status, out, error } = await xtrace(['cpuid']);
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^Intel Sapphire Rapids \(sapphire-rapids\), GenuineIntel\n/);
    assert.deepEqual(row(out, '0xd', '0x0'), [
      ...['0xd', '0x0'],
      ...['0x000602e7', '0x00002b00', '0x00002b00', '0x00000000'],
    ]);
    assert.deepEqual(row(out, '0xd', '0x12')?.slice(2), ['0x00002000', '0x00000b00', '0x00000006', '0x00000000']);
    assert.deepEqual(row(out, '0x602e7'), ['0x602e7', '0xdd00', '0x40000', '0xffff']);
    assert.deepEqual(row(out, '1', 'SSE'), ['1', 'SSE', 'user', '256', '-', '-', 'legacy', 'legacy', 'legacy']);
    assert.deepEqual(row(out, '18', 'XTILEDATA'), [
      ...['18', 'XTILEDATA', 'user', '8192', '64', 'yes'],
      ...['2816', '2560', '3584'],
    ]);
    assert.deepEqual(row(out, '15', 'LBR'), ['15', 'LBR', 'supervisor', '808', '-', '-', '-', '-', '2664']);
    assert.deepEqual(row(out, 'end'), ['end', '11008', '10752', '11776']);
    assert.doesNotMatch(out, / $/m);
  });

  it('prints every model, with features added and taken away', async () => {
    for (const { name, title } of CPU_MODELS) {
      const { status, out } = await xtrace(['cpuid', name]);
      assert.equal(status, 0);
      assert.ok(out.startsWith(`${title} (${name}), `));
    }
    const apx = await xtrace(['cpuid', 'diamond-rapids']);
    assert.deepEqual(row(apx.out, '19', 'APX')?.slice(6, 8), ['960', '10752']);
    const less = await xtrace(['cpuid', 'skylake-sp -mpx']);
    assert.deepEqual(row(less.out, 'end')?.slice(0, 3), ['end', '2696', '2440']);
    assert.equal(row(less.out, '3', 'BNDREGS'), undefined);
    const more = await xtrace(['cpuid', 'Granite-Rapids', '+amx-complex']);
    assert.match(more.out, /^Features:[^:]* amx-fp16\b/m);
    assert.match(more.out, /\bamx-complex\b/);
  });

  it('prints JSON with numbers for sizes and hexadecimal strings for masks', async () => {
    const { status, out } = await xtrace(['cpuid', 'zen4', '--json']);
    assert.equal(status, 0);
    const report = JSON.parse(out);
    assert.deepEqual(
      { ...report, features: undefined, leaves: undefined, components: undefined },
      {
        model: 'zen4',
        title: 'AMD Zen 4',
        vendor: 'AuthenticAMD',
        features: undefined,
        xcr0: '0x2e7',
        xss: '0x1800',
        xfd: '0x0',
        problems: [],
        mxcsr_mask: '0x2ffff',
        standard_size: 2440,
        compacted_size: 2440,
        compacted_all_size: 2480,
        leaves: undefined,
        components: undefined,
      },
    );
    assert.ok(report.features.includes('avx512f') && !report.features.includes('xfd'));
    assert.deepEqual(report.leaves[4], {
      leaf: '0xd',
      subleaf: 0,
      eax: '0x2e7',
      ebx: '0x988',
      ecx: '0x988',
      edx: '0x0',
    });
    assert.deepEqual(report.components.at(-1), {
      index: 12,
      name: 'CET_S',
      kind: 'supervisor',
      size: 24,
      align64: false,
      xfd: false,
      standard_offset: null,
      compacted_offset: null,
      compacted_all_offset: 2456,
    });
  });

  it('writes a dump that describes the same processor, from a file or standard input', async () => {
    const folder = new Folder();
    for (const { name } of CPU_MODELS) {
      const dump = await xtrace(['cpuid', name, '--dump']);
      assert.match(dump.out, /^ {3}0x00000007 0x00: eax=0x/m);
      const named = JSON.parse((await xtrace(['cpuid', name, '--json'])).out);
      const file = folder.write('my host.cpuid', dump.out);
      const read = await xtrace(['cpuid', file, '--json']);
      assert.deepEqual([read.status, read.error], [0, '']);
      assert.deepEqual({ ...JSON.parse(read.out), model: name, title: named.title }, named);
      assert.match((await xtrace(['cpuid', '-'], dump.out)).out, /^<stdin> \(<stdin>\), (GenuineIntel|AuthenticAMD)\n/);
    }
    folder.remove();
  });

  it('says what in a dump does not fit together, and fails', async () => {
    const { out: good } = await xtrace(['cpuid', 'sapphire-rapids', '--dump']);
    const bad = good.replace('ebx=0x00080040', 'ebx=0x00040040');
    const { status, out } = await xtrace(['cpuid', '-'], bad);
    assert.equal(status, 1);
    assert.match(out, /^warning: CPUID 0x1d\.1 has 4 tiles of 1024 bytes, and 0xd\.12 EAX gives XTILEDATA 8192/m);
    const { problems } = JSON.parse((await xtrace(['cpuid', '-', '--json'], bad)).out);
    assert.equal(problems.length, 1);
  });

  it('takes features from the processor of a dump', async () => {
    const { out: dump } = await xtrace(['cpuid', 'sapphire-rapids', '--dump']);
    const { out } = await xtrace(['cpuid', '--', '-', '-amx-tile'], dump);
    assert.equal(row(out, '18', 'XTILEDATA'), undefined);
  });

  it('says why a file cannot be used', async () => {
    const { status, error } = await xtrace(['cpuid', '-'], 'hello');
    assert.equal(status, 2);
    assert.match(error, /^xtrace: "<stdin>" cannot be used\. It has no leaf 0/);
    assert.match((await xtrace(['cpuid', __dirname])).error, /is a folder, not a dump of CPUID\.\n$/);
  });

  it('refuses models and features that do not exist', async () => {
    for (const [argv, message] of [
      [
        ['diamond-rapid'],
        'xtrace: There is no CPU model and no file `diamond-rapid`. Did you mean `diamond-rapids`?\n',
      ],
      [['i8086'], /^xtrace: There is no CPU model and no file `i8086`\. Known: sapphire-rapids, .* A file with a dump/],
      [['zen4', '+xfdd'], 'xtrace: `xfdd` is no CPUID feature. Did you mean `xfd`?\n'],
      [['zen4 xfd'], /^xtrace: `xfd`: a feature is added with \+/],
    ] as const) {
      const { status, out, error } = await xtrace(['cpuid', ...argv]);
      assert.deepEqual([status, out], [2, '']);
      if (typeof message === 'string') assert.equal(error, message);
      else assert.match(error, message);
    }
  });
});

describe('the pages on machines', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/language.md'), 'utf8');
  const registers = ['EAX', 'EBX', 'ECX', 'EDX'];

  it('list every model', () => {
    for (const { name } of CPU_MODELS) assert.match(page, new RegExp(`^\\| \`${name}\``, 'm'), name);
  });

  it('list every feature with its CPUID bit and what it needs, and no other', () => {
    const start = page.indexOf('| feature | CPUID |');
    const rows = page.slice(start, page.indexOf('\n<!-- end -->', start)).split('\n').slice(2);
    const listed = rows.map((text) =>
      text
        .split('|')
        .slice(1, 4)
        .map((cell) => cell.trim()),
    );
    const expected = MODELLED_FEATURE_NAMES.map((name) => {
      const { flag, leaf, register, bit } = FEATURES[name];
      const number = leaf.replace(/\.0$/, '').toUpperCase();
      const needs = withRequirements(name).slice(1);
      const nearestNeeds = needs.filter(
        (one) => !needs.some((other) => withRequirements(other).slice(1).includes(one)),
      );
      return [
        `\`${flag}\``,
        `${number} ${registers[register]}[${bit}]`,
        nearestNeeds.map((one) => `\`${FEATURES[one].flag}\``).join(' '),
      ];
    });
    assert.deepEqual([...listed].sort(), [...expected].sort());
  });
});
