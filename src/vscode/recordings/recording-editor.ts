/** Core files and XSAVE areas in an editor that only shows them, with a button that debugs from there. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { editorHost } from '../debug/editor-host';
import { launchOf } from '../debug/launch-configuration';
import { baseName, programOf } from '../debug/program';
import { problemHtml, recordingHtml } from './recording-html';

const EDITOR = 'xtrace.recording';
const DEBUG = 'xtrace.debugRecording';

/** In bytes: more is not read into the editor. */
const MOST_BYTES = 64 * 1024 * 1024;

export function registerRecordingEditor(extension: vscode.Uri, loadCore: LoadCore): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(EDITOR, new RecordingEditor(extension, loadCore)),
    vscode.commands.registerCommand(DEBUG, (recording: unknown) => debugRecording(loadCore, recording)),
  );
}

class RecordingEditor implements vscode.CustomReadonlyEditorProvider {
  constructor(
    private readonly extension: vscode.Uri,
    private readonly loadCore: LoadCore,
  ) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, { webview }: vscode.WebviewPanel): Promise<void> {
    const media = vscode.Uri.joinPath(this.extension, 'media');
    webview.options = { enableScripts: false, enableCommandUris: [DEBUG], localResourceRoots: [media] };
    const style = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    const parts = { styles: [style('page.css'), style('recording.css')], styleSource: webview.cspSource };
    try {
      const debug = `command:${DEBUG}?${encodeURIComponent(JSON.stringify([uri.toString()]))}`;
      const { viewRecording } = await this.loadCore();
      webview.html = recordingHtml(await viewRecording(await read(uri), baseName(uri)), { ...parts, debug });
    } catch (error) {
      webview.html = problemHtml(messageOf(error), parts);
    }
  }
}

async function read(uri: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) throw new Error(`${baseName(uri)} has ${size} bytes, and at most ${MOST_BYTES} are shown.`);
  return vscode.workspace.fs.readFile(uri);
}

/** The trace is written beside the recording, which the trace names; one that is there already is the user's, and stays. */
async function debugRecording(loadCore: LoadCore, recording: unknown): Promise<void> {
  if (typeof recording !== 'string') return;
  const source = vscode.Uri.parse(recording, true);
  const trace = source.with({ path: `${source.path}.xtrace` });
  try {
    if (!(await exists(trace))) {
      const { importTrace } = await loadCore();
      const imported = await importTrace(editorHost, await read(source), baseName(source));
      await vscode.workspace.fs.writeFile(trace, new TextEncoder().encode(imported.trace));
    }
    await vscode.window.showTextDocument(trace);
    // The recorded moment is the end of the trace.
    const launch = { ...launchOf(programOf(trace)), stopOnEntry: false };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(trace), launch);
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
