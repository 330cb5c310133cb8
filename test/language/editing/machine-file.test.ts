/** Completion and hover for `machine from "FILE"`, and a check while somebody types: the host reads the dump, and no other file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CheckHost, diagnose } from '../../../src/adapter/launch/diagnose';
import { filesToAnswer } from '../../../src/adapter/launch/files-while-typing';
import '../../../src/main/iced-on-node';
import { completionsAt, hoverAt } from '../../../src/main/language-core';

const DUMPS = path.join(__dirname, '../../../src/machine/processor/models/dumps');
const SKYLAKE = readFileSync(path.join(DUMPS, 'skylake-sp.cpuid'), 'utf8');
const RAPIDS = readFileSync(path.join(DUMPS, 'sapphire-rapids.cpuid'), 'utf8');
/** Four tiles in leaf 1DH, and in leaf DH room for eight. */
const FEWER = RAPIDS.replace('ebx=0x00080040', 'ebx=0x00040040');

/** A folder with these files; what is read of it is noted. */
function folder(files: Readonly<Record<string, string>>): CheckHost & { readonly read: string[] } {
  const read: string[] = [];
  const bytesOf = (file: string): Uint8Array => {
    const text = files[path.basename(file)];
    if (text === undefined) throw new Error(`${file} does not exist.`);
    return new TextEncoder().encode(text);
  };
  return {
    read,
    now: () => 0,
    schedule: setImmediate,
    sizeOf: async (file) => bytesOf(file).length,
    readBytes: async (file) => {
      read.push(file);
      return bytesOf(file);
    },
    namesIn: async () => Object.keys(files),
  };
}

const TRACE = 'xtrace 1\nmachine from "vm.cpuid"\nkernel none\ndata d = file "data"\n    tilezero tmm0\n';

async function codesOf(host: CheckHost): Promise<string[]> {
  return (await diagnose(host, '/t/a.xtrace', TRACE)).map(({ code }) => code);
}

async function hoverText(host: CheckHost, text: string, column: number): Promise<string | undefined> {
  return hoverAt(text, 1, column, await filesToAnswer(host, '/t/a.xtrace', text, 1))?.text;
}

async function labelsAt(host: CheckHost, text: string): Promise<string[]> {
  const lines = text.split('\n');
  const line = lines.length - 1;
  const files = await filesToAnswer(host, '/t/a.xtrace', text, line);
  return completionsAt(text, line, lines[line]?.length ?? 0, files).items.map(({ label }) => label);
}

describe('a machine from a file, while somebody types', () => {
  it('has the instructions of the dump, which is the only file that is read', async () => {
    const host = folder({ 'vm.cpuid': SKYLAKE, data: '12345678' });
    const [problem, ...others] = await diagnose(host, '/t/a.xtrace', TRACE);
    assert.deepEqual([problem?.code, others], ['instruction-not-on-machine', []]);
    assert.match(problem?.message ?? '', /`machine from "vm\.cpuid" \+amx-tile` has it/);
    assert.deepEqual(host.read, ['/t/vm.cpuid']);
    assert.deepEqual(await codesOf(folder({ 'vm.cpuid': RAPIDS, data: '12345678' })), []);
  });

  it('is warned of where its leaves do not fit together', async () => {
    assert.deepEqual(await codesOf(folder({ 'vm.cpuid': FEWER, data: '1' })), ['inconsistent-cpuid']);
  });

  it('is an error where the file cannot be used', async () => {
    assert.deepEqual(await codesOf(folder({ data: '1' })), ['file-not-read']);
    assert.deepEqual(await codesOf(folder({ 'vm.cpuid': 'hello', data: '1' })), ['bad-cpuid-dump']);
  });

  it('is not read when it is larger than any dump', async () => {
    const host = folder({ 'vm.cpuid': `${RAPIDS}${' '.repeat(4 << 20)}`, data: '1' });
    assert.deepEqual(await codesOf(host), ['file-too-large']);
    assert.deepEqual(host.read, []);
  });

  it('has a hover: what the processor is, its features, and what does not fit together', async () => {
    const host = folder({ 'vm.cpuid': FEWER });
    for (const column of [TRACE.split('\n')[1]?.indexOf('from') ?? 0, 16]) {
      const text = (await hoverText(host, TRACE, column)) ?? '';
      assert.match(text, /The CPUID of "vm\.cpuid"\./);
      assert.match(text, /amx-tile/);
      assert.match(text, /do not fit together.*check_xtile_data_against_struct/s);
    }
    assert.match((await hoverText(folder({}), TRACE, 16)) ?? '', /^\/t\/vm\.cpuid does not exist\./);
    assert.match(hoverAt(TRACE, 1, 16)?.text ?? '', /^A processor by a dump of its CPUID/);
  });

  it('is completed: `from`, the files beside the trace, and then options', async () => {
    const host = folder({ 'vm.cpuid': RAPIDS, 'a.xtrace': '', 'my data': '' });
    assert.equal((await labelsAt(host, 'xtrace 1\nmachine ')).at(-1), 'from');
    assert.deepEqual(await labelsAt(host, 'xtrace 1\nmachine from "'), ['vm.cpuid', 'my data']);
    assert.deepEqual(await labelsAt(host, 'xtrace 1\ndata d = file "my d'), ['vm.cpuid', 'my data']);
    assert.deepEqual(await labelsAt(host, 'xtrace 1\nmachine from "vm.cpuid" '), ['cpus=', 'errata=']);
  });

  it('decides which instructions are offered first', async () => {
    const text = 'xtrace 1\nmachine from "vm.cpuid"\n    tile';
    const labels = async (dump: string) => labelsAt(folder({ 'vm.cpuid': dump }), text);
    const place = (list: string[]) => list.indexOf('tilezero') < list.indexOf('vaddps');
    assert.deepEqual([place(await labels(RAPIDS)), place(await labels(SKYLAKE))], [true, false]);
  });

  it('costs nothing where no file is named', async () => {
    const host = folder({ 'vm.cpuid': RAPIDS });
    assert.equal(await filesToAnswer(host, '/t/a.xtrace', 'xtrace 1\nmachine zen4\n', 1), undefined);
    assert.deepEqual(host.read, []);
  });
});
