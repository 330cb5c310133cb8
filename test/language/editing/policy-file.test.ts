/** A trace under a written policy, while somebody types it. */
import assert from 'node:assert/strict';
import { type CheckHost, diagnose } from '../../../src/adapter/launch/diagnose';
import { filesToAnswer } from '../../../src/adapter/launch/files-while-typing';
import { UserError } from '../../../src/adapter/protocol/user-error';
import '../../../src/main/iced-on-node';
import { completionsAt, hoverAt } from '../../../src/main/language-core';

const POLICY =
  'extends linux\n\nchange handle_xfd_event\n{\n    replace clear_xfd_err:\n        // Not now.\n        rdmsr(IA32_XFD_ERR, xfd_err);\n}\n';

const host: CheckHost = {
  now: () => 0,
  schedule: setImmediate,
  sizeOf: async () => POLICY.length,
  readBytes: async (file) => {
    if (!file.endsWith('mine.xkernel')) throw new Error(`${file} does not exist.`);
    return new TextEncoder().encode(POLICY);
  },
  namesIn: async () => ['mine.xkernel', 'a.xtrace'],
};

const HEAD = 'xtrace 1\nkernel policy "mine.xkernel"\n';

describe('a written policy, while somebody types a trace', () => {
  it('has its steps in completion and hover', async () => {
    const text = `${HEAD}without handle_xfd_event.clear_xfd_err`;
    const files = await filesToAnswer(host, '/t/a.xtrace', text, 2);
    const labels = completionsAt(text, 2, 'without handle_xfd_event.'.length, files).items.map(({ label }) => label);
    assert.ok(
      labels.some((label) => label.includes('clear_xfd_err')),
      labels.join(),
    );
    assert.match(hoverAt(text, 2, text.split('\n')[2]?.length ?? 0, files)?.text ?? '', /Not now\./);
  });

  it('is completed by the files beside the trace', async () => {
    const text = 'xtrace 1\nkernel policy "';
    const files = await filesToAnswer(host, '/t/a.xtrace', text, 1);
    const labels = completionsAt(text, 1, text.split('\n')[1]?.length ?? 0, files).items.map(({ label }) => label);
    assert.ok(labels.includes('mine.xkernel'), labels.join());
  });

  it('is checked, and a file that is none is an error', async () => {
    assert.deepEqual(await diagnose(host, '/t/a.xtrace', `${HEAD}    nop\n`), []);
    const [problem] = await diagnose(host, '/t/a.xtrace', 'xtrace 1\nkernel policy "other.xkernel"\n    nop\n');
    assert.equal(problem?.code, 'file-not-read');
  });
});

describe('an image of a kernel, while somebody types a trace', () => {
  const typing: CheckHost = {
    ...host,
    sizeOf: async (file) => {
      if (!file.endsWith('vmlinux')) throw new Error(`${file} does not exist.`);
      throw new UserError('file-too-large', 'It has 600 MiB.');
    },
    namesIn: async () => ['vmlinux', 'a.xtrace'],
  };

  it('is completed and explained, with its options', async () => {
    const text = 'xtrace 1\nkernel vmlinux "';
    const files = await filesToAnswer(typing, '/t/a.xtrace', text, 1);
    assert.deepEqual(
      completionsAt(text, 1, text.length, files).items.map(({ label }) => label),
      ['vmlinux'],
    );
    const configured = 'xtrace 1\nkernel vmlinux "vmlinux" config "';
    assert.deepEqual(
      completionsAt(configured, 1, configured.length, files).items.map(({ label }) => label),
      ['vmlinux'],
    );
    const words = completionsAt('xtrace 1\nkernel ', 1, 7).items.map(({ label }) => label);
    assert.ok(words.includes('vmlinux'), words.join());
    const line = 'kernel vmlinux "vmlinux" ';
    const options = completionsAt(`xtrace 1\n${line}`, 1, line.length).items.map(({ label }) => label);
    assert.ok(options.includes('memory=') && !options.includes('version='), options.join());
    assert.match(hoverAt(`xtrace 1\n${line}`, 1, 8)?.text ?? '', /the code of its image is executed/);
  });

  it('may have any size, and must be there', async () => {
    const of = async (name: string) =>
      (await diagnose(typing, '/t/a.xtrace', `xtrace 1\nkernel vmlinux "${name}"\n    nop\n`)).map(({ code }) => code);
    assert.deepEqual(await of('vmlinux'), []);
    assert.deepEqual(await of('none'), ['file-not-read']);
  });
});
