/** Programs in launch configurations and in the protocol: a path for files on disk, a URI for any other document. */
import * as vscode from 'vscode';

export function programOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

export function uriOf(program: string): vscode.Uri {
  // One letter before a colon is a Windows drive.
  return /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
}

export function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
