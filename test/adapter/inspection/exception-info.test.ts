import assert from 'node:assert/strict';
import { closeClients, example, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');

afterEach(closeClients);

describe('exception details', () => {
  it('say why, with the numbers, what comes next, and where to read on', async () => {
    const client = new TestClient();
    const { threadId = 0 } = await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const { body } = await client.exceptionInfoRequest({ threadId });
    assert.equal(body.exceptionId, '#NM (XFD)');
    assert.match(body.description ?? '', /IA32_XFD\[18\] is set and TILEZERO/);
    const details = body.details?.stackTrace ?? '';
    assert.match(details, /linux-rfc-2020\) enters exc_device_not_available/);
    assert.match(details, /Intel SDM vol\. 1, 13\.14/);
  });

  it('name the handler on bare metal', async () => {
    const client = new TestClient();
    const { threadId = 0 } = await client.beginAndStop({
      program: example('bare-metal-nm'),
      filters: ['nm-xfd', 'ud'],
    });
    const nm = await client.exceptionInfoRequest({ threadId });
    assert.match(nm.body.details?.stackTrace ?? '', /the handler nm_handler runs at CPL 0/);
    await client.go('continue');
    const ud = await client.exceptionInfoRequest({ threadId });
    assert.match(ud.body.details?.stackTrace ?? '', /There is no handler/);
  });

  it('are refused where there was no exception', async () => {
    const { client } = await stopAt(LOOP);
    assert.match(await client.refusal('exceptionInfo', { threadId: 1 }), /not stopped on an exception/);
  });
});
