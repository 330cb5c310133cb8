/** Files and time for the adapter, from the editor: works on disk, in remote and in virtual workspaces alike. */
import * as vscode from 'vscode';
import { decodeTrace } from '../../adapter/launch/decode-trace';
import { DATA_LIMIT, type FileLimit, notRegular, TRACE_LIMIT, tooLarge } from '../../adapter/launch/file-limit';
import { demandInside } from '../../adapter/launch/inside-folder';
import type { AdapterHost } from '../../adapter/protocol/host';
import { UserError } from '../../adapter/protocol/user-error';
import { baseName, uriOf } from './program';

export const editorHost: AdapterHost = {
  readText: async (program) => {
    const uri = uriOf(program);
    return openText(uri) ?? decodeTrace(baseName(uri), await readFile(uri, TRACE_LIMIT));
  },
  readBytes: async (path, folder) => {
    const uri = uriOf(path);
    if (uri.scheme === 'file') await demandInside(uri.fsPath, uriOf(folder).fsPath);
    return readFile(uri, DATA_LIMIT);
  },
  schedule: (work) => {
    setImmediate(work);
  },
  now: () => performance.now(),
};

/** The text of a trace for views that can do without it. */
export async function readProgram(program: string): Promise<string> {
  return editorHost.readText(program).catch(() => '');
}

/** What a document without a file holds; for the others the file counts, as it does for every debugger. */
function openText(uri: vscode.Uri): string | undefined {
  if (uri.scheme !== 'untitled') return undefined;
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.getText();
}

async function readFile(uri: vscode.Uri, limit: FileLimit): Promise<Uint8Array> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) throw vscode.FileSystemError.FileIsADirectory(uri);
    if (!(type & vscode.FileType.File)) throw notRegular(nameOf(uri));
    if (size > limit.bytes) throw tooLarge(nameOf(uri), size, limit);
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError('cannot-read', whyNot(uri, error));
  }
}

function nameOf(uri: vscode.Uri): string {
  return `${baseName(uri)} (${uri.scheme === 'file' ? uri.fsPath : uri.toString()})`;
}

function whyNot(uri: vscode.Uri, error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  const name = nameOf(uri);
  if (code === 'FileNotFound') return `There is no file ${name}. Correct "program" in the launch configuration.`;
  if (code === 'FileIsADirectory') return `${name} is a folder, not a trace.`;
  if (code === 'NoPermissions') return `${name} cannot be read: access is denied.`;
  return `${name} cannot be read.`;
}
