import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { exampleText } from '../../examples';

const ROOT = path.join(__dirname, '../../..');

/** A page's script: loads a trace, runs it to its end, and tells what happened. */
const PAGE = `
  import { parseTrace } from './src/language/parser';
  import { provideIced } from './src/machine/encoding/iced';
  import { checkProgram, loadProgram } from './src/world/program/load-program';
  import { advance } from './src/world/run/moment';
  import { startWorld } from './src/world/run/start';

  export function read(text) {
    return parseTrace(text).diagnostics;
  }

  export function check(text) {
    return { diagnostics: checkProgram(text) };
  }

  export function run(text, iced) {
    if (iced) provideIced(() => iced);
    const { program, diagnostics } = loadProgram(text);
    if (!program) return { diagnostics };
    const world = startWorld(program);
    const happenings = [];
    while (!world.ended) {
      advance(world);
      happenings.push(...world.happenings);
    }
    return { diagnostics, happenings };
  }
`;

interface Happened {
  readonly diagnostics: readonly unknown[];
  readonly happenings?: readonly { readonly kind: string; readonly ok?: boolean; readonly text?: string }[];
}

/** What `iced-x86`, which is published for Node, takes from Node, as a page has it. */
const asInBrowser: Plugin = {
  name: 'as-in-browser',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:util|path|fs)$/ }, ({ path: name }) => ({ path: name, namespace: 'page' }));
    onLoad({ filter: /.*/, namespace: 'page' }, ({ path: name }) => ({ contents: PAGE_MODULES[name] ?? '' }));
  },
};

const PAGE_MODULES: Readonly<Record<string, string>> = {
  util: 'module.exports = { TextDecoder, TextEncoder };',
  path: 'module.exports = { join: (_, name) => name };',
  fs: 'module.exports = { readFileSync: (name) => fetched(name) };',
};

async function bundle(contents: string, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    plugins,
    define: { __dirname: '""' },
  });
  return outputFiles[0]?.text ?? '';
}

describe('the core in a browser', () => {
  let core = '';

  before(async () => {
    core = await bundle(PAGE);
  });

  it('runs an example to its end with nothing but the language and the decoder that the page hands in', async () => {
    const fetched = (name: string) => new Uint8Array(readFileSync(path.join(ROOT, 'node_modules/iced-x86', name)));
    const icedPage = createContext({ TextDecoder, TextEncoder, fetched });
    const iced = runInContext(`${await bundle("export * from 'iced-x86';", [asInBrowser])}; page`, icedPage);
    const page = createContext({ text: exampleText('first-use.xtrace'), iced });
    const happened: Happened = runInContext(`${core}; page.run(text, iced)`, page);
    const { diagnostics, happenings = [] } = structuredClone(happened); // arrays of this realm
    assert.equal(diagnostics.length, 0);
    const written = exampleText('first-use.xtrace').match(/^\s+expect\b/gm) ?? [];
    assert.deepEqual(
      happenings.filter(({ kind }) => kind === 'expect').map(({ ok }) => ok),
      written.map(() => true),
    );
    assert.deepEqual(
      happenings.filter(({ kind }) => kind === 'divergence' || kind === 'error'),
      [],
    );
    assert.equal(happenings.at(-1)?.kind, 'end');
  });

  it('assembles without the library, since it would have to be fetched, loaded and called for each instruction', () => {
    const text =
      'xtrace 1\nvpaddd ymm0, ymm1, ymm2\nvaddps zmm1{k1}{z}, zmm2, [rsp]{1to16}\nmovaps xmm1, xmm2\nfxsave [rsp]\n';
    const page = createContext({ text });
    const happened: Happened = runInContext(`${core}; page.check(text)`, page);
    assert.deepEqual(structuredClone(happened.diagnostics), []);
  });

  it('reads lines that no instruction fits without explaining each, which takes the library', () => {
    const page = createContext({ text: `xtrace 1\n${'mov rax, ebx\n'.repeat(50)}` });
    assert.deepEqual(structuredClone(runInContext(`${core}; page.read(text)`, page)), []);
  });

  it('says who has to hand in the decoder where nobody has', () => {
    const page = createContext({ text: 'xtrace 1\nvpadddd ymm0, ymm1, ymm2\n' });
    assert.throws(() => runInContext(`${core}; page.run(text)`, page), {
      message: /There is no decoder.*`provideIced`/,
    });
  });
});
