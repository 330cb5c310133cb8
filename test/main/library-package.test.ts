/** The package as npm makes it, installed into another project and used there in every way that there is. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { exampleText } from '../examples';

const ROOT = path.join(__dirname, '../..');

/** What every kind of program does; prints its findings. */
const USE = `
const machine = new Machine('sapphire-rapids');
machine.load('mov eax, 6\\nimul eax, eax, 7');
machine.step();
machine.step();
const debug = new Debugger(loadTrace(text));
debug.setBreakpoints([{ filter: 'nm-xfd' }]);
debug.continue();
const { place } = debug;
const ends = [...new Run(loadTrace(text))].filter(({ kind }) => kind === 'end' || kind === 'divergence');
const found = [String(machine.evaluate('rax').value), place.kind === 'trace' ? place.line + 1 : -1, ends.length];
`;
const NAMES = 'Debugger, loadTrace, Machine, Run';

describe('the package', function () {
  this.timeout(120_000);

  let project = '';
  /** What `USE` finds: 6 * 7, the line of the first TILEZERO of the example, and one end. */
  const text = exampleText('first-use.xtrace');
  const line = text.split('\n').findIndex((each) => /^\s+tilezero/.test(each)) + 1;
  const expected = ['42', line, 1];

  before(() => {
    project = mkdtempSync(path.join(tmpdir(), 'xtrace-package-'));
    const [{ filename }] = JSON.parse(npm(ROOT, 'pack', '--json', '--pack-destination', project)) as [
      { filename: string },
    ];
    writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
    npm(project, 'install', '--offline', '--no-audit', '--no-fund', path.join(project, filename));
    write('trace.xtrace', text);
  });

  after(() => rmSync(project, { recursive: true, force: true }));

  const write = (name: string, contents: string): void => {
    const file = path.join(project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents);
  };
  const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  const tsc = (...args: string[]): string => node(path.join(ROOT, 'node_modules/typescript/bin/tsc'), ...args);

  it('is imported', () => {
    const program = `import { readFileSync } from 'node:fs';\nimport { ${NAMES} } from 'xtrace';\n`;
    write(
      'a.mjs',
      `${program}const text = readFileSync('trace.xtrace', 'utf8');${USE}console.log(JSON.stringify(found));`,
    );
    assert.deepEqual(JSON.parse(node('a.mjs')), expected);
  });

  it('is required', () => {
    const program = `const { readFileSync } = require('node:fs');\nconst { ${NAMES} } = require('xtrace');\n`;
    write(
      'a.cjs',
      `${program}const text = readFileSync('trace.xtrace', 'utf8');${USE}console.log(JSON.stringify(found));`,
    );
    assert.deepEqual(JSON.parse(node('a.cjs')), expected);
  });

  it('is one and the same, imported and required', () => {
    write(
      'both.mjs',
      `import { createRequire } from 'node:module';
      import { Machine } from 'xtrace';
      console.log(Machine === createRequire(import.meta.url)('xtrace').Machine);`,
    );
    assert.equal(node('both.mjs').trim(), 'true');
  });

  it('loads a trace with the files beside it', () => {
    write('data/bytes.bin', '\x01\x02');
    write('data/a.xtrace', 'xtrace 1\ndata bytes = file "bytes.bin"\n    expect u8[bytes + 1] == 2\n');
    write(
      'file.mjs',
      `import { loadTraceFile, Run, start } from 'xtrace';
      await start();
      console.log([...new Run(loadTraceFile('data/a.xtrace'))].map(({ ok }) => ok).join());
      try { loadTraceFile('data/b.xtrace'); } catch ({ message }) { console.log(message); }`,
    );
    assert.deepEqual(node('file.mjs').trim().split('\n'), ['true,', 'data/b.xtrace does not exist.']);
  });

  it('has types for bundlers and for Node, as a module and not', () => {
    const program = `import { ${NAMES}, type Place, type Stop, TraceError } from 'xtrace';
      declare const text: string;${USE}
      export const stop: Stop = debug.stepIn();
      export const at: Place = stop.place;
      export const value: bigint | number | string = debug.evaluate('xfd').value;
      export const why = (error: unknown): string => error instanceof TraceError ? error.diagnostics[0]?.message ?? '' : '';
      // @ts-expect-error: a line is a number
      debug.runTo('3');
      found.map(String);`;
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023', '--types', ''];
    write('bundler.ts', program);
    tsc(...options, '--module', 'esnext', '--moduleResolution', 'bundler', 'bundler.ts');
    write('page.ts', "import { start } from 'xtrace';\nexport const started: Promise<void> = start();\n");
    tsc(...options, '--module', 'esnext', '--moduleResolution', 'bundler', '--customConditions', 'browser', 'page.ts');
    write('node.mts', program);
    write('node.cts', program);
    tsc(...options, '--module', 'node16', '--moduleResolution', 'node16', 'node.mts', 'node.cts');
  });

  it('is bundled for a browser, where one await starts it', async () => {
    write(
      'page.js',
      `import { ${NAMES}, start } from 'xtrace';
      export async function run(text) { await start(); ${USE} return found; }`,
    );
    const { outputFiles } = await build({
      entryPoints: [path.join(project, 'page.js')],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'page',
      write: false,
    });
    // What a page has besides the language.
    const page = createContext({ text, TextDecoder, TextEncoder, atob });
    const found: unknown = await runInContext(`${outputFiles[0]?.text ?? ''}; page.run(text)`, page);
    assert.deepEqual(structuredClone(found), expected);
  });

  it('has the command, its documentation, and the notices of what is bundled', () => {
    const installed = path.join(project, 'node_modules/xtrace');
    assert.match(node(path.join(project, 'node_modules/.bin/xtrace'), 'run', 'trace.xtrace'), /steps\n$/);
    const wanted = ['LICENSE', 'README.md', 'docs/language.md', 'dist/iced_x86_bg.wasm', 'dist/THIRD-PARTY-NOTICES.md'];
    for (const file of wanted) {
      assert.ok(readFileSync(path.join(installed, file)).length > 0, file);
    }
  });

  it('has types that need no others', () => {
    const alone = path.join(project, 'alone');
    cpSync(path.join(project, 'node_modules/xtrace/dist/types'), alone, { recursive: true });
    tsc(
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--lib',
      'es2023',
      '--types',
      '',
      '--module',
      'node16',
      '--moduleResolution',
      'node16',
      path.join(alone, 'library.d.mts'),
      path.join(alone, 'library-in-browser.d.mts'),
    );
  });
});

function npm(cwd: string, ...args: string[]): string {
  const windows = process.platform === 'win32';
  return execFileSync(windows ? 'npm.cmd' : 'npm', args, { cwd, encoding: 'utf8', shell: windows, stdio: 'pipe' });
}
