/**
 * Traces that an exploration has found, or an explanation has changed: `xtrace-found://SCHEME+AUTHORITY/FOLDER/NAME.xtrace`. Each
 * stands beside the trace that it was found in, so that it takes data from the same files. It can be changed and saved elsewhere.
 */
import * as vscode from 'vscode';
import { editorHost } from '../debug/editor-host';
import { programOf } from '../debug/program';
import { KeptFiles } from '../kept-files';

const SCHEME = 'xtrace-found';

export class FoundTraces extends KeptFiles {
  constructor() {
    super(SCHEME);
  }

  /** Beside `trace`, in the place of what was there under that name. */
  put(trace: vscode.Uri, name: string, text: string): vscode.Uri {
    const beside = trace.scheme === SCHEME ? trace : foundBeside(trace);
    const uri = beside.with({ path: `${folderOf(beside)}/${name}` });
    this.keep(uri, new TextEncoder().encode(text));
    return uri;
  }

  protected async original(uri: vscode.Uri): Promise<Uint8Array> {
    const own = ownOf(uri);
    return editorHost.readBytes(programOf(own), programOf(own.with({ path: folderOf(own) })));
  }

  protected isFolder(uri: vscode.Uri): boolean {
    return !/\.\w+$/.test(uri.path);
  }

  protected canWrite(uri: vscode.Uri): boolean {
    return this.isKept(uri);
  }
}

function foundBeside({ scheme, authority, path }: vscode.Uri): vscode.Uri {
  // What has no file yet has no folder either.
  return vscode.Uri.from({
    scheme: SCHEME,
    authority: `${scheme}+${authority}`,
    path: path.startsWith('/') ? path : `/${path}`,
  });
}

/** The file beside the trace. */
function ownOf({ authority, path }: vscode.Uri): vscode.Uri {
  const [scheme = '', ...rest] = authority.split('+');
  return vscode.Uri.from({ scheme, authority: rest.join('+'), path });
}

function folderOf({ path }: vscode.Uri): string {
  return path.slice(0, path.lastIndexOf('/'));
}
