import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSOLE_COMMANDS } from '../../../src/adapter/console/commands';
import { closeClients, example, lineOf, type Stopped, TestClient, trace } from '../client';

afterEach(closeClients);

const ENTRY = { stopOnEntry: true, stopOnEnd: undefined };

async function at(program: string): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program, launch: ENTRY });
  return client;
}

/** What the console answers. */
/** Types a command; the answer, once what the command makes the console say has come too. */
async function say(client: TestClient, text: string): Promise<string> {
  const answer = await client.evaluate(text, 'repl');
  // Events stand behind the response that they belong to, and before the next one.
  await client.threadsRequest();
  return answer;
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
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, grammar = '', summary]) => ({
      // A bar would end the cell.
      grammar: grammar.replaceAll('\\|', '|'),
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

  it('looks for what explains a trace while the trace stands where it stood', async () => {
    const client = await at(example('first-use'));
    const told = client.waitForEvent('output');
    assert.equal(await client.evaluate('explain', 'repl'), 'Looking for what explains it.');
    assert.match(
      (await told).body.output,
      /^Nothing to explain: (\d+) of \1 facts hold, and none is contradicted\.\n$/,
    );
    assert.equal(await say(client, 'kernel.allocs'), '0');
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

  it('say what made the value where one stands right behind that, and go on to the change before when asked again', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const size = await travel(client, 'last A.fpstate.size');
    const mask = await travel(client, 'last A.fpstate.xfeatures');
    assert.equal(mask.description, size.description?.replace('size', 'xfeatures'), 'one step of the kernel sets both');
    await travel(client, 'last A.fpstate.xfeatures');
    assert.equal(lastOutput(client).output, 'A.fpstate.xfeatures has not changed before.\n');
    await client.setDataBreakpointsRequest({
      breakpoints: [
        { dataId: (await client.dataBreakpointInfoRequest({ name: 'xfd' })).body.dataId ?? '', accessType: 'write' },
      ],
    });
    await client.go('continue');
    await travel(client, 'last xfd');
    assert.equal(lastOutput(client).output, 'xfd has not changed before.\n', 'the breakpoint has told of that change');
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

describe('places in time', () => {
  it('are steps to travel to, back and forward, also where the run has not been yet', async () => {
    const client = await at(example('first-use'));
    for (const step of [5, 9, 3, 12, 1]) {
      const stopped = await travel(client, `@${step}`);
      assert.match(stopped.description ?? '', new RegExp(`step ${step}\\b`));
      assert.equal(await client.evaluate('step'), String(step));
    }
    await travel(client, '@5000');
    assert.match(lastOutput(client).output ?? '', /^There is no step 5000: the trace ends with step \d+\.\n$/);
    assert.equal(await client.evaluate('step'), '1', 'and nothing has moved');
    for (const text of ['@', '@0']) {
      assert.match(await client.refusal('evaluate', { expression: text, context: 'repl' }), /counted from 1/);
    }
    assert.match(await client.refusal('evaluate', { expression: '@x', context: 'repl' }), /no place in time/);
  });

  it('are events to run to, by kind and by what the timeline says of them', async () => {
    const client = await at(example('ping-pong'));
    const first = await travel(client, 'event switch');
    await travel(client, 'event switch → B');
    assert.equal((await travel(client, 'event back switch')).description, first.description);
    await travel(client, 'event oops');
    assert.equal(lastOutput(client).output, 'There is no such event any more: oops.\n');
    assert.match(
      await client.refusal('evaluate', { expression: 'event swich', context: 'repl' }),
      /Did you mean `switch`/,
    );
  });

  it('are listed by timeline, each with its step and where it happened', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const rows = async (text: string) => {
      const from = client.events.length;
      const answer = await say(client, text);
      const told = client.events.slice(from).filter(({ event }) => event === 'output');
      return { answer, told: told.map(({ body }) => [body.output, body.line, body.source?.name]) };
    };
    const { answer, told } = await rows('timeline #nm');
    assert.equal(answer, '1 event:');
    assert.deepEqual(
      told.map(([, ...place]) => place),
      [[27, 'first-use.xtrace']],
    );
    assert.match(told[0]?.[0], /^@7: #NM of A: #NM: IA32_XFD\[18\] is set/);
    assert.ok((await rows('timeline')).told.length > 1);
    assert.match((await rows('timeline oops')).answer, /Nothing of that kind/);
    const [step = ''] = /@\d+/.exec(told[0]?.[0]) ?? [];
    await travel(client, step);
    assert.equal(await client.evaluate('kernel.nm'), '0');
  });

  it('are events by number in the whole run, from its beginning or its end', async () => {
    const client = await at(example('ping-pong'));
    await client.go('continue');
    const from = client.events.length;
    await say(client, 'timeline switch');
    const steps = client.events
      .slice(from)
      .flatMap(({ event, body }) => (event === 'output' ? [/^@(\d+): switch/.exec(body.output)?.[1] ?? ''] : []));
    assert.ok(steps.length > 3);
    await travel(client, '@12');
    for (const [index, step] of steps.entries()) {
      await travel(client, `event ${index + 1} switch`);
      assert.equal(await client.evaluate('step'), step);
    }
    await travel(client, 'event first switch');
    assert.equal(await client.evaluate('step'), steps[0]);
    await travel(client, 'event last switch');
    assert.equal(await client.evaluate('step'), steps.at(-1));
    await travel(client, `event ${steps.length + 1} switch`);
    assert.match(lastOutput(client).output ?? '', /^There are not so many such events: switch\.\n$/);
    assert.equal(await client.evaluate('step'), steps.at(-1), 'and nothing has moved');
    assert.match(await client.refusal('evaluate', { expression: 'event 0 switch', context: 'repl' }), /counted from 1/);
  });

  it('are times by the clock of the kernel', async () => {
    // Each clock_gettime(2) takes a microsecond of the modelled kernel's time.
    const look = 'mov eax, 228\nmov edi, 1\nlea rsi, [ts]\nsyscall\n';
    const text = `xtrace 1\nmachine sapphire-rapids\nkernel linux\ndata ts = zero 16\ntask A\nswitch A\n${look.repeat(4)}nop`;
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: example('first-use'), launch: ENTRY });
    assert.equal(await client.evaluate('time'), '0.0');
    await travel(client, '@0.000003s');
    assert.equal(await client.evaluate('time'), '0.000003');
    assert.equal(await client.evaluate('step'), '13', 'in the third call');
    await travel(client, '@0s');
    assert.equal(await client.evaluate('moment'), '0');
    await travel(client, '@99s');
    assert.equal(lastOutput(client).output, 'The trace ends before 99s.\n');
  });
});

describe('looking around', () => {
  it('shows memory in units of any size and radix', async () => {
    const client = await at(example('first-use'));
    await travel(client, '@2');
    assert.match(await say(client, 'x/4bx ramp'), /^0x[0-9a-f]+: 0xf8 0xf9 0xfa 0xfb$/);
    assert.match(await say(client, 'x/2w ramp'), /: 0xfbfaf9f8 0xfffefdfc$/);
    assert.match(await say(client, 'x ramp+8'), /: 0x03020100$/);
    assert.match(await say(client, 'x/1bd ramp + 9'), /: 1$/);
    assert.equal((await say(client, 'x/16wx ramp')).split('\n').length, 4);
    const refused = (text: string) => client.refusal('evaluate', { expression: text, context: 'repl' });
    assert.match(await refused('x/3q ramp'), /Write a count/);
    assert.match(await refused('x/4wx'), /Something is missing/);
    assert.match(await refused('x 0'), /There is no memory at 0x0/);
  });

  it('shows code, tasks, components, and how far the history reaches', async () => {
    const client = await at(example('first-use'));
    assert.match(await say(client, 'disas'), /^0x[0-9a-f]+: ; switch A\n/);
    await travel(client, 'event nm');
    assert.match(
      await say(client, 'info tasks'),
      /^A: pid \d+, running on CPU 0, buffer 2560 bytes at 0xf\w+, xfd 0x40000 XTILEDATA/m,
    );
    assert.match(await say(client, 'info xstate'), /^18 XTILEDATA: enabled, initial, armed/m);
    assert.equal(await say(client, 'info tiles'), 'palette 1, start_row 0\ntmm0 16x64, tmm1 16x64, tmm2 16x64');
    assert.match(
      await say(client, 'info buffers'),
      /^Buffer of A in the kernel: 2560 bytes at 0xffff\S+, compacted, .*\n {2}\+0 X87: init, 160 bytes\n/,
    );
    // Leaf 0xd, component 18: 8192 bytes at offset 0xb00, aligned and covered by XFD (Intel SDM vol. 1, 13.2).
    assert.match(
      await say(client, 'info cpuid'),
      /^0000000d\.12: eax=00002000 ebx=00000b00 ecx=00000006 edx=00000000$/m,
    );
    await client.setFunctionBreakpointsRequest({
      breakpoints: [{ name: 'tilezero', hitCondition: '2' }, { name: 'nowhere' }],
    });
    const { dataId } = (await client.customRequest('dataBreakpointInfo', { name: 'xfd' })).body;
    await client.customRequest('setDataBreakpoints', {
      breakpoints: [{ dataId, accessType: 'readWrite', condition: 'xfd == 0' }],
    });
    const breakpoints = (await say(client, 'info breakpoints')).split('\n');
    assert.ok(breakpoints.includes('each tilezero, hits 2'), breakpoints.join('\n'));
    assert.ok(
      breakpoints.some((line) => /^each nowhere: `nowhere` is no mnemonic/.test(line)),
      breakpoints.join('\n'),
    );
    assert.ok(breakpoints.includes('xfd is read or written, if xfd == 0'), breakpoints.join('\n'));
    assert.match(
      await say(client, 'info history'),
      /^step \d+ of \d+\nmoment \d+; reached so far: step \d+, moment \d+\n/,
    );
    assert.match(
      await client.refusal('evaluate', { expression: 'info', context: 'repl' }),
      /tasks, xstate, tiles, buffers, cpuid, breakpoints, history/,
    );
  });

  it('completes the words of commands at the beginning, and only there', async () => {
    const client = await at(example('first-use'));
    const labels = async (text: string) =>
      (await client.completionsRequest({ text, column: text.length + 1 })).body.targets.map(({ label }) => label);
    assert.ok((await labels('ti')).includes('timeline'));
    assert.ok(!(await labels('xfd == ti')).includes('timeline'));
    assert.deepEqual(
      (await labels('info b')).filter((label) => /^bu|^br/.test(label)),
      ['buffers', 'breakpoints'],
    );
    assert.ok((await labels('event sy')).includes('syscall'));
    assert.ok(!(await labels('event syscall sy')).includes('syscall'));
  });
});

describe('stepping back', () => {
  it('goes into what it would pass over, and out to where the frame was entered from', async () => {
    const client = await at(trace('loop'));
    const depth = async ({ threadId = 0 }: Stopped) => (await client.stack(threadId)).length;
    await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'helper' }] });
    assert.equal(await depth(await client.go('continue')), 2);
    const behind = await client.go('stepOut');
    assert.equal(await depth(behind), 1);
    const inside = await client.stopAfter(() => client.customRequest('xtrace/stepBackInto', {}));
    assert.equal(await depth(inside), 2);
    const outside = await client.stopAfter(() => client.customRequest('xtrace/stepBackOut', {}));
    assert.equal(await depth(outside), 1);
    assert.equal((await client.currentFrame(outside)).line, lineOf(trace('loop'), 'BP-CALL'));
  });
});

describe('find', () => {
  it('lists where a condition holds, with the values of further expressions, and moves nothing', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const before = await client.evaluate('moment');
    await travel(client, 'find kernel.nm == 1 ; xfd; A.fpstate.size');
    assert.equal(await client.evaluate('moment'), before);
    const { output, line } = lastOutput(client);
    assert.match(output ?? '', /^@\d+ to the end: tilezero +tmm0 +=> #NM; xfd 0x40000; A\.fpstate\.size 2560\n$/);
    assert.equal(line, lineOf(example('first-use'), 'tilezero  tmm0'));
    await travel(client, 'find xfd_err != 0');
    assert.match(lastOutput(client).output ?? '', /^@(\d+) to @\1: tilezero/, 'from #NM to the handler, in one step');
    await travel(client, 'find kernel.nm > 5');
    assert.equal(lastOutput(client).output, 'It holds nowhere in the run so far.\n');
    assert.match(await client.refusal('evaluate', { expression: 'find', context: 'repl' }), /^Something is missing/);
  });
});

describe('rows of the console', () => {
  it('lead to their moments in VS Code, by locations of what they stand for', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), launch: ENTRY, clientID: 'vscode' });
    await client.setExceptionBreakpointsRequest({ filters: [] });
    await client.go('continue');
    const end = await client.evaluate('moment');
    for (const [command, step, condition] of [
      ['timeline grow', '7', 'A.fpstate.size == 10752'],
      ['find xfd == 0', '7', 'xfd == 0'],
      ['origin tmm1.i8[0][0]', '13', 'tmm1.i8[0][0] == 1'],
    ] as const) {
      await travel(client, '@18');
      const told = client.waitForEvent('output');
      await say(client, command);
      const { body } = await told;
      const { variables } = (await client.variablesRequest({ variablesReference: body.variablesReference })).body;
      assert.deepEqual(
        variables.map(({ value }) => `${value}\n`),
        [body.output],
        command,
      );
      const { valueLocationReference = 0 } = variables[0] ?? {};
      let location: { line?: number; source?: { path?: string } } = {};
      await client.stopAfter(async () => {
        location = (await client.customRequest('locations', { locationReference: valueLocationReference })).body;
      });
      assert.equal(location.line, body.line, 'the client shows what the row names');
      assert.equal(await client.evaluate('step'), step, command);
      assert.equal(await client.evaluate(condition), '1', command);
      assert.notEqual(await client.evaluate('moment'), end);
    }
    assert.match(await client.refusal('locations', { locationReference: 2 ** 31 - 1 }), /list the moments once more/);
  });

  it('are lines with their places for other clients', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const told = client.waitForEvent('output');
    await say(client, 'timeline grow');
    const { output, line, variablesReference } = (await told).body;
    assert.match(output, /^@7: buffer of A: /);
    assert.equal(line, lineOf(example('first-use'), 'tilezero  tmm0'));
    assert.equal(variablesReference, undefined);
  });
});

describe('diff', () => {
  it('lists as a tree what differs between two places in time, and moves nothing', async () => {
    const client = await at(example('first-use'));
    await travel(client, '@4');
    await travel(client, 'diff @1 @12');
    const { output = '' } = lastOutput(client);
    assert.match(output, /^From @1 \(line 21\) to @12 \(line 32\): \d+ differences\nCPU 0: \d+ differences\n/);
    assert.match(output, /\n {4}xfd: 0x40000 XTILEDATA → 0x0\n/);
    assert.match(output, /\nBuffer of A in the kernel: \d+ differences\n {2}address: .*\n {2}size: 2560 → 10752\n/);
    assert.equal(await client.evaluate('step'), '4');
    await travel(client, 'diff @1 @12 xsave');
    assert.match(lastOutput(client).output ?? '', /differences\nBuffer of A in the kernel: \d+ differences\n/);
    assert.doesNotMatch(lastOutput(client).output ?? '', /CPU 0/);
    await travel(client, 'diff @4');
    assert.equal(lastOutput(client).output, 'From @4 (line 24) to @4 (line 24): nothing differs.\n');
    await travel(client, 'diff @1 @9000');
    assert.match(lastOutput(client).output ?? '', /^The trace ends with step \d+\.\n$/);
  });

  it('compares two tasks as they are', async () => {
    const client = await at(example('ping-pong'));
    await client.go('continue');
    await say(client, 'diff A B kernel');
    assert.match(lastOutput(client).output ?? '', /^From A to B: \d+ differences\ntask: .*\n {2}id: 0 → 1\n/);
  });

  it('refuses what is no place, and what is too much', async () => {
    const client = await at(example('first-use'));
    const refusal = (expression: string) => client.refusal('evaluate', { expression, context: 'repl' });
    assert.match(await refusal('diff'), /^Something is missing/);
    assert.match(await refusal('diff @1 there'), /`there` is no place in time/);
    assert.match(await refusal('diff @1 @2 @3'), /There is too much behind `diff`/);
  });

  it('is a tree to open in VS Code, which stays when the trace goes on', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), launch: ENTRY, clientID: 'vscode' });
    await travel(client, 'diff @1 @12');
    const { output, variablesReference } = client.events.findLast(({ event }) => event === 'output')?.body ?? {};
    assert.match(output, /^From @1.*differences\n$/);
    await client.go('continue');
    const children = async (reference: number) =>
      (await client.variablesRequest({ variablesReference: reference })).body.variables;
    const [cpu] = await children(variablesReference);
    assert.equal(cpu?.name, 'CPU 0');
    const control = (await children(cpu?.variablesReference ?? 0)).find(({ name }) => name === 'control and status');
    const xfd = (await children(control?.variablesReference ?? 0)).find(({ name }) => name === 'xfd');
    assert.equal(xfd?.value, '0x40000 XTILEDATA → 0x0');
  });

  it('is a request, too, answered by an event with the lines of a document', async () => {
    const client = await at(example('first-use'));
    await client.stopAfter(() =>
      client.customRequest('xtrace/compare', { before: '@1', after: '@12', parts: ['registers'] }),
    );
    const { title, lines } = client.events.findLast(({ event }) => event === 'xtrace/compared')?.body ?? {};
    assert.match(title, /^From @1 \(line 21\) to @12 \(line 32\)$/);
    assert.match(lines[0], /^CPU 0: \d+ differences$/);
    assert.match(await client.refusal('xtrace/compare', { before: 'x', after: '@1' }), /no place in time/);
  });
});

describe('origin', () => {
  it('lists the places that a value came through, each with where it is, and moves nothing', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const from = client.events.length;
    const before = await client.evaluate('moment');
    await travel(client, 'origin i32[out+4]');
    assert.equal(await client.evaluate('moment'), before);
    const told = client.events.slice(from).filter(({ event }) => event === 'output');
    assert.match(
      told[0]?.body.output,
      /^@16 4 bytes at out\+4 = 60 07 00 00: copied from tmm0\.u32\[0\]\[1\], by line 36: /,
    );
    assert.match(
      told[1]?.body.output,
      /a product of tiles, .*, by line 34: tdpbssd .*\n {2}from tmm0\.i32\[0\]\[1\] = 0\n {2}plus 4 times 1 · -4: tmm1/,
    );
    assert.deepEqual(
      told.map(({ body }) => body.line),
      [36, 34],
    );
    assert.ok(told.every(({ body }) => body.source?.name === 'first-use.xtrace'));
  });

  it('wants one value, and is a request, too', async () => {
    const client = await at(example('first-use'));
    await client.go('continue');
    const refusal = (expression: string) => client.refusal('evaluate', { expression, context: 'repl' });
    assert.match(await refusal('origin tmm0'), /has many values: name one of up to 8 bytes/);
    assert.match(await refusal('origin out'), /has many values/);
    assert.match(await refusal('origin'), /^Something is missing/);
    await client.stopAfter(() => client.customRequest('xtrace/origin', { name: 'xfd' }));
    assert.match(
      lastOutput(client).output ?? '',
      /^@7 xfd = 0x0: set by the kernel, by xfirstuse_event_handler\.disarm/,
    );
  });
});

describe('examples/time-travel.xtrace', () => {
  const PROGRAM = example('time-travel');
  /** What each question of the story is answered, and the step at which one stands then. */
  const ANSWERS: readonly (readonly [answer: RegExp, step: string])[] = [
    [/^@60 to the end: end$/m, '100'],
    [/^@97 tmm0.* = 0xa14: .*\n {2}from tmm0\.i32\[3\]\[0\] = 2515\n {2}plus 2 · 1: tmm1\.i8\[3\]\[17\] · /m, '100'],
    [/^tmm1\.i8\[3\]\[17\]: 0 to 2, by restore_fpregs_from_user\.xrstor: /m, '57'],
    [/in the signal frame of worker, SIGPROF\) = 02: calculated, by line \d+: inc /, '57'],
    [/^@culprit is step 57/, '57'],
    [/an event: signal/, '51'],
    [/^ {2}XTILEDATA: 1 difference\n {4}tmm1: 1 difference\n {6}tmm1\.u32\[3\]\[4\]: 0x1010101 → 0x1010201$/m, '51'],
    [/^Travelling to culprit/, '57'],
  ];

  it('answers the questions of its story as the story says', async () => {
    const lines = readFileSync(PROGRAM, 'utf8').matchAll(/^; {3}(\S.*?) {2,}\S.*$/gm);
    const questions = [...lines].map(([, text = '']) => text);
    assert.equal(questions.length, ANSWERS.length);
    const client = await at(PROGRAM);
    await client.setExceptionBreakpointsRequest({ filters: [] });
    await client.go('continue');
    for (const [index, [answer, step]] of ANSWERS.entries()) {
      const question = questions[index] ?? '';
      const before = client.events.length;
      let said = '';
      const ask = async () => {
        said = await say(client, question);
      };
      await (question.startsWith('bookmark') ? ask() : client.stopAfter(ask));
      const told = client.events.slice(before).map(({ event, body }) => (event === 'output' ? body.output : ''));
      assert.match([said, ...told].join('\n'), answer, question);
      assert.equal(await client.evaluate('step'), step, question);
    }
    assert.equal(await client.evaluate('tmm1.i8[3][17]'), '2');
  });
});
