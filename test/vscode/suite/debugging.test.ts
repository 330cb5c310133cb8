import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { ViewsSnapshot } from '../../../src/adapter/views/views';
import { eventually, example, showTrace } from './workspace';

/** What the adapter has told VS Code, in order. */
class Conversation {
  readonly events: DebugProtocol.Event[] = [];
  private readonly registration = vscode.debug.registerDebugAdapterTrackerFactory('xtrace', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        if (message.type === 'event') this.events.push(message as DebugProtocol.Event);
      },
    }),
  });

  /** The next event of a kind that has not been waited for yet. */
  async next(kind: string): Promise<DebugProtocol.Event> {
    return eventually(`the event "${kind}"`, () => {
      const at = this.events.findIndex(({ event }) => event === kind);
      return at < 0 ? undefined : this.events.splice(0, at + 1).at(-1);
    });
  }

  dispose(): void {
    this.registration.dispose();
  }
}

async function sessionOf(): Promise<vscode.DebugSession> {
  return eventually('an active debug session', () => {
    const session = vscode.debug.activeDebugSession;
    return session?.type === 'xtrace' ? session : undefined;
  });
}

function registerValue({ registers }: ViewsSnapshot, name: string): string | undefined {
  return registers.registers.find((register) => register.name === name)?.value;
}

describe('debugging in VS Code', () => {
  let conversation: Conversation;

  beforeEach(() => {
    conversation = new Conversation();
  });

  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined || undefined);
    conversation.dispose();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  it('debugs a trace whose expectation fails: that is a problem of its run, and no reason to refuse it', async () => {
    const failing = example('failing.xtrace');
    await vscode.workspace.fs.writeFile(failing, new TextEncoder().encode('xtrace 1\nkernel none\nexpect 1 == 2\n'));
    try {
      await showTrace('failing.xtrace');
      await eventually('the problem', () => vscode.languages.getDiagnostics(failing).length > 0 || undefined);
      await vscode.commands.executeCommand('workbench.action.debug.start');
      assert.equal((await conversation.next('stopped')).body.reason, 'entry');
    } finally {
      await vscode.workspace.fs.delete(failing);
    }
  });

  it('needs no launch.json: the open trace starts and stops at its first step', async () => {
    await showTrace('first-use.xtrace');
    await vscode.commands.executeCommand('workbench.action.debug.start');
    const stopped = await conversation.next('stopped');
    assert.equal(stopped.body.reason, 'entry');
    const session = await sessionOf();
    assert.equal(session.configuration.program, example('first-use.xtrace').fsPath);
  });

  it('stops on first use, answers the views, and has grown the buffer one step later', async () => {
    const program = example('first-use.xtrace').fsPath;
    const launch = { type: 'xtrace', request: 'launch', name: 'test', program, stopOnEntry: false, stopOn: ['nm-xfd'] };
    assert.ok(await vscode.debug.startDebugging(undefined, launch));
    const stopped = await conversation.next('stopped');
    assert.equal(stopped.body.reason, 'exception');

    const session = await sessionOf();
    const before: ViewsSnapshot = await session.customRequest('xtrace/views');
    assert.equal(registerValue(before, 'xfd_err'), '0x40000');
    assert.deepEqual(
      before.tasks.map(({ name, size, xfd }) => ({ name, size, xfd: xfd.value })),
      [{ name: 'A', size: 2560, xfd: '0x40000' }],
    );
    assert.equal(before.tiles.tiles[0]?.colsb, 64);

    await session.customRequest('next', { threadId: stopped.body.threadId });
    await conversation.next('stopped');
    const after: ViewsSnapshot = await session.customRequest('xtrace/views');
    assert.equal(registerValue(after, 'xfd'), '0x0');
    assert.deepEqual(
      after.tasks.map(({ size, previousSize, xfd }) => ({ size, previousSize, xfd: xfd.value })),
      [{ size: 10752, previousSize: 2560, xfd: '0x0' }],
    );
  });

  it('stops at a breakpoint that was set in the editor', async () => {
    const uri = example('first-use.xtrace');
    const document = await vscode.workspace.openTextDocument(uri);
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('tdpbssd'));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0)))]);
    const launch = { type: 'xtrace', request: 'launch', name: 'test', program: uri.fsPath, stopOnEntry: false };
    assert.ok(await vscode.debug.startDebugging(undefined, launch));
    const stopped = await conversation.next('stopped');
    assert.equal(stopped.body.reason, 'breakpoint');
    const session = await sessionOf();
    const { stackFrames } = await session.customRequest('stackTrace', { threadId: stopped.body.threadId });
    assert.equal(stackFrames[0].line, line + 1);
  });

  it('goes to a line in the session that there is, and begins one where there is none', async () => {
    const { document } = await showTrace('first-use.xtrace');
    const lines = document.getText().split('\n');
    const sessions = new Set<string>();
    for (const text of ['tdpbssd', 'tilezero']) {
      const line = lines.findIndex((each) => each.includes(text));
      await vscode.commands.executeCommand('xtrace.debugToLine', document.uri, line);
      const { body } = await conversation.next('stopped');
      const session = await sessionOf();
      sessions.add(session.id);
      const { stackFrames } = await session.customRequest('stackTrace', { threadId: body.threadId });
      assert.equal(stackFrames[0].line, line + 1);
    }
    assert.equal(sessions.size, 1);
  });

  it('debugs a trace that was never saved', async () => {
    const settings = vscode.workspace.getConfiguration('debug');
    await settings.update('saveBeforeStart', 'none', vscode.ConfigurationTarget.Global);
    const content = 'xtrace 1\nkernel none\n    mov eax, 1\n    mov eax, 2\n    mov eax, 3\n';
    const document = await vscode.workspace.openTextDocument({ language: 'xtrace', content });
    await vscode.window.showTextDocument(document);
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(3, 0))),
    ]);
    await vscode.commands.executeCommand('workbench.action.debug.start');
    const stopped = await conversation.next('stopped');
    assert.equal(stopped.body.reason, 'entry');
    const session = await sessionOf();
    await session.customRequest('continue', { threadId: stopped.body.threadId });
    assert.equal((await conversation.next('stopped')).body.reason, 'breakpoint');
    await eventually('the editor at the stop', () => {
      const editor = vscode.window.activeTextEditor;
      return (editor?.document === document && editor.selection.active.line === 3) || undefined;
    });
    await settings.update('saveBeforeStart', undefined, vscode.ConfigurationTarget.Global);
  });

  it('runs a trace to its end and ends the session', async () => {
    await showTrace('permission.xtrace');
    await vscode.commands.executeCommand('xtrace.run');
    await conversation.next('terminated');
  });
});
