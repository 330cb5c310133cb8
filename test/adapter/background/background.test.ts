import assert from 'node:assert/strict';
import { closeClients, example, TestClient, trace } from '../client';

afterEach(closeClients);

async function client(): Promise<TestClient> {
  const fresh = new TestClient();
  await fresh.initializeRequest();
  return fresh;
}

describe('work on traces that nobody debugs', () => {
  it('runs a file to its end and tells what it did, without a launch', async () => {
    const { body } = await (await client()).customRequest('xtrace/account', { program: example('first-use') });
    assert.equal(body.kind, 'run');
    assert.deepEqual(body.account.failures, []);
    assert.ok(body.text.includes('tilezero'));
    assert.ok(body.account.lines.some(({ notes }: { notes: string[] }) => notes.includes('2560→10752')));
  });

  it('runs a text that no file holds', async () => {
    const text = 'xtrace 1\nkernel none\nmov rax, 1\nexpect rax == 2\n';
    const { body } = await (await client()).customRequest('xtrace/account', { program: '/new.xtrace', text });
    assert.deepEqual(
      body.account.failures.map(({ line, actual }: { line: number; actual: string }) => [line, actual]),
      [[3, '1']],
    );
  });

  it('has the errors of a trace that does not run', async () => {
    const text = 'xtrace 1\nkernel none\nmovv rax, 1\n';
    const { body } = await (await client()).customRequest('xtrace/account', { program: '/new.xtrace', text });
    assert.equal(body.kind, 'refused');
    assert.deepEqual(
      body.errors.map(({ range }: { range: { line: number } }) => range.line),
      [2],
    );
  });

  it('says why a file cannot be read', async () => {
    const asked = (await client()).customRequest('xtrace/account', { program: '/no/such.xtrace' });
    await assert.rejects(asked, /such\.xtrace/);
  });

  it('lets go of a trace without an end when it is cancelled', async () => {
    const { rejected, next } = await cancelled(await client());
    assert.match(rejected, /cancelled/);
    assert.equal(next, 'run');
  });

  it('ends a run at a limit', async () => {
    const asked = { program: trace('endless'), maxSteps: 500 };
    const { body } = await (await client()).customRequest('xtrace/account', asked);
    assert.match(body.account.failures[0].message, /did not end within 500 steps/);
    await assert.rejects((await client()).customRequest('xtrace/account', { ...asked, maxSteps: 0 }), /at least 1/);
  });

  it('says what is wrong with a text', async () => {
    const text = 'xtrace 1\nkernel none\ndata a = file "missing.bin"\n';
    const { body } = await (await client()).customRequest('xtrace/diagnose', { program: example('new'), text });
    assert.equal(body.diagnostics.length, 1);
    assert.match(body.diagnostics[0].message, /missing\.bin/);
  });
});

const LESSON = `# T
~~~xtrace
xtrace 1
kernel none
    mov eax, 1
~~~
~~~predict rax
What?
answer: 2
~~~
~~~xtrace
    inc eax
~~~
`;

describe('lessons, for an editor', () => {
  it('are told step by step', async () => {
    const text = 'xtrace 1\nkernel none\nmov eax, 1\nexpect rax == 1\n';
    const { body } = await (await client()).customRequest('xtrace/narration', { text });
    assert.deepEqual(body.steps, [
      { line: 2, does: 'MOV, move: writes rax.', did: [] },
      { line: 3, does: 'Must be true.', did: ['It holds: rax == 1.'] },
    ]);
  });

  it('are judged at a checkpoint, in the trace as the reader has it', async () => {
    const asked = { lesson: LESSON, number: 1 };
    const fresh = await client();
    const judge = async (first: number) => {
      const text = `xtrace 1\nkernel none\nmov eax, ${first}\n; checkpoint 1: predict rax\ninc eax\n`;
      return (await fresh.customRequest('xtrace/checkpoint', { ...asked, text })).body;
    };
    assert.equal((await judge(1)).holds, true);
    assert.deepEqual(await judge(4), { kind: 'judged', holds: false, text: '(rax) == (2): rax is 5' });
    const gone = await fresh.customRequest('xtrace/checkpoint', { ...asked, text: 'xtrace 1\n' });
    assert.deepEqual(gone.body, { kind: 'gone' });
    await assert.rejects(
      fresh.customRequest('xtrace/checkpoint', { ...asked, number: 2, text: '' }),
      /The lesson has no checkpoint 2\./,
    );
  });
});

async function cancelled(fresh: TestClient): Promise<{ rejected: string; next: string }> {
  const asked = fresh.customRequest('xtrace/account', { program: trace('endless') });
  const rejection = asked.then(
    () => '',
    (error: Error) => error.message,
  );
  // The first request of this client was `initialize`.
  await fresh.customRequest('cancel', { requestId: 2 });
  const { body } = await fresh.customRequest('xtrace/account', { program: example('first-use') });
  return { rejected: await rejection, next: body.kind };
}
