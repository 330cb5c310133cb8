import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, lineOf, type Stopped, TestClient, trace } from './client';

afterEach(closeClients);

const LOOP = trace('loop');
const ENTRY = { stopOnEntry: true };

async function lineAt(client: TestClient, stopped: Stopped): Promise<number> {
  return (await client.currentFrame(stopped)).line;
}

const BY_DEFAULT = { stopOnEnd: undefined };

describe('stepping', () => {
  it('goes into calls, out of them, and over them', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: ['BP-CALL'] });
    const inside = await client.go('stepIn');
    assert.deepEqual(
      (await client.stack(inside.threadId ?? 0)).map(({ name, line }) => [name, line]),
      [
        ['helper', lineOf(LOOP, 'BP-HELPER')],
        ['flow', lineOf(LOOP, 'BP-CALL')],
      ],
    );
    assert.equal(await lineAt(client, await client.go('stepOut')), lineOf(LOOP, 'BP-PRINT'));
    await client.go('stepBack');
    assert.equal(await lineAt(client, await client.go('next')), lineOf(LOOP, 'BP-PRINT'));
  });

  it('says at every stop where in time one is', async () => {
    const client = new TestClient();
    const entry = await client.beginAndStop({ program: LOOP, launch: { ...ENTRY, ...BY_DEFAULT } });
    assert.equal(entry.description, 'Paused on entry, step 1 of 37');
    assert.equal((await client.go('next')).description, 'Paused on step, step 2 of 37');
    assert.equal((await client.go('next')).description, 'Paused on step, step 3 of 37');
    assert.equal((await client.go('stepBack')).description, 'Paused on step, step 2 of 37');
    assert.match((await client.go('continue')).description ?? '', /^end of trace: 37 steps/);
  });

  it('says that it runs ahead until the total of a long run is known, and tells the views when it is', async () => {
    // Long enough that its end is not known before the views are asked for, wherever the session runs.
    const text = 'xtrace 1\nkernel none\nmov ecx, 3000000\nagain:\nadd eax, ecx\ndec ecx\njnz again\nnop\n';
    const client = new TestClient({ readText: async () => text });
    const entry = await client.beginAndStop({ program: LOOP, launch: ENTRY });
    assert.equal(entry.description, 'Paused on entry, step 1, running ahead');
    const where = async () => (await client.customRequest('xtrace/views', {})).body.time.text;
    const changed = client.waitForEvent('xtrace/changed');
    await where();
    await changed;
    assert.equal(await where(), 'step 1 of 9,000,002');
  });

  it('counts anew when a change by the user makes the run another one', async () => {
    const text = 'xtrace 1\nkernel none\nmov ecx, 3\nagain:\ndec ecx\njnz again\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    assert.equal((await client.go('next')).description, 'Paused on step, step 2 of 8');
    await client.evaluate('ecx = 5', 'repl');
    assert.equal((await client.go('next')).description, 'Paused on step, step 3 of 12');
  });

  it('ends the session behind the last step where the launch says so', async () => {
    const client = new TestClient();
    const { threadId = 0 } = await client.beginAndStop({ program: LOOP, lines: ['BP-LAST'] });
    await Promise.all([client.waitForEvent('terminated'), client.nextRequest({ threadId })]);
  });
});

describe('the end of a trace', () => {
  const FIRST_USE = example('first-use');

  it('is a stop with a verdict, from which one can go back', async () => {
    const client = new TestClient();
    const end = await client.beginAndStop({ program: LOOP, launch: BY_DEFAULT });
    assert.equal(end.reason, 'end of trace');
    assert.match(end.description ?? '', /^end of trace: \d+ steps, 0 divergences$/);
    assert.equal(await lineAt(client, await client.go('stepBack')), lineOf(LOOP, 'BP-LAST'));
    await client.go('next');
    await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
  });

  it('counts what has happened, in the console too', async () => {
    const client = new TestClient();
    const end = await client.beginAndStop({ program: FIRST_USE, launch: BY_DEFAULT });
    const expectations = readFileSync(FIRST_USE, 'utf8').match(/^ *expect /gm)?.length;
    const words = `${expectations} of ${expectations} expectations, 1 #NM, 1 growth, 0 divergences`;
    assert.match(end.description ?? '', new RegExp(`^end of trace: \\d+ steps, ${words}$`));
    assert.match(client.output, new RegExp(`End of trace: \\d+ steps, ${words}\\.`));
  });

  it('counts anew what a change in the past has made of it', async () => {
    const text = 'xtrace 1\nkernel none\nmov eax, 7\nexpect rax == 8\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: { ...ENTRY, ...BY_DEFAULT } });
    await client.setExceptionBreakpointsRequest({ filters: [] });
    assert.match((await client.go('continue')).description ?? '', /3 steps, 0 of 1 expectation, 0 divergences/);
    await client.go('stepBack');
    await client.go('stepBack');
    await client.evaluate('rax = 8', 'repl');
    assert.match((await client.go('continue')).description ?? '', /3 steps, 1 of 1 expectation, 0 divergences/);
    await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 0 });
  });

  it('is stopped at again by a step, and left by continue, terminate and disconnect', async () => {
    for (const leave of ['continue', 'terminate', 'disconnect']) {
      const client = new TestClient();
      await client.beginAndStop({ program: LOOP, launch: BY_DEFAULT });
      for (const command of ['next', 'stepIn', 'stepOut']) {
        assert.equal((await client.go(command)).reason, 'end of trace', command);
      }
      const left = Promise.all([client.waitForEvent('exited'), client.waitForEvent('terminated')]);
      await client.customRequest(leave, { threadId: 1 });
      await left;
    }
  });

  it('ends a run without debugging, and says what came of it', async () => {
    const client = new TestClient();
    await client.beginAndEnd({ program: FIRST_USE, launch: { ...BY_DEFAULT, noDebug: true } });
    assert.match(client.output, /End of trace: \d+ steps/);
  });

  it('is reached by a run without debugging past any number of stops', async () => {
    const text = 'xtrace 1\nkernel none\nrepeat 20000\nstop\nend\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndEnd({ program: LOOP, launch: { noDebug: true } });
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 0 });
  });
});

describe('a session that is over', () => {
  it('refuses what would move its trace or look at it', async () => {
    const client = new TestClient();
    await client.beginAndEnd({ program: LOOP });
    for (const command of ['continue', 'next', 'stepBack', 'reverseContinue', 'pause', 'scopes', 'stackTrace']) {
      assert.match(await client.refusal(command, { threadId: 1_000_000, frameId: 1 }), /The session is over/, command);
    }
    assert.equal(client.events.filter(({ event }) => event === 'terminated').length, 1);
  });

  it('can be restarted', async () => {
    const client = new TestClient();
    await client.beginAndEnd({ program: LOOP });
    await client.stopAfter(() => client.customRequest('restart', { arguments: { program: LOOP, stopOnEntry: true } }));
    assert.equal((await client.go('next')).reason, 'step');
  });

  it('was one of one trace: a second launch is refused', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    assert.match(await client.refusal('launch', { program: LOOP }), /has a trace already: `restart` it/);
    assert.equal((await client.go('next')).reason, 'step');
  });
});

describe('going back', () => {
  it('restores registers and memory', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: ['BP-LAST'] });
    assert.equal(await client.evaluate('i32[table]'), '77');
    await client.go('stepBack');
    assert.equal(await client.evaluate('i32[table]'), '0');
    await client.go('stepBack');
    await client.go('stepBack');
    assert.equal(await client.evaluate('edx'), '0x0');
  });

  it('stops at every breakpoint on the way, then at the beginning', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: ['BP-CALL', { at: 'BP-JL', condition: 'ecx % 5 == 0' }] });
    await client.go('continue');
    await client.go('continue');
    const stops: string[] = [];
    for (let stop = 0; stop < 3; stop++) {
      const stopped = await client.go('reverseContinue');
      stops.push(`${stopped.reason} ${await lineAt(client, stopped)} ${await client.evaluate('ecx,d')}`);
    }
    assert.deepEqual(stops, [
      `breakpoint ${lineOf(LOOP, 'BP-JL')} 10`,
      `breakpoint ${lineOf(LOOP, 'BP-JL')} 5`,
      `step ${lineOf(LOOP, 'BP-ENTRY')} 0`,
    ]);
    assert.match((await client.go('stepBack')).description ?? '', /beginning of the trace/);
  });
});

describe('a trace that never ends', () => {
  it('can be paused, and answers the views while it runs', async () => {
    const client = new TestClient();
    await client.begin({ program: trace('endless') });
    await client.customRequest('xtrace/views');
    await client.waitForEvent('xtrace/changed');
    const { body } = await client.customRequest('xtrace/views');
    assert.equal(body.running, true);
    assert.ok(body.time.step > 0);
    assert.equal(await client.refusal('stackTrace', { threadId: 1_000_000 }), 'The trace is running. Pause it first.');
    const stopped = await client.go('pause');
    assert.equal(stopped.reason, 'pause');
    assert.match(await client.evaluate('rax'), /^0x[1-9a-f]/);
  });

  it('ends after the steps that the launch allows, and says so', async () => {
    const client = new TestClient();
    await client.beginAndEnd({ program: trace('endless'), launch: { maxSteps: 1000 } });
    assert.match(client.output, /1000 steps/);
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 1 });
  });

  it('stops running when the client disconnects', async () => {
    let scheduled = 0;
    const client = new TestClient({
      schedule: (work) => {
        scheduled++;
        setImmediate(work);
      },
    });
    await client.begin({ program: trace('endless') });
    await client.disconnectRequest();
    const before = scheduled;
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.ok(scheduled <= before + 1);
  });
});

describe('jumping to a line', () => {
  const SKIP = 'xtrace 1\nkernel none\nmov ecx, 1\nmov ecx, 2\nmov edx, ecx\nnop\n';

  async function jump(client: TestClient, line: number): Promise<Stopped> {
    const { body } = await client.gotoTargetsRequest({ source: { path: LOOP }, line });
    const [target] = body.targets;
    return client.stopAfter(() => client.gotoRequest({ threadId: 1, targetId: target?.id ?? -1 }));
  }

  it('skips what lies between without executing it', async () => {
    const client = new TestClient({ readText: async () => SKIP });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    await client.go('next');
    const stopped = await jump(client, 5);
    assert.deepEqual([stopped.reason, await lineAt(client, stopped)], ['goto', 5]);
    assert.equal(await client.evaluate('ecx'), '0x1');
    await client.go('next');
    assert.equal(await client.evaluate('edx'), '0x1');
  });

  it('goes back to a line without going back in time', async () => {
    const client = new TestClient({ readText: async () => SKIP });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    await client.go('next');
    await client.go('next');
    await jump(client, 3);
    assert.equal(await client.evaluate('ecx'), '0x2');
    assert.match((await client.go('next')).description ?? '', /step 4 of 6$/);
    assert.equal(await client.evaluate('ecx'), '0x1');
  });

  it('is part of the history: time passes it again', async () => {
    const client = new TestClient({ readText: async () => SKIP });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    await client.go('next');
    await jump(client, 5);
    await client.go('next');
    await client.go('stepBack');
    assert.equal(await lineAt(client, await client.go('stepBack')), 3);
    assert.equal(await lineAt(client, await client.go('next')), 5);
  });

  it('leaves a loop that it jumps out of', async () => {
    const text = 'xtrace 1\nkernel none\nrepeat 3 as i\ninc eax\nend\nrepeat 2\ninc ebx\nend\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: { ...ENTRY, stopOnEnd: true } });
    await client.go('next');
    await jump(client, 6);
    await client.go('continue');
    assert.deepEqual([await client.evaluate('eax'), await client.evaluate('ebx')], ['0x0', '0x2']);
  });

  it('is refused inside the kernel, into another proc, and behind the end, with the reason', async () => {
    const program = example('first-use');
    const inKernel = new TestClient();
    await inKernel.beginAndStop({ program, functions: ['exc_device_not_available'] });
    const line = lineOf(program, 'tilezero  tmm0');
    const refusal = (client: TestClient, path: string, line: number) =>
      client.refusal('gotoTargets', { source: { path }, line });
    assert.match(await refusal(inKernel, program, line), /Inside the kernel there is nowhere to jump to/);
    assert.match(await inKernel.refusal('goto', { threadId: 1, targetId: line - 1 }), /Inside the kernel/);
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: { ...ENTRY, stopOnEnd: true } });
    assert.match(await refusal(client, LOOP, lineOf(LOOP, 'BP-HELPER')), /Proc helper is not where the trace is/);
    await client.go('continue');
    assert.match(await refusal(client, LOOP, lineOf(LOOP, 'BP-CMP')), /The trace has ended/);
  });

  it('refuses a target that nobody offered', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    assert.match(await client.refusal('goto', { threadId: 1, targetId: 99999 }), /no goto target/);
  });
});

describe('travelling to a line', () => {
  const travel = (client: TestClient, path: string, line: number) =>
    client.stopAfter(() => client.customRequest('xtrace/travelToLine', { source: { path }, line }));

  it('runs to the next step there is', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    const stopped = await travel(client, LOOP, lineOf(LOOP, 'BP-CALL'));
    assert.equal(await lineAt(client, stopped), lineOf(LOOP, 'BP-CALL'));
    assert.equal(await client.evaluate('ecx,d'), '10');
  });

  it('goes back when the line lies behind, to the last time that it was reached', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: ['BP-PRINT'] });
    const goTo = (marker: string) => travel(client, LOOP, lineOf(LOOP, marker));
    const stopped = await goTo('BP-CMP');
    assert.equal(await lineAt(client, stopped), lineOf(LOOP, 'BP-CMP'));
    assert.equal(await client.evaluate('ecx,d'), '10');
    await goTo('BP-CMP');
    assert.equal(await client.evaluate('ecx,d'), '9');
  });

  it('stays where it is when the line is never reached, and says so', async () => {
    const text = 'xtrace 1\nkernel none\nmov ecx, 1\njmp over\nmov ecx, 2\nover:\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    const stopped = await travel(client, LOOP, 5);
    assert.deepEqual([stopped.reason, await lineAt(client, stopped)], ['goto', 3]);
    assert.match(client.output, /Line 5 is not reached/);
  });
});

describe('restarting', () => {
  it('reads the file anew and begins again', async () => {
    let text = 'xtrace 1\nkernel none\nmov ecx, 1\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    await client.go('next');
    assert.equal(await client.evaluate('ecx'), '0x1');
    text = 'xtrace 1\nkernel none\nmov ecx, 2\nnop\n';
    const stopped = await client.stopAfter(() => client.restartRequest({}));
    assert.equal(stopped.description, 'Paused on entry, step 1 of 2');
    await client.go('next');
    assert.equal(await client.evaluate('ecx'), '0x2');
  });

  it('keeps the old trace when the new one is broken', async () => {
    let text = 'xtrace 1\nkernel none\nmov ecx, 1\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    text = 'xtrace 1\nkernel none\nmvo ecx, 1\n';
    assert.match(await client.refusal('restart'), /loop\.xtrace:3:1: .*mvo/);
    await client.go('next');
    assert.equal(await client.evaluate('ecx'), '0x1');
  });
});

describe('a session', () => {
  it('ends with exit code 0 when all went as the trace says', async () => {
    const client = new TestClient();
    await client.beginAndEnd({ program: example('bare-metal-nm') });
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 0 });
  });

  it('ends with exit code 1 when an expectation failed', async () => {
    const text = 'xtrace 1\nkernel none\nmov eax, 7\nexpect rax == 8, "seven is eight"\n';
    const client = new TestClient({ readText: async () => text });
    const stopped = await client.beginAndStop({ program: LOOP });
    assert.match(stopped.description ?? '', /Failed expectation/);
    const { body } = await client.exceptionInfoRequest({ threadId: stopped.threadId ?? 0 });
    assert.equal(body.description, '"seven is eight": `rax == 8` is not true. rax is 7.');
    await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 1 });
  });

  it('ends when it is told to, once', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    await Promise.all([client.waitForEvent('terminated'), client.terminateRequest()]);
    await client.terminateRequest();
    await client.disconnectRequest();
    assert.equal(client.events.filter(({ event }) => event === 'terminated').length, 1);
  });

  it('writes the protocol to the console when asked to', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: { ...ENTRY, trace: true } });
    assert.match(client.output, /request \{.*"command":"configurationDone"/);
    assert.match(client.output, /event \{.*"event":"stopped"/);
  });
});

describe('a trace that cannot run', () => {
  const cases: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['an empty file', '', /loop\.xtrace:1:1: /],
    ['a binary file', '\u0000\u0001\u0002', /not a text file/],
    ['an unknown machine', 'xtrace 1\nmachine pentium\nnop\n', /loop\.xtrace:2:9: .*pentium/],
    ['a line of 100,000 characters', `xtrace 1\n${'x'.repeat(100_000)}\n`, /loop\.xtrace:2:1: /],
  ];

  for (const [what, text, message] of cases) {
    it(`is refused with the place and the reason: ${what}`, async () => {
      const client = new TestClient({ readText: async () => text });
      await client.initializeRequest();
      const refusal = await client.refusal('launch', { program: LOOP });
      assert.match(refusal, message);
      assert.ok(refusal.length < 1000, 'the message is for reading');
    });
  }

  it('is refused when there is no such file', async () => {
    const client = new TestClient();
    assert.match(
      await client.refusal('launch', { program: '/nowhere/a.xtrace' }),
      /a\.xtrace does not exist\. Correct "program"/,
    );
  });

  it('has all that is wrong with it in the console, line by line', async () => {
    const client = new TestClient({ readText: async () => 'xtrace 1\nfoo\nbar\n' });
    await client.initializeRequest();
    const reported = client.waitForEvent('output');
    await client.refusal('launch', { program: LOOP });
    await reported;
    await client.heardAll();
    const lines = (client.events as DebugProtocol.OutputEvent[]).map(({ body }) => body.line);
    assert.deepEqual(lines, [2, 3]);
  });

  it('can be launched once it is mended', async () => {
    let text = 'xtrace 1\nmvo\n';
    const client = new TestClient({ readText: async () => text });
    await client.initializeRequest();
    await client.refusal('launch', { program: LOOP });
    text = 'xtrace 1\nkernel none\nnop\n';
    await client.launchRequest({ program: LOOP } as DebugProtocol.LaunchRequestArguments);
  });
});

describe('a launch', () => {
  it('can put another machine and another kernel in the place of the trace’s own', async () => {
    const client = new TestClient();
    const program = example('first-use');
    await client.beginAndStop({ program, launch: { ...ENTRY, machine: 'sapphire-rapids cpus=2', kernel: 'linux' } });
    const { threads } = (await client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['A (no CPU, 2560 B, armed)', 'idle (CPU 0)', 'idle (CPU 1)'],
    );
    const { body } = await client.customRequest('loadedSources');
    assert.equal(body.sources[1].name, 'linux.c');
  });

  it('can do so for a trace that names none', async () => {
    const client = new TestClient({ readText: async () => 'xtrace 1\nmov ecx, 1\n' });
    await client.beginAndStop({
      program: LOOP,
      launch: { ...ENTRY, machine: 'sapphire-rapids cpus=2', kernel: 'none' },
    });
    const { threads } = (await client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['CPU 0', 'CPU 1'],
    );
  });

  it('takes a path relative to its folder', async () => {
    const client = new TestClient();
    const folder = LOOP.slice(0, LOOP.lastIndexOf('/'));
    const stopped = await client.beginAndStop({ program: 'loop.xtrace', launch: { ...ENTRY, cwd: folder } });
    assert.equal((await client.currentFrame(stopped)).source?.path, LOOP);
  });
});
