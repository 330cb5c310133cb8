import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION, eventually, example, showTrace } from './workspace';

/** A new document with this text; nothing is written to disk. */
async function typed(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'xtrace', content });
  await vscode.window.showTextDocument(document);
  return document;
}

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

describe('the extension in VS Code', () => {
  it('activates when a trace is opened', async () => {
    const { document } = await showTrace('first-use.xtrace');
    assert.equal(document.languageId, 'xtrace');
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension);
    await eventually('activation', () => extension.isActive || undefined);
  });

  it('registers both languages', async () => {
    const languages = await vscode.languages.getLanguages();
    assert.ok(languages.includes('xtrace'));
    assert.ok(languages.includes('xtrace-kernel'));
  });

  it('registers every command that package.json names', async () => {
    const manifest: { contributes: { commands: { command: string }[] } } =
      vscode.extensions.getExtension(EXTENSION)?.packageJSON;
    const known = await vscode.commands.getCommands(true);
    for (const { command } of manifest.contributes.commands) assert.ok(known.includes(command), command);
  });

  it('offers to run and to debug over the first statement', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      example('first-use.xtrace'),
    );
    assert.deepEqual(
      lenses.slice(0, 2).map(({ command }) => command?.command),
      ['xtrace.run', 'xtrace.debug'],
    );
  });
});

describe('the last run of a trace in VS Code', () => {
  it('has hints behind the lines of an open trace, without anybody asking for a run', async () => {
    const { document } = await showTrace('first-use.xtrace');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await eventually('hints', async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.ok(hints.some(({ label }) => String(label).trim() === '#NM · 2560→10752 · XFD 0'));
  });

  it('marks an expectation that fails, and mends it', async () => {
    const document = await typed('xtrace 1\nkernel none\n    mov rax, 7\n    expect rax == 8\n');
    const [problem] = await eventually('a problem', () =>
      problemsOf(document).length > 0 ? problemsOf(document) : undefined,
    );
    assert.match(problem?.message ?? '', /rax is 7/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem?.range,
    );
    const fix = actions.find(({ title }) => title === 'Expect what was there: `7`');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await eventually('the end of the problem', () => problemsOf(document).length === 0 || undefined);
    assert.equal(document.lineAt(3).text, '    expect rax == 7');
  });

  it('stands over expectations and tasks', async () => {
    const uri = example('first-use.xtrace');
    const titles = await eventually('lenses of the run', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      return found.length > 2 ? found.map(({ command }) => command?.title) : undefined;
    });
    assert.ok(titles.includes('#NM · 2560→10752 bytes'));
    assert.ok(titles.includes('$(pass) holds'));
  });
});

describe('a page of a trace', () => {
  it('is written where one says, with the text that the editor shows', async () => {
    const { document } = await showTrace('first-use.xtrace');
    const target = example('first-use-page.html');
    await vscode.commands.executeCommand('xtrace.exportPage', document.uri, target);
    const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
    await vscode.workspace.fs.delete(target);
    assert.match(page, /<title>first-use\.xtrace · XTrace<\/title>/);
    assert.ok(page.length < 3_000_000, `${page.length} characters`);
  });
});

describe('a program of a trace', () => {
  it('is written where one says, and shown', async () => {
    const { document } = await showTrace('vectors.xtrace');
    const target = example('vectors.c');
    await vscode.commands.executeCommand('xtrace.exportProgram', document.uri, target);
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.uri.toString(), target.toString());
    assert.match(shown?.getText() ?? '', /vectors\.xtrace as a program/);
    await vscode.workspace.fs.delete(target);
  });
});

describe('a recording', () => {
  it('becomes a trace beside it, which is shown', async () => {
    const recording = example('boot.txt');
    const target = example('boot.txt.xtrace');
    const line = 'x86/fpu: Enabled xstate features 0x602e7, context size is 10752 bytes, using compacted format.';
    await vscode.workspace.fs.writeFile(recording, new TextEncoder().encode(`${line}\n`));
    await vscode.commands.executeCommand('xtrace.importRecording', recording, target);
    await vscode.workspace.fs.delete(recording);
    await vscode.workspace.fs.delete(target);
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.uri.path, target.path);
    assert.match(shown?.getText() ?? '', /observe A\.fpstate\.size=10752 +; line 1/);
  });
});

describe('an XSAVE area', () => {
  it('opens in an editor that shows it, and is debugged from there', async () => {
    const recording = example('a.xsave');
    const trace = example('a.xsave.xtrace');
    const bytes = new Uint8Array(576);
    bytes[25] = 0x1f;
    bytes[512] = 2;
    await vscode.workspace.fs.writeFile(recording, bytes);
    await vscode.commands.executeCommand('vscode.open', recording);
    const viewType = await eventually('the editor', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input.viewType : undefined;
    });
    assert.equal(viewType, 'xtrace.recording');
    await vscode.commands.executeCommand('xtrace.debugRecording', recording.toString());
    const session = await eventually('a session', () => vscode.debug.activeDebugSession);
    await vscode.debug.stopDebugging(session);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(trace));
    await vscode.workspace.fs.delete(recording);
    await vscode.workspace.fs.delete(trace);
    assert.match(text, /xrstor64 \[image\] => ok/);
  });
});

describe('help with a trace', () => {
  it('formats a trace', async () => {
    const document = await typed('xtrace 1\nkernel none\nmov eax,64\n');
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { insertSpaces: true, tabSize: 4 },
    );
    const all = new vscode.WorkspaceEdit();
    all.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(all));
    assert.equal(document.getText(), 'xtrace 1\nkernel  none\n    mov       eax, 64\n');
  });

  it('explains, completes and outlines', async () => {
    const document = await typed(
      'xtrace 1\nkernel none\ndata cfg = tilecfg { tmm0: 1x4 }\n    ldtilecfg [cfg]\n    til',
    );
    const at = (line: number, character: number) => new vscode.Position(line, character);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at(3, 6),
    );
    assert.ok(hover);
    assert.match((hover.contents[0] as vscode.MarkdownString).value, /ldtilecfg[\s\S]*CPUID `amx-tile`/);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at(4, 7),
    );
    assert.ok(items.some(({ label }) => typeof label === 'object' && label.label === 'tilezero'));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [
        ['none', 'kernel'],
        ['cfg', 'tilecfg'],
      ],
    );
  });

  it('marks names by what the trace declares them to be', async () => {
    const document = await typed('xtrace 1\nconst ROWS = 16\nmov ecx, ROWS\n');
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const variable = legend.tokenTypes.indexOf('variable');
    const bit = (name: string) => 1 << legend.tokenModifiers.indexOf(name);
    const both = bit('declaration') | bit('readonly');
    // Lines down, columns on, length, type, modifiers.
    assert.deepEqual([...tokens.data], [1, 6, 4, variable, both, 1, 9, 4, variable, bit('readonly')]);
  });

  it('goes from a name to its definition and its uses, and renames it', async () => {
    const document = await typed('xtrace 1\ndata cfg = zero 64\n    ldtilecfg [cfg]\n    expect cfg > 0\n');
    const use = new vscode.Position(2, 16);
    const linesOf = (places: readonly vscode.Location[]) => places.map(({ range }) => range.start.line);
    const definitions = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      use,
    );
    assert.deepEqual(linesOf(definitions), [1]);
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      use,
    );
    assert.deepEqual(linesOf(references), [1, 2, 3]);
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      use,
    );
    assert.equal(highlights.length, 3);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      use,
      'shapes',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(
      document.getText(),
      'xtrace 1\ndata shapes = zero 64\n    ldtilecfg [shapes]\n    expect shapes > 0\n',
    );
  });
});

describe('problems of a trace', () => {
  it('show with their place and code while one types, and go when they are mended', async () => {
    const document = await typed('xtrace 1\nmachine sapphire-rapids\nkernel none\n    tilezro tmm0 => #UD\n');
    const problems = await eventually('a problem', () =>
      problemsOf(document).length > 0 ? problemsOf(document) : undefined,
    );
    const [problem] = problems;
    assert.equal(problem?.source, 'xtrace');
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(problem?.range.start.line, 3);
    assert.equal(document.getText(problem?.range), 'tilezro');
    assert.match(problem?.message ?? '', /tilezero/);
    assert.ok(problem?.code);

    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, problem?.range ?? new vscode.Range(0, 0, 0, 0), 'tilezero');
    await vscode.workspace.applyEdit(edit);
    await eventually('the end of the problem', () => problemsOf(document).length === 0 || undefined);
  });

  it('are none in the examples', async () => {
    const marker = await typed('xtrace 2\n');
    for (const uri of await vscode.workspace.findFiles('**/*.xtrace')) await vscode.workspace.openTextDocument(uri);
    // Opened after the examples were, so once it has its problem they have been checked too.
    await eventually('a check', () => problemsOf(marker).length > 0 || undefined);
    for (const uri of await vscode.workspace.findFiles('**/*.xtrace')) {
      const errors = vscode.languages
        .getDiagnostics(uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
        uri.path,
      );
    }
  });
});
