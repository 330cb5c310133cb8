/** Files that live as long as the window: what is written is kept, and nothing else can be done with them. */
import * as vscode from 'vscode';

export abstract class KeptFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly written = new Map<string, { readonly content: Uint8Array; readonly mtime: number }>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration: vscode.Disposable;

  constructor(scheme: string) {
    this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
  }

  /** What a file holds that nobody has written. Rejects with `FileNotFound`. */
  protected abstract original(uri: vscode.Uri): Promise<Uint8Array>;

  protected abstract isFolder(uri: vscode.Uri): boolean;

  protected abstract canWrite(uri: vscode.Uri): boolean;

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const isFolder = this.isFolder(uri);
    const size = isFolder ? 0 : (await this.readFile(uri)).length;
    const mtime = this.written.get(uri.toString())?.mtime ?? 0;
    return { type: isFolder ? vscode.FileType.Directory : vscode.FileType.File, ctime: 0, mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.written.get(uri.toString())?.content ?? this.original(uri);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    if (!this.canWrite(uri)) throw vscode.FileSystemError.NoPermissions(uri);
    this.keep(uri, content);
  }

  protected keep(uri: vscode.Uri, content: Uint8Array): void {
    const mtime = (this.written.get(uri.toString())?.mtime ?? 0) + 1;
    this.written.set(uri.toString(), { content, mtime });
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  protected isKept(uri: vscode.Uri): boolean {
    return this.written.has(uri.toString());
  }

  /** Nothing but what is written here changes a file. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
