import { closeClients, example, TestClient } from './client';
import { Transcript } from './transcript';

afterEach(closeClients);

const FIRST_USE = ['xfd', 'xfd_err', 'A.fpstate.size', 'kernel.nm'];

describe('a session, as a person would tell it', () => {
  it('first use under the RFC: stop at #NM, walk through the handler', async () => {
    const client = new TestClient();
    const transcript = new Transcript(client, FIRST_USE);
    const stopped = await transcript.begin({
      program: example('first-use'),
      filters: ['nm-xfd', 'expect', 'divergence'],
    });
    await transcript.exceptionInfo(stopped);
    let inside = await transcript.go('stepIn');
    await transcript.variables(inside, 'Locals');
    for (let steps = 0; (await client.stack(inside.threadId ?? 0)).length > 1 && steps < 60; steps++) {
      inside = await transcript.go('stepIn');
    }
    await transcript.variables(inside, 'Components');
    await transcript.end('continue');
    transcript.matches('first-use-rfc');
  });

  it('first use, over the handler and back into it', async () => {
    const client = new TestClient();
    const transcript = new Transcript(client, FIRST_USE);
    await transcript.begin({ program: example('first-use'), filters: ['nm-xfd'] });
    await transcript.go('next');
    await transcript.go('stepBack');
    await transcript.go('stepIn');
    await transcript.go('stepIn');
    await transcript.go('stepBack');
    await transcript.go('stepOut');
    await transcript.go('reverseContinue');
    await transcript.go('reverseContinue');
    transcript.matches('first-use-back');
  });

  it('no permission under mainline: #NM, SIGILL, killed', async () => {
    const client = new TestClient();
    const transcript = new Transcript(client, ['A.state', 'A.signal', 'xfd_err']);
    const stopped = await transcript.begin({ program: example('no-permission'), filters: ['nm-xfd', 'signal'] });
    await transcript.exceptionInfo(stopped);
    await transcript.exceptionInfo(await transcript.go('continue'));
    await transcript.go('next');
    await transcript.end('continue');
    transcript.matches('no-permission');
  });
});
