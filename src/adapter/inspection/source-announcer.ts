/** Tells the client at launch and restart which sources are new, have changed, or are gone. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from '../protocol/client';

export class SourceAnnouncer {
  private known: ReadonlyMap<string, DebugProtocol.Source> = new Map();

  constructor(private readonly client: Client) {}

  announce(sources: readonly DebugProtocol.Source[]): void {
    const present = new Map(sources.map((source) => [source.path ?? '', source]));
    for (const [path, source] of this.known) {
      if (!present.has(path)) this.client.send('loadedSource', { reason: 'removed', source });
    }
    for (const [path, source] of present) {
      this.client.send('loadedSource', { reason: this.known.has(path) ? 'changed' : 'new', source });
    }
    this.known = present;
  }
}
