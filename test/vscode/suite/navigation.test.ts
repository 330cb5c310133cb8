import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, showTrace } from './workspace';

describe('ways through traces', () => {
  it('lead to what any trace of the workspace declares, by a part of its name', async () => {
    await showTrace('first-use.xtrace');
    const symbols = await eventually('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'nm_handler',
      );
      return found.length > 0 ? found : undefined;
    });
    const [symbol] = symbols.filter(({ containerName }) => containerName === 'bare-metal-nm.xtrace');
    assert.equal(symbol?.name, 'nm_handler');
    assert.equal(symbol.kind, vscode.SymbolKind.Function);
    const document = await vscode.workspace.openTextDocument(symbol.location.uri);
    assert.equal(document.lineAt(symbol.location.range.start.line).text, 'proc nm_handler');
  });

  it('lead from a procedure to its callers and to what it calls', async () => {
    const content =
      'xtrace 1\nkernel none\nproc leaf\n    ret\nend\nproc root\n    call leaf\n    ret\nend\n    call root\n';
    const document = await vscode.workspace.openTextDocument({ language: 'xtrace', content });
    const prepare = async (line: number) => {
      const [item] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
        'vscode.prepareCallHierarchy',
        document.uri,
        new vscode.Position(line, 7),
      );
      assert.ok(item);
      return item;
    };
    const incoming = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      await prepare(2),
    );
    assert.deepEqual(
      incoming.map(({ from, fromRanges }) => [from.name, fromRanges.map(({ start }) => start.line)]),
      [['root', [6]]],
    );
    const outgoing = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      await prepare(5),
    );
    assert.deepEqual(
      outgoing.map(({ to }) => to.name),
      ['leaf'],
    );
  });
});
