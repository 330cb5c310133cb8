import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, lineOf, TestClient, trace } from '../client';

afterEach(closeClients);

const LOOP = trace('loop');
const ENTRY = { stopOnEntry: true };

async function setLines(client: TestClient, ...breakpoints: DebugProtocol.SourceBreakpoint[]) {
  const { body } = await client.setBreakpointsRequest({ source: { path: LOOP }, breakpoints });
  return body.breakpoints;
}

describe('line breakpoints', () => {
  it('stop before their line, with their number', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const [breakpoint] = await setLines(client, { line: lineOf(LOOP, 'BP-CMP') });
    assert.equal(breakpoint?.verified, true);
    const stopped = await client.go('continue');
    assert.equal(stopped.reason, 'breakpoint');
    assert.deepEqual(stopped.hitBreakpointIds, [breakpoint?.id]);
    assert.equal((await client.currentFrame(stopped)).line, lineOf(LOOP, 'BP-CMP'));
    assert.equal(await client.evaluate('ecx,d'), '1');
  });

  it('slide to the next step, and say where they are', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const [breakpoint] = await setLines(client, { line: lineOf(LOOP, 'BP-COMMENT') });
    assert.equal(breakpoint?.verified, true);
    assert.equal(breakpoint?.line, lineOf(LOOP, 'BP-INC'));
  });

  it('say why they cannot be bound', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const [breakpoint] = await setLines(client, { line: lineOf(LOOP, 'BP-BEHIND') });
    assert.equal(breakpoint?.verified, false);
    assert.match(breakpoint?.message ?? '', /instruction or an event/);
  });

  it('are told apart from those of files that do not run', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const { body } = await client.setBreakpointsRequest({
      source: { path: trace('endless') },
      breakpoints: [{ line: 6 }],
    });
    assert.equal(body.breakpoints[0]?.verified, false);
    assert.match(body.breakpoints[0]?.message ?? '', /loop\.xtrace/);
  });

  it('are verified before the launch, from the text', async () => {
    const client = new TestClient();
    await client.initializeRequest();
    const [first, second] = await setLines(
      client,
      { line: lineOf(LOOP, 'BP-COMMENT') },
      { line: lineOf(LOOP, 'BP-JL') },
    );
    assert.deepEqual([first?.verified, first?.line], [true, lineOf(LOOP, 'BP-INC')]);
    await Promise.all([
      client.waitForEvent('initialized'),
      client.launchRequest({ program: LOOP } as DebugProtocol.LaunchRequestArguments),
    ]);
    const stopped = await client.stopAfter(() => client.configurationDoneRequest());
    assert.deepEqual(stopped.hitBreakpointIds, [first?.id]);
    assert.deepEqual((await client.go('continue')).hitBreakpointIds, [second?.id]);
  });

  it('stop when their condition holds', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: [{ at: 'BP-CMP', condition: 'ecx == 7' }] });
    assert.equal(await client.evaluate('ecx'), '0x7');
  });

  it('stop at the hit that is asked for', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, lines: [{ at: 'BP-CMP', hitCondition: '% 4' }] });
    assert.equal(await client.evaluate('ecx,d'), '4');
    await client.go('continue');
    assert.equal(await client.evaluate('ecx,d'), '8');
  });

  it('log instead of stopping, with a place to click on', async () => {
    const client = new TestClient();
    await client.beginAndEnd({
      program: LOOP,
      lines: [{ at: 'BP-CMP', logMessage: 'round {ecx}', condition: 'ecx > 8' }],
    });
    const logs = (client.events as DebugProtocol.OutputEvent[]).filter(({ body }) => /round/.test(body?.output ?? ''));
    assert.deepEqual(
      logs.map(({ body }) => [body.output, body.line, body.source?.path]),
      [['round 9\nround 10\n', lineOf(LOOP, 'BP-CMP'), LOOP]],
    );
  });

  it('with a bad condition are rejected when they are set', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const line = lineOf(LOOP, 'BP-CMP');
    const [syntax, name, hits, message] = await setLines(
      client,
      { line, condition: 'ecx ==' },
      { line, condition: 'exc == 1' },
      { line, hitCondition: 'twice' },
      { line, logMessage: '{ecx' },
    );
    assert.match(syntax?.message ?? '', /The condition cannot be used/);
    assert.match(name?.message ?? '', /There is no `exc`.*Did you mean `ecx`/);
    assert.match(hits?.message ?? '', /`twice` cannot be used/);
    assert.match(message?.message ?? '', /The log message cannot be used/);
    for (const breakpoint of [syntax, name, hits, message]) assert.equal(breakpoint?.verified, false);
  });

  it('may be conditional on a task that does not exist yet', async () => {
    const client = new TestClient();
    const program = example('permission');
    await client.begin({ program, launch: ENTRY });
    const { body } = await client.setBreakpointsRequest({
      source: { path: program },
      breakpoints: [
        { line: lineOf(program, 'syscall exit(0)'.replace(' ', '   ')), condition: 'C.fpstate.size == 10752' },
      ],
    });
    assert.deepEqual([body.breakpoints[0]?.verified, body.breakpoints[0]?.message], [true, undefined]);
  });

  it('keep their hits when they are set again', async () => {
    const client = new TestClient();
    const setup = { line: lineOf(LOOP, 'BP-CMP'), hitCondition: '== 6' };
    await client.begin({ program: LOOP, lines: [{ at: 'BP-JL', condition: 'ecx == 3' }], launch: ENTRY });
    const [first] = await setLines(client, setup, { line: lineOf(LOOP, 'BP-JL'), condition: 'ecx == 3' });
    await client.go('continue');
    const [again] = await setLines(client, setup);
    assert.equal(again?.id, first?.id);
    await client.go('continue');
    assert.equal(await client.evaluate('ecx,d'), '6');
  });

  it('are listed by the lines that can have them', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    const line = lineOf(LOOP, 'BP-ENTRY');
    const { body } = await client.customRequest('breakpointLocations', {
      source: { path: LOOP },
      line,
      endLine: line + 4,
    });
    assert.deepEqual(
      body.breakpoints,
      [line, line + 3, line + 4].map((found) => ({ line: found })),
    );
  });
});

describe('the file of a breakpoint', () => {
  it('is the same however its path is written', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const line = lineOf(LOOP, 'BP-CMP');
    const inFolder = LOOP.replace(/\/([^/]+)$/, '/./../traces/$1');
    for (const path of [inFolder, `file://${LOOP}`]) {
      const { body } = await client.setBreakpointsRequest({ source: { path }, breakpoints: [{ line }] });
      assert.deepEqual([body.breakpoints[0]?.verified, body.breakpoints[0]?.source?.path], [true, LOOP], path);
      const locations = await client.customRequest('breakpointLocations', { source: { path }, line });
      assert.equal(locations.body.breakpoints.length, 1);
    }
  });
});

describe('function breakpoints', () => {
  it('stop on a mnemonic, a proc and a label', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: LOOP, functions: ['helper', 'jl', 'again'], launch: ENTRY });
    const lines: number[] = [];
    for (let stop = 0; stop < 3; stop++) {
      const stopped = await client.go('continue');
      assert.equal(stopped.reason, 'function breakpoint');
      lines.push((await client.currentFrame(stopped)).line);
    }
    assert.deepEqual(
      lines,
      ['BP-INC', 'BP-JL', 'BP-INC'].map((marker) => lineOf(LOOP, marker)),
    );
  });

  it('stop in a routine of the kernel', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({
      program: example('first-use'),
      functions: ['exc_device_not_available'],
    });
    assert.equal((await client.currentFrame(stopped)).name, 'exc_device_not_available');
  });

  it('say what a name could be when there is no such function', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const { body } = await client.setFunctionBreakpointsRequest({
      breakpoints: [{ name: 'helpr' }, { name: 'tilezero' }],
    });
    assert.match(body.breakpoints[0]?.message ?? '', /no mnemonic, no proc of this trace.*Did you mean `helper`/);
    assert.equal(body.breakpoints[1]?.verified, true);
  });
});

describe('instruction breakpoints', () => {
  it('stop at their address', async () => {
    const client = new TestClient();
    const entry = await client.beginAndStop({ program: LOOP, launch: ENTRY });
    const { instructionPointerReference = '' } = await client.currentFrame(entry);
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionCount: 3,
    });
    const third = body?.instructions[2];
    const set = await client.customRequest('setInstructionBreakpoints', {
      breakpoints: [{ instructionReference: third?.address }],
    });
    assert.equal(set.body.breakpoints[0].line, lineOf(LOOP, 'BP-CMP'));
    const stopped = await client.go('continue');
    assert.equal(stopped.reason, 'instruction breakpoint');
    assert.equal((await client.currentFrame(stopped)).line, lineOf(LOOP, 'BP-CMP'));
  });
});

describe('exception breakpoints', () => {
  const program = example('bare-metal-nm');

  it('stop on their own kind of exception', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program, filters: ['nm-xfd'] });
    assert.equal(stopped.reason, 'exception');
    assert.match(stopped.description ?? '', /^Paused on #NM \(XFD\), step \d+ of 36$/);
    assert.match((await client.currentFrame(stopped)).source?.path ?? '', /bare-metal-nm/);
  });

  it('leave other kinds alone', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program, filters: ['nm-ts', 'ud'] });
    assert.match(stopped.description ?? '', /#UD/);
  });

  it('take a condition each', async () => {
    const client = new TestClient();
    await client.begin({ program, launch: ENTRY });
    const { body } = await client.setExceptionBreakpointsRequest({
      filters: [],
      filterOptions: [
        { filterId: 'nm-xfd', condition: 'xfd_err == AVX' },
        { filterId: 'ud', condition: 'r15 ==' },
        { filterId: 'gp' },
      ],
    });
    assert.deepEqual(
      body?.breakpoints?.map(({ verified }) => verified),
      [true, false, true],
    );
    await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
  });

  it('can be asked for by the launch', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program, launch: { stopOn: ['nm-xfd'] } });
    assert.match(stopped.description ?? '', /#NM \(XFD\)/);
  });

  it('are refused by the launch when there are none of that name', async () => {
    const client = new TestClient();
    assert.match(await client.refusal('launch', { program, stopOn: ['nm'] }), /`stopOn\[0\]` must be one of "nm-xfd"/);
  });

  it('stop nothing in a run without debugging', async () => {
    const client = new TestClient();
    await client.beginAndEnd({
      program,
      filters: ['nm-xfd'],
      lines: ['tilezero  tmm0'],
      launch: { noDebug: true, ...ENTRY },
    });
    assert.ok(!client.events.some(({ event }) => event === 'stopped'));
  });
});

describe('a breakpoint that cannot be used', () => {
  it('leaves the others of the same request alone, whatever it is called', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const [good, ...bad] = await setLines(
      client,
      { line: lineOf(LOOP, 'BP-CMP') },
      { line: lineOf(LOOP, 'BP-CMP'), condition: '__proto__ == 1' },
      { line: lineOf(LOOP, 'BP-CMP'), condition: 'cpu[0].constructor' },
    );
    assert.equal(good?.verified, true);
    for (const { verified, message } of bad) {
      assert.equal(verified, false);
      assert.match(message ?? '', /The condition cannot be used: There is no/);
    }
  });
});

describe('a trace that is edited while it is debugged', () => {
  it('is told of once, until a restart has loaded the new text', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const told = () =>
      client.output.match(/has changed since this session began.* Restart to debug the new text/g) ?? [];
    const set = (path: string, sourceModified: boolean) =>
      client.setBreakpointsRequest({ source: { path }, breakpoints: [{ line: 3 }], sourceModified });
    await set(LOOP, false);
    await set(example('first-use'), true);
    assert.equal(told().length, 0);
    await set(LOOP, true);
    await set(LOOP, true);
    assert.equal(told().length, 1);
    await client.restartRequest({});
    await set(LOOP, true);
    assert.equal(told().length, 2);
  });

  it('is told of without a breakpoint in the file, too', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const told = () => client.output.match(/loop.xtrace has changed since this session began/g) ?? [];
    await client.customRequest('xtrace/edited', { path: example('first-use') });
    assert.equal(told().length, 0);
    await client.customRequest('xtrace/edited', { path: LOOP });
    await client.customRequest('xtrace/edited', { path: LOOP });
    assert.equal(told().length, 1);
  });
});

describe('what cannot be read or evaluated', () => {
  const program = example('bare-metal-nm');

  it('is told in the console as well, once: clients hide what a filter or a breakpoint says', async () => {
    const client = new TestClient();
    await client.begin({ program, launch: ENTRY });
    const set = () =>
      client.setExceptionBreakpointsRequest({
        filters: [],
        filterOptions: [{ filterId: 'nm-xfd', condition: 'xfd_err == nonsense' }],
      });
    await set();
    await set();
    const told = client.output.match(
      /A breakpoint is not set: #NM \(XFD\), if xfd_err == nonsense\. The condition cannot be used: There is no `nonsense`/g,
    );
    assert.equal(told?.length, 1);
  });

  it('is refused in a log message too, and leaves the rest of the message where it goes wrong later', async () => {
    const client = new TestClient();
    await client.begin({ program: LOOP, launch: ENTRY });
    const line = lineOf(LOOP, 'BP-PRINT');
    const [bad] = await setLines(client, { line, logMessage: 'at {ecx}: {nope}' });
    assert.equal(bad?.verified, false);
    assert.match(bad?.message ?? '', /The log message cannot be used: There is no `nope`/);
    const [late] = await setLines(client, { line, logMessage: 'at {ecx,}: {u8[ecx]}'.replace(',', '') });
    assert.equal(late?.verified, true, late?.message);
    await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
    assert.match(client.output, /at 10: \{There is no memory at 0xa\.\}/);
  });

  it('stops where it is reached, and says why', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({
      program: LOOP,
      lines: [{ at: 'BP-CMP', condition: 'u8[ecx] == 1' }],
    });
    assert.equal(stopped.reason, 'breakpoint');
    assert.match(stopped.text ?? '', /could not be evaluated here: There is no memory at 0x1/);
    assert.match(client.output, /could not be evaluated here/);
  });
});

describe('the filter for other exceptions', () => {
  const ALL = `xtrace 1
kernel none
proc skip
  add QWORD PTR [rsp], 2
  iretq
end
idt #DE = skip
xor ecx, ecx
div ecx ;DIVIDE
nop ;AFTER
`;

  it('takes those that have no row of their own, and its condition may ask for the vector', async () => {
    for (const [condition, isMet] of [
      ['vector == 0', true],
      ['vector == 12', false],
    ] as const) {
      const client = new TestClient({ readText: async () => ALL });
      await client.begin({ program: LOOP, launch: { ...ENTRY, stopOnEnd: true } });
      const { body } = await client.setExceptionBreakpointsRequest({
        filters: [],
        filterOptions: [{ filterId: 'other-exceptions', condition }],
      });
      assert.equal(body?.breakpoints?.[0]?.verified, true, body?.breakpoints?.[0]?.message);
      const stopped = await client.go('continue');
      assert.equal(stopped.reason === 'exception', isMet, stopped.description);
    }
  });

  it('has the names of all single exceptions beside it, for those who ask by name', async () => {
    const client = new TestClient({ readText: async () => ALL });
    const stopped = await client.beginAndStop({ program: LOOP, launch: { stopOn: ['de'] } });
    assert.match(stopped.description ?? '', /#DE/);
  });
});

describe('the first step', () => {
  it('can have a breakpoint', async () => {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program: LOOP, lines: ['BP-ENTRY'] });
    assert.equal(stopped.reason, 'breakpoint');
    assert.match(stopped.description ?? '', /step 1 of 37$/);
  });
});

describe('the mode of a line breakpoint', () => {
  const program = example('first-use');
  const line = lineOf(program, '=> #NM');

  async function stopsOf(mode: string | undefined): Promise<string[]> {
    const client = new TestClient();
    await client.begin({ program, launch: { ...ENTRY, stopOnEnd: true } });
    await client.setBreakpointsRequest({
      source: { path: program },
      breakpoints: [{ line, ...(mode === undefined ? {} : { mode }) }],
    });
    const stops: string[] = [];
    for (;;) {
      const stopped = await client.go('continue');
      if (stopped.reason !== 'breakpoint') return stops;
      stops.push((await client.currentFrame(stopped)).name);
    }
  }

  it('says whether it is the step, every attempt at it, or the kernel’s part in it', async () => {
    assert.deepEqual(await stopsOf(undefined), ['flow']);
    assert.deepEqual(await stopsOf('statement'), ['flow']);
    assert.deepEqual(await stopsOf('instruction'), ['flow', 'flow']);
    assert.deepEqual(await stopsOf('kernel-step'), ['exc_device_not_available']);
  });

  it('is one of those that are announced', async () => {
    const client = new TestClient();
    await client.begin({ program, launch: ENTRY });
    const { body } = await client.setBreakpointsRequest({
      source: { path: program },
      breakpoints: [{ line, mode: 'x' }],
    });
    assert.equal(body.breakpoints[0]?.verified, false);
    assert.match(body.breakpoints[0]?.message ?? '', /no breakpoint mode `x`.*statement, instruction, kernel-step/);
  });
});

describe('a breakpoint in the source of a kernel', () => {
  const program = example('first-use');

  /** Stopped in a routine of the kernel, with a breakpoint on a statement of it. */
  async function inKernel(kernel: string, routine: string) {
    const client = new TestClient();
    const stopped = await client.beginAndStop({ program, functions: [routine], launch: { kernel } });
    const { source, line } = await client.currentFrame(stopped);
    const { body } = await client.setBreakpointsRequest({ source: source ?? {}, breakpoints: [{ line }] });
    return { client, source, line, breakpoint: body.breakpoints[0] };
  }

  it('is in a source with a path, as editors need it to show it', async () => {
    const { source, breakpoint } = await inKernel('linux-rfc-2020', 'exc_device_not_available');
    assert.equal(source?.path, 'linux-rfc-2020.c');
    assert.deepEqual([breakpoint?.verified, breakpoint?.source?.path], [true, source?.path]);
  });

  it('finds its statement in another kernel, or says that it is not there', async () => {
    const { client, source, line, breakpoint } = await inKernel('linux-rfc-2020', 'exc_device_not_available');
    const { content } = (await client.sourceRequest({ sourceReference: source?.sourceReference ?? 0 })).body;
    const moved = client.waitForEvent('breakpoint');
    const only = content.split('\n').findIndex((text) => text.includes('alloc_xstate_area(')) + 1;
    const set = await client.setBreakpointsRequest({ source: source ?? {}, breakpoints: [{ line }, { line: only }] });
    await client.restartRequest({
      arguments: { program, kernel: 'linux', stopOnEntry: true },
    } as DebugProtocol.RestartArguments);
    await moved;
    await client.heardAll();
    const changed = (client.events as DebugProtocol.BreakpointEvent[])
      .filter(({ event }) => event === 'breakpoint')
      .map(({ body }) => body.breakpoint);
    const shared = changed.find(({ id }) => id === breakpoint?.id);
    assert.deepEqual([shared?.verified, shared?.source?.name], [true, 'linux.c']);
    const linux = (await client.sourceRequest({ sourceReference: shared?.source?.sourceReference ?? 0 })).body.content;
    assert.equal(linux.split('\n')[(shared?.line ?? 0) - 1], content.split('\n')[line - 1]);
    const lost = changed.find(({ id }) => id === set.body.breakpoints[1]?.id);
    assert.equal(lost?.verified, false);
    assert.match(
      lost?.message ?? '',
      /`kernel linux` runs: it has no step \w+\.\w+, on which .* `kernel linux-rfc-2020`/,
    );
    assert.equal(lost?.source?.name, 'linux-rfc-2020.c');
  });
});
