/** `xtrace probe`: the program, recordings against models, and files that are none. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decode } from '../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../src/machine/disassembler/format-instruction';
import { familyAndModel } from '../../src/machine/processor/maker';
import { CPU_MODELS } from '../../src/machine/processor/models';
import { instructionOf, NotModelled } from '../../src/main/probe/instruction-text';
import { CLANG } from '../host/clang';
import { hostUnder } from '../host/host';
import { needs, type Oracle, type Want } from '../host/needs';
import { Folder, xtrace } from './cli-harness';

const PROGRAM = path.join(__dirname, '../../src/main/cli/commands/probe.c');
const FIXTURES = path.join(__dirname, '../fixtures');
const ICE_LAKE = path.join(FIXTURES, 'probe/ice-lake-sp.jsonl.gz');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const lines = (file: string) => gunzipSync(readFileSync(file)).toString().trim().split('\n');
const recordedLines = lines(ICE_LAKE);

/** The recording with one of its lines changed; the first whose text has `part`. */
function changed(part: string, change: (line: Record<string, unknown>) => object): { text: string; line: number } {
  const index = recordedLines.findIndex((line) => line.includes(part));
  assert.ok(index >= 0, part);
  const wrong = JSON.stringify(change(JSON.parse(recordedLines[index] ?? '')));
  return { text: recordedLines.with(index, wrong).join('\n'), line: index + 1 };
}

/** What the table of the report says of an instruction: how many agree, how many differ. */
function tally(report: string, what: string): readonly number[] {
  const row = new RegExp(`^${what} +(\\d+) +(\\d+)`, 'm').exec(report);
  return row ? [Number(row[1]), Number(row[2])] : [];
}

function differing(report: string): number {
  return [...report.matchAll(/^\S.*? +\d+ +(\d+)(?: {3}\d+ left out.*)?$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

/** A compiler of C that makes programs for this machine. */
function compiler(name: string): Oracle<string> | Want {
  const { processor, hasPrograms } = hostUnder();
  if ('want' in processor) return processor;
  return hasPrograms(name) ? { against: `the processor, ${processor.signature}`, use: name } : { want: name };
}

describe('the program that xtrace probe prints', () => {
  it('is the one in the sources', async () => {
    assert.deepEqual(await xtrace(['probe']), { status: 0, out: readFileSync(PROGRAM, 'utf8'), error: '' });
  });

  it('executes the instructions that it names', () => {
    const text = readFileSync(PROGRAM, 'utf8');
    const rows = [...text.matchAll(/^ {4}\{"([^"]+)", .*\{((?:0x[0-9a-f]{2}(?:, )?)+)\}\},$/gm)];
    assert.ok(rows.length >= 41, `${rows.length} rows`);
    for (const [, name = '', digits = ''] of rows) {
      const line = /^t(dp|cmm)/.test(name) ? `${name} tmm0, tmm1, tmm2` : name;
      const decoded = decode(Uint8Array.from(digits.split(', ').map(Number)), 0);
      if (decoded.kind === 'not-modelled') assert.throws(() => instructionOf(line, 0), NotModelled);
      else {
        assert.ok(decoded.kind === 'instruction', line);
        assert.equal(formatInstruction(decoded.instruction), formatInstruction(instructionOf(line, 0)));
      }
    }
  });

  for (const name of ['gcc', CLANG]) {
    it(`compiles with ${name} without a warning, and records the processor at hand, every time the same`, async function () {
      this.timeout(60_000);
      const command = needs(this, compiler(name));
      const program = path.join(folder.path, 'probe');
      execFileSync(command, ['-Wall', '-Wextra', '-Werror', '-O1', '-o', program, PROGRAM], { stdio: 'pipe' });
      const record = () => execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 28 });
      // An interrupt may change what is in use: what comes out three times otherwise is a difference.
      const recordings = [record(), record(), record(), record()];
      const recording = recordings.find((each, index) => recordings.indexOf(each) !== index);
      assert.ok(recording !== undefined, 'no two of four recordings are alike');
      const { processor } = hostUnder();
      assert.ok('signature' in processor);
      const { vendor, family, model, stepping } = JSON.parse(recording.split('\n')[0] ?? '');
      assert.equal(`${vendor} ${family}-${model}-${stepping}`, processor.signature);
      const file = folder.write('probe.jsonl', recording);
      const { status, out, error } = await xtrace(['probe', '--check', file]);
      if (processor.maker === undefined) assert.match(error, /choices of .* are not known/);
      else if (processor.maker === 'GenuineIntel') assert.deepEqual([status, error], [0, ''], out);
      else assert.equal(error, '');
    });
  }
});

describe('the products that the program records', () => {
  it('are those of tiles loaded as its lines say, of every kind of bytes', async function () {
    this.timeout(60_000);
    const command = needs(this, compiler('gcc'));
    const program = path.join(folder.path, 'probe-tiles');
    const source = path.join(__dirname, 'probe-tiles.c');
    // What it does not call of the program is no mistake.
    execFileSync(command, ['-Wall', '-Wextra', '-Werror', '-Wno-unused-function', '-O1', '-o', program, source]);
    const file = folder.write('tiles.jsonl', execFileSync(program));
    const { status, out } = await xtrace(['probe', '--check', file, '--model', 'sapphire-rapids']);
    assert.equal(status, 0, out);
    for (const insn of ['tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud']) assert.deepEqual(tally(out, insn), [12, 0], insn);
  });
});

describe('a recording against a model', () => {
  it('is checked against the own leaves of a processor that has no model', async () => {
    const { status, out, error } = await xtrace(['probe', '--check', ICE_LAKE]);
    assert.deepEqual([status, error], [0, ''], out);
    assert.match(out, /^\S+ice-lake-sp\.jsonl\.gz: GenuineIntel family 6 model 106 stepping 6, Intel.*; XCR0 0xe7\n/);
    assert.match(
      out,
      /^Model: no model has this number: its own CPUID leaves, with what Intel Sapphire Rapids chooses\.$/m,
    );
    assert.match(out, /^Not recorded: AMX: /m);
    assert.deepEqual(tally(out, 'CPUID leaf 0xd: where components lie'), [4, 0]);
    assert.match(out, /^The model does all that was recorded\.$/m);
  });

  it('is checked against the model that has the number of the processor', async () => {
    for (const { vendor, leaves, title } of CPU_MODELS) {
      const [family, model] = familyAndModel(leaves['1.0']);
      const { text } = changed('"processor"', (line) => ({ ...line, vendor, family, model, xcr0: '0x7' }));
      const few = text.split('\n').filter((line) => !/"insn"/.test(line));
      const { out } = await xtrace(['probe', '--check', '-'], few.join('\n'));
      assert.ok(out.includes(`\nModel: ${title}, which has this number.\n`), out);
    }
  });

  it('says line and place of what a model does otherwise, model first', async () => {
    const { text, line } = changed('"prelude":[],"insn":"xsave64 [rbx]"', (each) => ({ ...each, trap: 13, error: 7 }));
    const { status, out } = await xtrace(['probe', '--all', '--check', folder.write('probe.jsonl', text)]);
    assert.equal(status, 1);
    assert.match(
      out,
      new RegExp(`^line ${line}: xsave64 \\[rbx\\], RFBM 0x[0-9a-f]+: .*the exception is 0x0, not 0xd`, 'm'),
    );
    assert.equal(differing(out), 1);
  });

  it('is that of the recorder of the Emerald Rapids too', async () => {
    const file = path.join(FIXTURES, 'xsave-emr/cases.jsonl.gz');
    const { status, out } = await xtrace(['probe', '--check', file, '--model', 'sapphire-rapids']);
    assert.equal(status, 0, out);
    assert.deepEqual(tally(out, 'xsaveopt64'), [55, 0]);
    assert.match(out, /^\S+cases\.jsonl\.gz: cases of a processor that the file does not name$/m);
  });

  it('finds the places of components in CPUID', async () => {
    const { text } = changed('"leaf":"0xd","subleaf":6', (line) => ({ ...line, ebx: '0x00000500' }));
    const { status, out } = await xtrace(['probe', '--check', '-', '--model', 'sapphire-rapids'], text);
    assert.equal(status, 1);
    assert.match(out, /^component 6: its offset is 1152, not 1280$/m);
  });

  it('takes products of tiles, and leaves out those that the model lacks', async () => {
    const kinds = ['TDPBSSD', 'TDPBF16PS', 'TDPFP16PS', 'TCMMRLFP16PS'];
    const products = kinds.flatMap((kind) =>
      readFileSync(path.join(FIXTURES, `amx/${kind}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .slice(0, 8),
    );
    const check = (text: string, model: string) => xtrace(['probe', '--check', '-', '--model', model], text);
    const { status, out } = await check(products.join('\n'), 'granite-rapids +amx-complex');
    assert.equal(status, 0, out);
    assert.deepEqual(
      kinds.map((kind) => tally(out, kind.toLowerCase())),
      kinds.map(() => [8, 0]),
    );
    const older = await check(products.join('\n'), 'sapphire-rapids');
    assert.match(older.out, /^tdpfp16ps +0 +0 {3}8 left out: the model does not have it$/m);
    const { out: sum, ...first } = JSON.parse(products[0] ?? '');
    const wrong = { ...first, out: { ...sum, hex: `ff${sum.hex.slice(2)}` } };
    const other = await check(JSON.stringify(wrong), 'sapphire-rapids');
    assert.equal(other.status, 1);
    assert.match(other.out, /^line 1: tdpbssd: row 0, column 0 is 0x[0-9a-f]+, not 0x[0-9a-f]*ff$/m);
  });

  it('takes what steps on tiles do to XINUSE', async () => {
    const steps = ['ldtilecfg zeros', 'ldtilecfg', 'tileloadd data', 'tilerelease'];
    const line = (...xinuse: readonly string[]) => JSON.stringify({ kind: 'tiles', steps, xinuse });
    const text = [line('0x3', '0x20003', '0x60003', '0x3'), line('0x0', '0x20000', '0x60000', '0x40000')].join('\n');
    const { out } = await xtrace(['probe', '--check', '-', '--model', 'sapphire-rapids'], text);
    assert.deepEqual(tally(out, 'XINUSE of tiles'), [1, 1]);
    assert.match(out, /^line 2: XGETBV\(1\) after ldtilecfg zeros, .*, tilerelease has 0x0 of tiles, not 0x40000$/m);
    const zen = await xtrace(['probe', '--check', '-', '--model', 'zen4'], line('0x0', '0x0', '0x0', '0x0'));
    assert.match(zen.out, /^XINUSE of tiles +0 +0 {3}1 left out/m);
  });

  it('writes out twenty differences, and all when asked', async () => {
    const text = recordedLines.map((line) => line.replace('"error":0', '"error":1')).join('\n');
    const file = folder.write('probe.jsonl.gz', gzipSync(text));
    const [some, every] = [await xtrace(['probe', '--check', file]), await xtrace(['probe', '--check', file, '--all'])];
    const count = (report: string) => report.match(/^line \d+: /gm)?.length ?? 0;
    assert.equal(count(some.out), 20);
    assert.equal(count(every.out), differing(every.out));
    assert.ok(some.out.includes(`\n... and ${count(every.out) - 20} more; --all shows them.\n`));
  });
});

/** Texts that are no recording, and what is said of them. */
const BAD: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['nothing', '', /^xtrace: <stdin> is no recording: it has no line of one\. `xtrace probe` prints/],
  ['no JSON', '{"kind":"note","text":"x"}\nsegmentation fault', /^xtrace: <stdin>:2: this is no JSON object\.$/m],
  ['a list', '[1]', /<stdin>:1: this is no JSON object\./],
  [
    'an unknown kind',
    '{"kind":"toString"}',
    /<stdin>:1: "kind" is "toString", which this version does not know: processor, /,
  ],
  ['no kind', '{"text":"x"}', /<stdin>:1: "kind" is missing\./],
  [
    'a newer format',
    '{"kind":"processor","probe":2}',
    /<stdin>:1: the recording has format 2, and this version knows 1 only\./,
  ],
  [
    'a recording without its end',
    recordedLines.slice(0, 20).join('\n'),
    /<stdin> is cut short: its last line should be/,
  ],
  ['a line cut in two', recordedLines.slice(0, 20).join('\n').slice(0, -100), /<stdin>:20: this is no JSON object\./],
  [
    'two recordings',
    [...recordedLines, ...recordedLines].join('\n'),
    new RegExp(`<stdin>:${recordedLines.length + 1}: .*one file holds one`),
  ],
  ['a missing field', changed('"case"', ({ rfbm, ...rest }) => rest).text, /<stdin>:\d+: "rfbm" is missing\./],
  [
    'a number that is none',
    changed('"case"', (line) => ({ ...line, rfbm: 'e7' })).text,
    /"rfbm" should be a hexadecimal .* not "e7"\./,
  ],
  [
    'a mask of 65 bits',
    changed('"case"', (line) => ({ ...line, rfbm: '0x10000000000000000' })).text,
    /"rfbm" should be a hex/,
  ],
  [
    'a word of 33 bits',
    changed('"cpuid"', (line) => ({ ...line, eax: '0x100000000' })).text,
    /"eax" has more than 32 bits\./,
  ],
  [
    'a negative vector',
    changed('"case"', (line) => ({ ...line, trap: -1 })).text,
    /"trap" should be a whole number, not -1\./,
  ],
  [
    'bytes that are none',
    changed('"case"', (line) => ({ ...line, image: '7f0' })).text,
    /"image" should be bytes of two/,
  ],
  [
    'too many zeros',
    changed('"case"', (line) => ({ ...line, area: '(9999)' })).text,
    /"area" has more than 8192 bytes\./,
  ],
  [
    'too short an area',
    changed('"case"', (line) => ({ ...line, state: '(64)' })).text,
    /"state" has 64 bytes: an XSAVE area has 576/,
  ],
  [
    'memory of two sizes',
    changed('"case"', (line) => ({ ...line, area: '(64)' })).text,
    /"area" has 64 bytes and "before" \d+: it is/,
  ],
  [
    'an area elsewhere',
    changed('"case"', (line) => ({ ...line, base: '0x1000' })).text,
    /"base" should lie near 0x20000000, not at 0x1000\./,
  ],
  [
    'two answers of three',
    changed('"case"', (line) => ({ ...line, xinuse: ['0x0', '0x0'] })).text,
    /"xinuse" should have 3 numbers, not 2\./,
  ],
  [
    'no instruction',
    changed('"case"', (line) => ({ ...line, insn: 'xsaev [rbx]' })).text,
    /<stdin>:\d+: `xsaev \[rbx\]`: /,
  ],
  [
    'a name for an address',
    changed('"case"', (line) => ({ ...line, insn: 'xsave [here]' })).text,
    /<stdin>:\d+: `xsave \[here\]`: /,
  ],
  [
    'another maker',
    changed('"processor"', (line) => ({ ...line, vendor: 'CentaurHauls' })).text,
    /The choices of "CentaurHauls" are not known, only those of GenuineIntel and AuthenticAMD\. Name a model/,
  ],
  [
    'cases of nobody',
    recordedLines
      .filter((line) => line.includes('"case"'))
      .slice(0, 1)
      .join('\n'),
    /does not say of which processor it is\. Name a model with --model: sapphire-rapids, /,
  ],
  [
    'tiles of 17 rows',
    '{"kind":"product","insn":"tdpbssd","dst":{"rows":17,"colsb":4,"hex":"(1024)"}}',
    /"rows" of "dst" should be 1 to 16, not 17\./,
  ],
  [
    'rows of 6 bytes',
    '{"kind":"product","insn":"tdpbssd","dst":{"rows":1,"colsb":6,"hex":"(1024)"}}',
    /"colsb" of "dst" should be a multiple of 4 up to 64/,
  ],
  [
    'half a tile',
    '{"kind":"product","insn":"tdpbssd","dst":{"rows":1,"colsb":4,"hex":"(512)"}}',
    /"hex" of "dst" has 512 bytes: a tile has 1024\./,
  ],
  ['a tile that is none', '{"kind":"product","insn":"tdpbssd","dst":7}', /"dst" is no JSON object\./],
  [
    'fewer answers than steps',
    '{"kind":"tiles","steps":["tilezero"],"xinuse":[]}',
    /"steps" are 1 and "xinuse" has 0 numbers/,
  ],
  [
    'steps that are no list',
    '{"kind":"tiles","steps":"tilezero","xinuse":[]}',
    /"steps" should be a list, not "tilezero"\./,
  ],
];

describe('xtrace probe --check', () => {
  for (const [what, text, message] of BAD) {
    it(`refuses ${what}`, async () => {
      const { status, out, error } = await xtrace(['probe', '--check', '-'], text);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, message);
    });
  }

  it('refuses steps that it does not know, and models that lack what was used', async () => {
    const steps = '{"kind":"tiles","steps":["tilefold"],"xinuse":["0x0"]}';
    const unknown = await xtrace(['probe', '--check', '-', '--model', 'sapphire-rapids'], steps);
    assert.match(unknown.error, /<stdin>:1: "tilefold" is no step that this version knows: ldtilecfg, /);
    const lacking = await xtrace(['probe', '--check', ICE_LAKE, '--model', 'skylake-sp -avx512f']);
    assert.match(lacking.error, /The model skylake-sp lacks components that the recording uses: 0xe0 of XCR0\./);
  });

  it('checks a recording without XGETBV(1), as of an older processor, and says when only the model lacks it', async () => {
    const without = recordedLines.map((line) => JSON.stringify({ ...JSON.parse(line), xinuse: undefined })).join('\n');
    const older = await xtrace(['probe', '--check', '-', '--model', 'sapphire-rapids -xgetbv1'], without);
    assert.deepEqual([older.status, older.error], [0, '']);
    const newer = await xtrace(['probe', '--check', ICE_LAKE, '--model', 'sapphire-rapids -xgetbv1']);
    assert.deepEqual([newer.status, newer.error], [1, '']);
    assert.match(newer.out, /XGETBV\(1\) after loading is not in the model, and 0x[0-9a-f]+ in the recording/);
  });

  it('says which case the model cannot prepare', async () => {
    const { text } = changed('"processor"', (line) => ({ ...line, xcr0: '0x1' }));
    const { status, out, error } = await xtrace(['probe', '--check', '-'], text);
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /<stdin>:\d+: the model cannot prepare this case: #GP: the header of the area /);
  });

  it('refuses files and calls that make no sense', async () => {
    const torn = folder.write('torn.gz', gzipSync('{}').subarray(0, 12));
    for (const [argv, message] of [
      [['probe', 'probe.jsonl'], /probe takes no file: what is probe\.jsonl\? To check it: --check probe\.jsonl\./],
      [['probe', '--all'], /--model and --all belong to --check FILE\./],
      [['probe', '--check', folder.path], /is a folder, not a recording\./],
      [['probe', '--check', ICE_LAKE, '--model', ''], /--model names a CPU model, as in --model "zen4 -pku"\./],
      [['probe', '--check', path.join(folder.path, 'none')], /none does not exist\./],
      [['probe', '--check', torn], /torn\.gz is gzipped and damaged: it cannot be unpacked\./],
      [
        ['probe', '--check', ICE_LAKE, '--model', 'zen44'],
        /There is no CPU model and no file `zen44`\. Did you mean `zen4`\?/,
      ],
      [['probe', '--check'], /Option '--check/],
    ] as const) {
      const { status, out, error } = await xtrace(argv);
      assert.deepEqual([status, out], [2, ''], argv.join(' '));
      assert.match(error, message);
    }
  });
});
