/** Files and time for the adapter, from the editor: works on disk, in remote and in virtual workspaces alike. */
import * as vscode from 'vscode';
import { decodeTrace } from '../../adapter/launch/decode-trace';
import type { CheckHost } from '../../adapter/launch/diagnose';
import {
  asProgram,
  DATA_LIMIT,
  type FileLimit,
  notRegular,
  notThere,
  TRACE_LIMIT,
  tooLarge,
} from '../../adapter/launch/file-limit';
import type { AdapterHost } from '../../adapter/protocol/host';
import { soonHere } from '../../adapter/protocol/soon';
import { isUserError, UserError } from '../../adapter/protocol/user-error';
import { baseName, uriOf } from './program';

/** Keeps a trace on disk from reading files outside its folder by way of links: where they lead, or throws `UserError`. */
export type DemandInside = (path: string, folder: string) => string;

let demandInside: DemandInside | undefined;

/** Called once where the editor has a disk. In a browser it has none: its file systems have no links that lead out of them. */
export function provideDisk(demand: DemandInside): void {
  demandInside = demand;
  // An editor in a browser may be that of a server, which has a disk: `isWeb` does not tell.
  void vscode.commands.executeCommand('setContext', 'xtrace.hasDisk', true);
}

export const editorHost: AdapterHost & CheckHost = {
  readText: async (program) => {
    const uri = uriOf(program);
    return openText(uri) ?? decodeTrace(baseName(uri), await readFile(uri, TRACE_LIMIT).catch(throwAsProgram));
  },
  readBytes: async (path, folder) => readFile(await dataUri(path, folder), DATA_LIMIT),
  sizeOf: async (path, folder) => demandFitting(await dataUri(path, folder), DATA_LIMIT),
  namesIn: async (folder) => {
    const found = await vscode.workspace.fs.readDirectory(uriOf(folder));
    return found.filter(([, type]) => type & vscode.FileType.File).map(([name]) => name);
  },
  schedule: soonHere(),
  now: () => performance.now(),
};

function throwAsProgram(error: unknown): never {
  throw asProgram(error);
}

/** The text of a trace for views that can do without it. */
export async function readProgram(program: string): Promise<string> {
  return editorHost.readText(program).catch(() => '');
}

/** The text of a document without a file. For all other documents the file counts, as for every debugger. */
function openText(uri: vscode.Uri): string | undefined {
  if (uri.scheme !== 'untitled') return undefined;
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.getText();
}

/** Of a file that a trace in `folder` takes data from. Rejects with `UserError` when links lead out of there. */
async function dataUri(path: string, folder: string): Promise<vscode.Uri> {
  const uri = uriOf(path);
  await vscode.workspace.fs.stat(uri).then(undefined, (error: unknown) => {
    throw whyNot(uri, error);
  });
  if (uri.scheme === 'file') demandInside?.(uri.fsPath, uriOf(folder).fsPath);
  return uri;
}

async function readFile(uri: vscode.Uri, limit: FileLimit): Promise<Uint8Array> {
  await demandFitting(uri, limit);
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw whyNot(uri, error);
  }
}

/** The size of a file that may be read. Rejects with `UserError`. */
async function demandFitting(uri: vscode.Uri, limit: FileLimit): Promise<number> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) throw vscode.FileSystemError.FileIsADirectory(uri);
    if (!(type & vscode.FileType.File)) throw notRegular(nameOf(uri));
    if (size > limit.bytes) throw tooLarge(nameOf(uri), size, limit);
    return size;
  } catch (error) {
    throw whyNot(uri, error);
  }
}

function nameOf(uri: vscode.Uri): string {
  return `${baseName(uri)} (${uri.scheme === 'file' ? uri.fsPath : uri.toString()})`;
}

function whyNot(uri: vscode.Uri, error: unknown): UserError {
  if (isUserError(error)) return error;
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  const name = nameOf(uri);
  if (code === 'FileNotFound') return notThere(name);
  if (code === 'FileIsADirectory') return new UserError('cannot-read', `${name} is a folder, not a file.`);
  if (code === 'NoPermissions') return new UserError('cannot-read', `${name} cannot be read: access is denied.`);
  return new UserError('cannot-read', `${name} cannot be read.`);
}
