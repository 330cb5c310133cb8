import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nodeHost } from '../../../src/main/dap/node-host';
import type { FromThread } from '../../../src/main/dap/thread-messages';
import { ThreadSession } from '../../../src/main/dap/thread-session';

/** A session whose thread says what the test says, and what the client hears of it. */
function sessionWith() {
  const { port1 } = new MessageChannel();
  let say: (message: FromThread) => void = () => {};
  const port = Object.assign(Object.create(port1), {
    postMessage: () => {},
    on: (_: string, listener: (message: FromThread) => void) => {
      say = listener;
    },
  });
  const thread = { port, onDeath: () => {}, end: () => port1.close() };
  const session = new ThreadSession(thread, nodeHost(), { files: 'own' });
  const heard: DebugProtocol.Response[] = [];
  session.onDidSendMessage((message) => heard.push(message as DebugProtocol.Response));
  const ask = (seq: number, command: string) => session.handleMessage({ seq, type: 'request', command });
  return { ask, heard, say: (message: FromThread) => say(message) };
}

function response(seq: number, request_seq: number, command: string): DebugProtocol.Response {
  return { seq, type: 'response', request_seq, command, success: true };
}

describe('a session whose thread has come to its end', () => {
  it('answers what was on its way to the thread, once', () => {
    const { ask, heard, say } = sessionWith();
    ask(1, 'disconnect');
    ask(2, 'threads');
    say({ kind: 'message', message: response(1, 1, 'disconnect') });
    say({ kind: 'closed' });
    // The thread's own answer comes too late.
    say({ kind: 'message', message: response(2, 2, 'threads') });
    ask(3, 'threads');
    assert.deepEqual(
      heard.map(({ seq, request_seq, success }) => [seq, request_seq, success]),
      [
        [1, 1, true],
        [2, 2, false],
        [3, 3, false],
      ],
    );
    assert.match(heard[1]?.message ?? '', /session is over/);
  });
});
