/** The folders that the editor has open, as the client tells them. */
import type { Connection, InitializeParams } from 'vscode-languageserver';

export class Folders {
  private readonly open = new Set<string>();
  /** Whether the client tells of folders that come and go. */
  private doChange = false;

  get uris(): readonly string[] {
    return [...this.open];
  }

  /** A client from before there were several folders names one. */
  begin({ workspaceFolders, rootUri, capabilities }: InitializeParams): void {
    for (const { uri } of workspaceFolders ?? (rootUri ? [{ uri: rootUri }] : [])) this.open.add(uri);
    this.doChange = capabilities.workspace?.workspaceFolders ?? false;
  }

  follow(connection: Connection): void {
    if (!this.doChange) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) this.open.delete(uri);
      for (const { uri } of added) this.open.add(uri);
    });
  }
}
