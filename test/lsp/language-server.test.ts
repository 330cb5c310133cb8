import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlainClient } from './plain-client';

const URI = 'file:///traces/layer.xtrace';

const DUMPS = path.join(__dirname, '../../src/machine/processor/models/dumps');

const TRACE = `xtrace 1
machine sapphire-rapids
kernel linux

const ROWS = 16
data cfg = tilecfg { tmm0: 16x64 }
task A

switch A
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
mov ecx, ROWS ; how many
ldtilecfg [cfg]
tilezero tmm0 => #NM
expect xfd == 0
`;

const INITIALIZE = { processId: null, rootUri: null, capabilities: { workspace: { workspaceFolders: true } } };

const at = (line: number, character: number) => ({ textDocument: { uri: URI }, position: { line, character } });
const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

describe('the language server', function () {
  this.timeout(120_000);
  let client: PlainClient;
  let legend: { readonly tokenTypes: readonly string[]; readonly tokenModifiers: readonly string[] };

  const open = (text: string, uri = URI) =>
    client.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'xtrace', version: 1, text } });

  const problems = async () => {
    const published = (await client.notification('textDocument/publishDiagnostics')) as {
      readonly version?: number;
      readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly range: unknown }[];
    };
    return published.diagnostics;
  };

  before(async () => {
    client = new PlainClient();
    const { serverInfo, capabilities } = (await client.ask('initialize', INITIALIZE)) as {
      serverInfo: { name: string };
      capabilities: { semanticTokensProvider: { legend: typeof legend } };
    };
    assert.equal(serverInfo.name, 'xtrace');
    ({ legend } = capabilities.semanticTokensProvider);
    client.tell('initialized', {});
  });

  beforeEach(async () => {
    open(TRACE);
    assert.deepEqual(await problems(), []);
  });

  afterEach(async () => {
    client.tell('textDocument/didClose', { textDocument: { uri: URI } });
    assert.deepEqual(await problems(), [], 'a closed document has no problems');
  });

  after(async () => {
    assert.equal(await client.end(), 0);
    assert.equal(client.complaints, '');
  });

  it('says what is wrong after a change, and nothing once it is mended', async () => {
    const changeTo = (version: number, text: string, change: unknown) =>
      client.tell('textDocument/didChange', {
        textDocument: { uri: URI, version },
        contentChanges: [{ range: change, text }],
      });
    changeTo(2, 'tilezer', range(12, 0, 8));
    const [problem, ...others] = await problems();
    assert.deepEqual(others, []);
    assert.equal(problem?.code, 'unknown-mnemonic');
    assert.deepEqual(problem.range, range(12, 0, 7));
    changeTo(3, 'tilezero', range(12, 0, 7));
    assert.deepEqual(await problems(), []);
  });

  it('mends what is wrong by a code action that names the problem', async () => {
    client.tell('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range: range(12, 0, 8), text: 'tilezer' }],
    });
    const diagnostics = await problems();
    const [action] = (await client.ask('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: range(12, 0, 3),
      context: { diagnostics },
    })) as { kind: string; edit: { changes: Record<string, unknown> }; diagnostics: unknown }[];
    assert.equal(action?.kind, 'quickfix');
    assert.deepEqual(action.edit.changes[URI], [{ range: range(12, 0, 7), newText: 'tilezero' }]);
    assert.deepEqual(action.diagnostics, diagnostics);
  });

  it('tells what the word under the pointer is', async () => {
    const hover = (await client.ask('textDocument/hover', at(12, 2))) as {
      contents: { kind: string; value: string };
      range: unknown;
    };
    assert.equal(hover.contents.kind, 'markdown');
    assert.match(hover.contents.value, /^```xtrace\n.*tilezero/);
    assert.deepEqual(hover.range, range(12, 0, 8));
    assert.equal(await client.ask('textDocument/hover', at(3, 0)), null);
  });

  it('completes a member in place of what is written', async () => {
    const items = (await client.ask('textDocument/completion', at(13, 8))) as {
      label: string;
      sortText: string;
      textEdit: unknown;
    }[];
    const xfd = items.find(({ label }) => label === 'xfd');
    assert.deepEqual(xfd?.textEdit, { range: range(13, 7, 8), newText: 'xfd' });
    assert.deepEqual(
      items.map(({ sortText }) => sortText),
      items.map(({ sortText }) => sortText).sort(),
    );
  });

  it('opens no list behind a space that ends a statement', async () => {
    const params = { ...at(12, 14), context: { triggerKind: 2, triggerCharacter: ' ' } };
    assert.deepEqual(await client.ask('textDocument/completion', params), []);
  });

  it('shows the parameters of a call, and which is being written', async () => {
    const help = (await client.ask('textDocument/signatureHelp', at(9, 41))) as {
      signatures: { label: string; parameters: { label: [number, number] }[] }[];
      activeParameter: number;
    };
    const { label = '', parameters = [] } = help.signatures[0] ?? {};
    assert.match(label, /^arch_prctl\(/);
    assert.equal(label.slice(...(parameters[0]?.label ?? [0, 0])), 'option');
    assert.equal(help.activeParameter, 1);
  });

  it('finds the declaration of a name and its uses, from either', async () => {
    const declaration = [{ uri: URI, range: range(4, 6, 10) }];
    const use = { uri: URI, range: range(10, 9, 13) };
    assert.deepEqual(await client.ask('textDocument/definition', at(10, 10)), declaration);
    const references = (includeDeclaration: boolean) =>
      client.ask('textDocument/references', { ...at(4, 7), context: { includeDeclaration } });
    assert.deepEqual(await references(true), [...declaration, use]);
    assert.deepEqual(await references(false), [use]);
    assert.deepEqual(await client.ask('textDocument/documentHighlight', at(4, 7)), [
      { range: range(4, 6, 10), kind: 3 },
      { range: range(10, 9, 13), kind: 2 },
    ]);
  });

  it('renames a name everywhere, and says why another name is impossible', async () => {
    assert.deepEqual(await client.ask('textDocument/prepareRename', at(10, 10)), range(10, 9, 13));
    assert.equal(await client.ask('textDocument/prepareRename', at(10, 0)), null);
    const rename = (newName: string) => client.ask('textDocument/rename', { ...at(10, 10), newName });
    assert.deepEqual(await rename('COUNT'), {
      changes: {
        [URI]: [
          { range: range(4, 6, 10), newText: 'COUNT' },
          { range: range(10, 9, 13), newText: 'COUNT' },
        ],
      },
    });
    await assert.rejects(rename('cfg'), /`cfg` is taken: it is declared in line 6\./);
  });

  it('has an outline of what the trace declares', async () => {
    const symbols = (await client.ask('textDocument/documentSymbol', { textDocument: { uri: URI } })) as {
      name: string;
    }[];
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['sapphire-rapids', 'linux', 'ROWS', 'cfg', 'A', 'switch A'],
    );
  });

  it('formats the whole text, and only where the layout differs', async () => {
    const format = () => client.ask('textDocument/formatting', { textDocument: { uri: URI }, options: {} });
    const [edit] = (await format()) as { newText: string }[];
    assert.match(edit?.newText ?? '', /^ {4}ldtilecfg \[cfg\]$/m);
    client.tell('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ text: edit?.newText }],
    });
    assert.deepEqual(await problems(), []);
    assert.deepEqual(await format(), []);
  });

  it('formats some lines, and leads to the files that a trace names', async () => {
    const uri = 'file:///traces/a%20b/lines.xtrace';
    open('xtrace 1\nkernel none\ndata d = file "in/w 1.bin"\nnop\nnop\n', uri);
    await problems();
    const second = { start: { line: 4, character: 0 }, end: { line: 4, character: 3 } };
    const asked = { textDocument: { uri }, range: second, options: {} };
    assert.deepEqual(await client.ask('textDocument/rangeFormatting', asked), [
      { range: range(4, 0, 3), newText: '    nop' },
    ]);
    const typed = { textDocument: { uri }, position: { line: 4, character: 0 }, ch: '\n', options: {} };
    assert.deepEqual(await client.ask('textDocument/onTypeFormatting', typed), [
      { range: range(3, 0, 3), newText: '    nop' },
    ]);
    assert.deepEqual(await client.ask('textDocument/documentLink', { textDocument: { uri } }), [
      { range: range(2, 15, 25), target: 'file:///traces/a%20b/in/w%201.bin' },
    ]);
    client.tell('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await problems(), []);
  });

  it('gives each word the type of what it means', async () => {
    const { data } = (await client.ask('textDocument/semanticTokens/full', { textDocument: { uri: URI } })) as {
      data: number[];
    };
    const found = new Map<string, string>();
    let [line, start] = [0, 0];
    for (let index = 0; index < data.length; index += 5) {
      const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
      [line, start] = [line + down, down > 0 ? right : start + right];
      const word = TRACE.split('\n')[line]?.slice(start, start + length) ?? '';
      const names = legend.tokenModifiers.filter((_, bit) => modifiers & (1 << bit));
      found.set(`${line}:${word}`, [legend.tokenTypes[type], ...names].join(' '));
    }
    assert.equal(found.get('2:kernel'), 'keyword');
    assert.equal(found.get('4:ROWS'), 'variable declaration readonly');
    assert.equal(found.get('10:ROWS'), 'variable readonly');
    assert.equal(found.get('10:ecx'), 'variable defaultLibrary');
    assert.equal(found.get('10:mov'), 'function defaultLibrary');
    assert.equal(found.get('10:; how many'), 'comment');
    assert.equal(found.get('12:#NM'), 'event defaultLibrary');
    assert.equal(found.get('8:A'), 'class');
    assert.equal(found.get('13:0'), 'number');
  });

  it('lists what the open traces declare, by letters of the name', async () => {
    const symbols = (await client.ask('workspace/symbol', { query: 'rws' })) as { name: string; location: unknown }[];
    assert.deepEqual(
      symbols.map(({ name, location }) => [name, location]),
      [['ROWS', { uri: URI, range: range(4, 0, 15) }]],
    );
  });

  it('lists what closed traces in the folders of the editor declare, as their files are now', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-lsp-'));
    const file = path.join(folder, 'deep', 'a b.xtrace');
    const ignored = path.join(folder, 'node_modules', 'c.xtrace');
    const uri = pathToFileURL(file).href;
    const found = async () =>
      (
        (await client.ask('workspace/symbol', { query: 'in_file' })) as { name: string; location: { uri: string } }[]
      ).map(({ name, location }) => [name, location.uri]);
    const folders = (added: boolean) => {
      const those = [{ uri: pathToFileURL(folder).href, name: 'folder' }];
      client.tell('workspace/didChangeWorkspaceFolders', {
        event: { added: added ? those : [], removed: added ? [] : those },
      });
    };
    try {
      for (const name of [file, ignored]) {
        mkdirSync(path.dirname(name));
        writeFileSync(name, 'xtrace 1\nconst IN_FILE = 1\n');
      }
      folders(true);
      assert.deepEqual(await found(), [['IN_FILE', uri]]);
      writeFileSync(file, 'xtrace 1\nconst IN_FILE_LATER = 1\n');
      assert.deepEqual(await found(), [['IN_FILE_LATER', uri]]);
      // The same file as another client might write its URI, with a text that is not saved.
      const otherwise = uri.replace('%20b', '%20%62');
      open('xtrace 1\nconst NOT_IN_FILE_YET = 1\n', otherwise);
      await problems();
      assert.deepEqual(await found(), [['NOT_IN_FILE_YET', otherwise]]);
      client.tell('textDocument/didClose', { textDocument: { uri: otherwise } });
      await problems();
      folders(false);
      assert.deepEqual(await found(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leads from a procedure to its callers and to what it calls', async () => {
    const uri = 'file:///traces/calls.xtrace';
    open('xtrace 1\nkernel none\nproc leaf\n    ret\nend\nproc root\n    call leaf\n    ret\nend\n', uri);
    assert.deepEqual(await problems(), []);
    type Item = { readonly name: string; readonly selectionRange: unknown };
    const prepare = async (line: number) => {
      const place = { textDocument: { uri }, position: { line, character: 6 } };
      return ((await client.ask('textDocument/prepareCallHierarchy', place)) as Item[])[0];
    };
    const leaf = await prepare(2);
    assert.deepEqual(leaf?.selectionRange, range(2, 5, 9));
    const incoming = await client.ask('callHierarchy/incomingCalls', { item: leaf });
    assert.deepEqual(
      (incoming as { from: Item; fromRanges: unknown }[]).map(({ from, fromRanges }) => [from.name, fromRanges]),
      [['root', [range(6, 9, 13)]]],
    );
    const outgoing = await client.ask('callHierarchy/outgoingCalls', { item: await prepare(5) });
    assert.deepEqual(
      (outgoing as { to: Item }[]).map(({ to }) => to.name),
      ['leaf'],
    );
    client.tell('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await problems(), []);
  });

  it('says behind each line what it does when the trace runs', async () => {
    const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = (await client.ask('textDocument/inlayHint', { textDocument: { uri: URI }, range: all })) as {
      position: { line: number };
      label: string;
    }[];
    const first = hints.find(({ position }) => position.line === 12);
    // Sizes of the small and the large area: Intel SDM vol. 1, 13.4, for these components.
    assert.match(first?.label ?? '', /^#NM · \d+→\d+ · XFD 0$/);
  });

  it('tells where the run goes against the trace, and offers to write what was there', async () => {
    const uri = 'file:///traces/wrong.xtrace';
    open('xtrace 1\nkernel none\n    nop => #UD\n', uri);
    assert.deepEqual(await problems(), []);
    const [problem] = await problems();
    assert.equal(problem?.code, 'another-outcome');
    const line = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
    const asked = { textDocument: { uri }, range: line, context: { diagnostics: [problem] } };
    const [action] = (await client.ask('textDocument/codeAction', asked)) as {
      title: string;
      edit: { changes: Record<string, { newText: string; range: unknown }[]> };
    }[];
    assert.equal(action?.title, 'Write the observed outcome: `=> ok`');
    assert.deepEqual(action?.edit.changes[uri], [{ newText: '=> ok', range: range(2, 8, 14) }]);
    client.tell('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await problems(), []);
  });

  it('knows the size of a file that the trace takes data from', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-lsp-'));
    try {
      writeFileSync(path.join(folder, 'short.bin'), new Uint8Array(8));
      const uri = pathToFileURL(path.join(folder, 'a b.xtrace')).href;
      open('xtrace 1\nkernel none\ndata d = file "short.bin" size=16\n', uri);
      const [problem] = await problems();
      assert.match(problem?.message ?? '', /^"short\.bin" has 8 bytes/);
      client.tell('textDocument/didClose', { textDocument: { uri } });
      assert.deepEqual(await problems(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads the dump that the machine comes from, for problems, hovers and completion', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-lsp-'));
    try {
      copyFileSync(path.join(DUMPS, 'skylake-sp.cpuid'), path.join(folder, 'host.cpuid'));
      const uri = pathToFileURL(path.join(folder, 'a b.xtrace')).href;
      open('xtrace 1\nmachine from "host.cpuid"\nkernel none\n    tilezero tmm0\n', uri);
      const [problem] = await problems();
      assert.equal(problem?.code, 'instruction-not-on-machine');
      // On that machine the run ends there, which is told once the text has run.
      assert.equal((await problems()).at(-1)?.code, 'run-error');
      const place = { textDocument: { uri }, position: { line: 1, character: 14 } };
      const hover = (await client.ask('textDocument/hover', place)) as { contents: { value: string } };
      assert.match(hover.contents.value, /The CPUID of "host\.cpuid"\..*\bmpx\b/s);
      const items = (await client.ask('textDocument/completion', place)) as { label: string; kind: number }[];
      assert.deepEqual(
        items.map(({ label, kind }) => ({ label, kind })),
        [{ label: 'host.cpuid', kind: 17 }], // CompletionItemKind.File
      );
      client.tell('textDocument/didClose', { textDocument: { uri } });
      assert.deepEqual(await problems(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('answers with nothing about a document that is not open', async () => {
    const nowhere = { textDocument: { uri: 'file:///nowhere.xtrace' }, position: { line: 0, character: 0 } };
    assert.equal(await client.ask('textDocument/hover', nowhere), null);
    assert.deepEqual(await client.ask('textDocument/documentSymbol', nowhere), []);
  });
});

it('ends the language server with status 1 when its client goes without a word', async function () {
  this.timeout(60_000);
  const client = new PlainClient();
  await client.ask('initialize', INITIALIZE);
  assert.equal(await client.vanish(), 1);
});
