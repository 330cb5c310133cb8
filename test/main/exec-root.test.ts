/** `xtrace exec --root`: programs that are linked dynamically, and scripts. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { compiled, found, natively, pathOf } from '../world/programs/programs';
import { Folder, xtrace } from './cli-harness';

describe('xtrace exec with a root', function () {
  this.timeout(0);
  const folder = new Folder();

  const script = (name: string, text: string): string => {
    const file = folder.write(name, text);
    chmodSync(file, 0o755);
    return file;
  };

  before(function () {
    needs(this, found('gcc'));
  });

  after(() => folder.remove());

  it('runs a program that its dynamic linker loads, with the libraries of the root', async () => {
    const program = compiled('gcc', 'floats.c', '-O1');
    const native = natively(program, []);
    assert.deepEqual(await xtrace(['exec', '--root', '/', program]), {
      status: native.status,
      out: native.output,
      error: '',
    });
  });

  it('ends what takes too long, as timeout(1) does', async function () {
    needs(this, found('timeout', 'sleep', 'sh'));
    const run = async (...args: readonly string[]) =>
      (await xtrace(['exec', '--root', '/', pathOf('timeout'), ...args])).status;
    assert.equal(await run('1', 'sleep', '5'), 124);
    assert.equal(await run('5', 'sleep', '1'), 0);
    assert.equal(await run('0.01', 'sh', '-c', 'while :; do :; done'), 124);
    assert.equal(await run('-s', 'KILL', '0.01', 'sh', '-c', 'while :; do :; done'), 137);
  });

  it('tells of shared objects which of their functions and lines have worked', async () => {
    const source = folder.write(
      'fused.c',
      'double fused(double x) {\n  __asm__("vfmadd213sd %1, %1, %0" : "+x"(x) : "x"(x));\n  return x;\n}\n',
    );
    folder.write('main.c', 'double fused(double x);\nint main(void) { return (int)fused(6); }\n');
    const at = (name: string) => path.join(folder.path, name);
    execFileSync('gcc', ['-g', '-O1', '-shared', '-fPIC', '-o', at('libfused.so'), source]);
    execFileSync('gcc', ['-O1', '-o', at('main'), at('main.c'), '-L', folder.path, '-lfused', '-Wl,-rpath,$ORIGIN']);
    const { status, error } = await xtrace(['exec', '--root', '/', '--mix', '--json', '--require', 'fma', at('main')]);
    // 6 * 6 + 6
    assert.equal(status, 42);
    const rows = error
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const fused = rows.filter(({ feature, object }) => feature === 'fma' && object?.endsWith('libfused.so'));
    assert.deepEqual(fused, [
      {
        kind: 'mix',
        program: '/home/user/main',
        feature: 'fma',
        object: '/home/user/libfused.so',
        function: 'fused',
        count: 1,
        instructions: ['vfmadd213sd'],
        lines: [{ file: source, line: 2, count: 1 }],
      },
    ]);
    const objects = new Set(rows.map(({ object }) => object));
    assert.ok([...objects].some((each) => each?.includes('libc.so')) && objects.has(null));
    // The dynamic linker runs before anybody could know where it lies.
    assert.ok([...objects].some((each) => each?.includes('ld-linux')));
    const { error: text } = await xtrace(['exec', '--root', '/', '--mix', at('main')]);
    assert.match(text, /^ *1 +fused in libfused\.so: vfmadd213sd \(fused\.c:2\)$/m);
  });

  it('says what is missing where the root has no dynamic linker', async () => {
    const program = compiled('gcc', 'floats.c', '-O1');
    const without = await xtrace(['exec', program]);
    const remedy = /linked dynamically: \S*ld-linux\S* would have to load its libraries\. .*`xtrace exec --root DIR`/;
    assert.deepEqual([without.status, remedy.test(without.error)], [126, true]);
    const empty = await xtrace(['exec', '--root', folder.path, program]);
    const missing =
      /its dynamic linker \/\S*ld-linux\S* is not in the folder that was given as root\. .*a root that has it/;
    assert.deepEqual([empty.status, missing.test(empty.error)], [126, true]);
    assert.doesNotMatch(empty.error, /--root DIR/);
    const text = await xtrace(['exec', '--root', folder.path, script('unread', '#!/no/reader\n')]);
    const unread = /script that \/no\/reader reads, which is not in the folder that was given as root\.\n/;
    assert.deepEqual([text.status, unread.test(text.error)], [126, true]);
    const { status, error } = await xtrace(['exec', '--root', path.join(folder.path, 'none'), program]);
    assert.deepEqual([status, /--root: .*none is no folder/.test(error)], [2, true]);
  });

  it('has scripts read by the program that they name, with one argument', async () => {
    const reader = compiled('gcc', 'arguments.c', '-static', '-O1');
    folder.write('bin/reader', readFileSync(reader));
    const file = script('script', '#! /bin/reader  one two \nnothing\n');
    const { out, error, status } = await xtrace(['exec', '--root', folder.path, file, 'more']);
    const native = natively(reader, ['one two', 'script', 'more'], '', '/bin/reader');
    const sorted = (text: string) => text.split('\n').sort();
    assert.deepEqual(sorted(out + error), sorted(native.output));
    assert.equal(status, native.status);
  });

  it('has a script that a program executes read, too, and ends scripts that read one another', async function () {
    needs(this, found('bash-static'));
    folder.write('bin/sh', '');
    copyFileSync(pathOf('bash-static'), path.join(folder.path, 'bin/sh'));
    script('inner', '#!/bin/sh\necho "$0 $1 $((6 * 7))" | while read -r line; do echo "<$line>"; done\nexit 3\n');
    script('again', '#!./again\n');
    const outer = script('outer', '#!/bin/sh\n./inner "two words"; echo $?\n./again; echo $?\ncat <<X\nX\n');
    const called = await xtrace(['exec', '--root', folder.path, outer]);
    assert.deepEqual(called.out.split('\n').slice(0, 3), ['<./inner two words 42>', '3', '126']);
    assert.match(called.error, /too many levels of symbolic links|Too many levels of symbolic links/);
  });

  it('gives nothing that lies outside of the root, and none of the kernel’s folders', async function () {
    needs(this, found('bash-static'));
    const shell = script('shell', '');
    copyFileSync(pathOf('bash-static'), shell);
    folder.write('etc/file', 'of the root');
    folder.write('dev/extra', 'of the root');
    const look = 'echo /etc/* /dev/* /proc/*; echo "$(< /etc/file)"; echo x > /etc/new; echo /etc/*; cd ..; echo $PWD';
    const { out } = await xtrace(['exec', '--root', folder.path, shell, '-c', look]);
    assert.deepEqual(out.split('\n'), [
      '/etc/file /dev/null /dev/random /dev/urandom /dev/zero /proc/self',
      'of the root',
      '/etc/file /etc/new',
      '/home',
      '',
    ]);
  });
});
