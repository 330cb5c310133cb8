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
    assert.match(stopped.description ?? '', /^Paused on #NM \(XFD\), step \d+ of \d+$/);
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
