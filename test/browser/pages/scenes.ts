/** What the pages are shown: the answers of the adapter itself at a few places of an example. */
import type { ViewsSnapshot } from '../../../src/adapter/views/views';
import type { SessionHeader } from '../../../src/webview/page/messages';
import { example, TestClient } from '../../adapter/client';

export interface Moment {
  readonly client: TestClient;
  readonly snapshot: ViewsSnapshot;
  readonly header: SessionHeader;
}

/** Stopped on the lines in turn; what the last stop shows, compared with the one before. */
export async function momentAt(trace: string, ...lines: readonly string[]): Promise<Moment> {
  const client = new TestClient();
  await client.beginAndStop({ program: example(trace), lines });
  for (let stop = 1; stop < lines.length; stop++) {
    await client.customRequest('xtrace/views');
    await client.go('continue');
  }
  const snapshot: ViewsSnapshot = (await client.customRequest('xtrace/views')).body;
  return { client, snapshot, header: { trace: `${trace}.xtrace`, time: snapshot.time.text, running: false } };
}

export function shown({ header }: Moment, content: unknown): unknown {
  return { kind: 'show', header, content };
}
