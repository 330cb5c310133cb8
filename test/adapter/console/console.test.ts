import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSOLE_COMMANDS } from '../../../src/adapter/console/commands';
import { closeClients, example, type Stopped, TestClient, trace } from '../client';

afterEach(closeClients);

const ENTRY = { stopOnEntry: true, stopOnEnd: undefined };

async function at(program: string): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program, launch: ENTRY });
  return client;
}

/** What the console answers. */
function say(client: TestClient, text: string): Promise<string> {
  return client.evaluate(text, 'repl');
}

/** Types a command that travels; the stop that it leads to. */
function travel(client: TestClient, text: string): Promise<Stopped> {
  return client.stopAfter(() => say(client, text));
}

function lastOutput(client: TestClient): { output?: string; line?: number; source?: { path?: string } } {
  return client.events.findLast(({ event }) => event === 'output')?.body ?? {};
}

describe('docs/console.md', () => {
  it('has the grammar and the sentence of each command, and of no other', () => {
    const page = readFileSync(join(__dirname, '../../../docs/console.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, grammar, summary]) => ({
      grammar,
      summary,
    }));
    assert.deepEqual(
      rows,
      CONSOLE_COMMANDS.map(({ grammar, summary }) => ({ grammar, summary })),
    );
  });
});

describe('the console', () => {
  it('lists its commands, and explains each', async () => {
    const client = await at(example('first-use'));
    const all = await say(client, 'help');
    for (const { name, grammar, summary } of CONSOLE_COMMANDS) {
      assert.ok(all.includes(grammar), name);
      assert.ok((await say(client, `help ${name}`)).includes(summary), name);
    }
    assert.match(await client.refusal('evaluate', { expression: 'help nothing', context: 'repl' }), /`help` lists all/);
  });

  it('takes a command for an expression where the trace has that name, and nowhere but in the console', async () => {
    const client = await at(trace('names'));
    assert.match(await say(client, 'next'), /^0x40/);
    assert.match(await say(client, 'next + 1'), /^4\d+ \(0x40/);
    assert.equal((await travel(client, 'next ecx')).reason, 'goto');
    assert.equal(await say(client, 'last.exception'), '""');
    assert.match(await client.refusal('evaluate', { expression: 'help', context: 'watch' }), /There is no `help` here/);
  });

  it('says what is missing', async () => {
    const client = await at(example('first-use'));
    for (const text of ['last', 'next ', 'until back']) {
      assert.match(await client.refusal('evaluate', { expression: text, context: 'repl' }), /^Something is missing: `/);
    }
  });

  it('explains the exception that it has stopped on', async () => {
    const client = await at(example('first-use'));
    assert.match(await client.refusal('evaluate', { expression: 'why', context: 'repl' }), /has not stopped on/);
    await client.setExceptionBreakpointsRequest({ filters: ['nm-xfd'] });
    await client.go('continue');
    assert.match(await say(client, 'why'), /IA32_XFD\[18\]/);
  });
});

describe('last and next', () => {
  it('travel to where a value came from, and say who made it, with its place', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    assert.equal(await say(client, 'xfd == 0'), '1');
    const there = await travel(client, 'last xfd');
    assert.equal(there.reason, 'goto');
    assert.match(there.text ?? '', /^xfd: 0x40000 to 0x0, by xfirstuse_event_handler\.disarm: /);
    const { output, line, source } = lastOutput(client);
    assert.equal(output, `${there.text}\n`);
    assert.ok((line ?? 0) > 0);
    assert.ok(source);
    const first = await travel(client, 'last A.fpstate.size');
    assert.match(first.text ?? '', /2560 to 10752/);
    const again = await travel(client, 'next xfd');
    assert.equal(again.text, there.text);
  });

  it('stay where they are when there is no such change, and say so', async () => {
    const client = await at(example('first-use'));
    const before = await client.evaluate('A.fpstate.size');
    const stopped = await travel(client, 'last A.fpstate.size');
    assert.match(stopped.description ?? '', /step 1/);
    assert.equal(lastOutput(client).output, 'A.fpstate.size has not changed before.\n');
    assert.equal(await client.evaluate('A.fpstate.size'), before);
  });

  it('run until a condition becomes true, forward and back', async () => {
    const client = await at(example('first-use'));
    await travel(client, 'until kernel.nm == 1');
    assert.equal(await client.evaluate('kernel.nm'), '1');
    const moment = (await client.go('continue')).description;
    assert.match(moment ?? '', /end of trace/);
    await travel(client, 'until back xfd == 0');
    assert.equal(await client.evaluate('xfd,x'), '0x0');
    assert.equal((await client.go('stepBack')).reason, 'step');
    assert.equal(await client.evaluate('xfd,x'), '0x40000 XTILEDATA');
  });

  it('are requests for variables, too', async () => {
    const client = new TestClient();
    const entry = await client.beginAndStop({ program: example('first-use'), launch: ENTRY });
    const variablesReference = await client.reference(entry, 'Control & XState');
    const ask = (request: string, args: object) => client.stopAfter(() => client.customRequest(request, args));
    const there = await ask('xtrace/nextChange', { variablesReference, name: 'xfd' });
    assert.match(there.text ?? '', /^xfd: 0x40000 to 0x0/);
    await client.go('continue');
    assert.equal((await ask('xtrace/lastChange', { name: 'xfd' })).text, there.text);
    assert.match(await client.refusal('xtrace/lastChange', { name: '1 + 1' }), /never changes/);
  });
});
