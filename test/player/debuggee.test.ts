import assert from 'node:assert/strict';
import { XTraceSession } from '../../src/adapter/session';
import { VIEWS_REQUEST } from '../../src/adapter/views/views';
import { Debuggee } from '../../src/player/debuggee';

const TEXT = 'xtrace 1\nkernel none\n    nop\n    nop\n    nop\n';

describe('an exported page', () => {
  it('asks once for the views of a stop', async () => {
    const asked: string[] = [];
    let placed: (() => void) | undefined;
    const place = () =>
      new Promise<void>((resolve) => {
        placed = resolve;
      });
    const debuggee = new Debuggee(
      { name: 'a.xtrace', text: TEXT, files: {}, pages: {} },
      { onPlace: () => placed?.(), onOutput: () => undefined },
      {
        createSession: (host) => {
          const session = new XTraceSession(host);
          const handle = session.handleMessage.bind(session);
          session.handleMessage = (message) => {
            asked.push((message as { command: string }).command);
            handle(message);
          };
          return session;
        },
      },
    );
    const first = place();
    await debuggee.start();
    await first;
    for (let step = 0; step < 2; step++) {
      asked.length = 0;
      const arrived = place();
      await debuggee.move('next');
      await arrived;
      await new Promise(setImmediate);
      assert.deepEqual(
        asked.filter((command) => command === VIEWS_REQUEST),
        [VIEWS_REQUEST],
      );
    }
  });
});
