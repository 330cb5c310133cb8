/**
 * What other clients send, in their order and with their peculiarities, as their sources have it: nvim-dap of June 2026
 * (lua/dap/session.lua), dape of May 2026 (dape.el), Helix of 2026 (helix-dap/src/client.rs).
 */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { lineOf, trace } from '../adapter/client';
import { Conversation } from './conversation';

const LOOP = trace('loop');
const at = (marker: string) => lineOf(LOOP, marker);

type Frame = DebugProtocol.StackFrame;
type Scope = DebugProtocol.Scope;

describe('nvim-dap', () => {
  /** On each stop: threads, the whole stack without a number of levels, and the variables of all cheap scopes. */
  async function stopped(nvim: Conversation): Promise<{ frame: Frame; threadId: number }> {
    const { threadId } = await nvim.event('stopped');
    await nvim.ask('threads');
    const [frame] = (await nvim.ask('stackTrace', { startFrame: 0, threadId })).stackFrames;
    const { scopes } = await nvim.ask('scopes', { frameId: frame.id });
    const cheap = (scopes as Scope[]).filter(({ expensive }) => !expensive);
    assert.ok(cheap.length > 0);
    for (const { variablesReference } of cheap) await nvim.ask('variables', { variablesReference });
    return { frame, threadId };
  }

  it('launches with its whole configuration, stops, steps both ways, and disconnects', async () => {
    const nvim = new Conversation(1);
    const { exceptionBreakpointFilters } = await nvim.ask('initialize', {
      clientID: 'neovim',
      clientName: 'neovim',
      adapterID: 'nvim-dap',
      pathFormat: 'path',
      columnsStartAt1: true,
      linesStartAt1: true,
      supportsRunInTerminalRequest: true,
      supportsVariableType: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
      locale: 'en_US.UTF-8',
    });
    const launched = nvim.ask('launch', { type: 'xtrace', request: 'launch', name: 'Debug this trace', program: LOOP });
    await nvim.event('initialized');
    const line = at('BP-CALL');
    const { breakpoints } = await nvim.ask('setBreakpoints', {
      source: { path: LOOP, name: 'loop.xtrace' },
      sourceModified: false,
      breakpoints: [{ line }],
      lines: [line],
    });
    assert.equal(breakpoints[0].verified, true);
    const filters = (exceptionBreakpointFilters as DebugProtocol.ExceptionBreakpointsFilter[])
      .filter((filter) => filter.default)
      .map(({ filter }) => filter);
    await nvim.ask('setExceptionBreakpoints', { filters });
    await nvim.ask('configurationDone');
    await launched;
    const { frame, threadId } = await stopped(nvim);
    assert.equal(frame.line, line);
    const granularity = 'statement';
    await nvim.ask('next', { threadId, granularity });
    assert.equal((await stopped(nvim)).frame.line, at('BP-PRINT'));
    await nvim.ask('stepBack', { threadId, granularity });
    const back = await stopped(nvim);
    assert.equal(back.frame.line, line);
    const evaluated = await nvim.ask('evaluate', { expression: 'ecx', context: 'repl', frameId: back.frame.id });
    assert.equal(evaluated.result, '0xa');
    await nvim.ask('completions', { frameId: back.frame.id, text: 'ec', column: 3 });
    await nvim.ask('reverseContinue', { threadId });
    await stopped(nvim);
    await nvim.ask('disconnect', { restart: false });
    nvim.end();
  });
});

describe('dape', () => {
  it('asks without arguments where it has none, pages the stack, and terminates when it hears the end', async () => {
    const dape = new Conversation(1);
    await dape.ask('initialize', {
      clientID: 'dape',
      adapterID: 'xtrace',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsRunInTerminalRequest: true,
      supportsArgsCanBeInterpretedByShell: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
    });
    const cwd = LOOP.slice(0, LOOP.lastIndexOf('/') + 1);
    // What is nil in its configuration it sends as false.
    const launch = {
      type: 'xtrace',
      request: 'launch',
      cwd,
      program: 'loop.xtrace',
      stopOnEntry: true,
      noDebug: false,
    };
    const launched = dape.ask('launch', launch);
    await dape.event('initialized');
    await dape.ask('setExceptionBreakpoints', { filters: ['expect', 'divergence'] });
    await dape.ask('setBreakpoints', {
      breakpoints: [{ line: at('BP-PRINT') }],
      lines: [at('BP-PRINT')],
      source: { path: LOOP },
    });
    await dape.ask('setFunctionBreakpoints', { breakpoints: [] });
    await dape.ask('configurationDone');
    await launched;
    const { threadId } = await dape.event('stopped');
    await dape.ask('threads');
    const { stackFrames } = await dape.ask('stackTrace', { threadId, startFrame: 0, levels: 1 });
    await dape.ask('stackTrace', { threadId, startFrame: 1, levels: 19 });
    const { scopes } = await dape.ask('scopes', { frameId: stackFrames[0].id });
    for (const { variablesReference, expensive } of scopes as Scope[]) {
      if (!expensive) await dape.ask('variables', { variablesReference });
    }
    await dape.ask('evaluate', { frameId: stackFrames[0].id, expression: 'ecx', context: 'watch' });
    await dape.ask('continue', { threadId });
    assert.deepEqual((await dape.event('stopped')).reason, 'breakpoint');
    await dape.ask('restart', { arguments: launch });
    await dape.event('stopped');
    await dape.ask('continue', { threadId });
    await dape.event('stopped');
    await dape.ask('terminate');
    await dape.event('terminated');
    await dape.ask('disconnect', { restart: false });
    dape.end();
  });
});

describe('Helix', () => {
  it('counts from 0, sends null for no arguments, and restarts with the launch itself', async () => {
    const helix = new Conversation(0);
    await helix.ask('initialize', {
      clientID: 'hx',
      clientName: 'helix',
      adapterID: 'xtrace',
      locale: 'en-us',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
      supportsVariableType: true,
      supportsVariablePaging: false,
      supportsRunInTerminalRequest: true,
      supportsMemoryReferences: false,
      supportsProgressReporting: false,
      supportsInvalidatedEvent: false,
    });
    const launch = { program: LOOP, stopOnEntry: true };
    const launched = helix.ask('launch', launch);
    await helix.event('initialized');
    await helix.ask('setBreakpoints', {
      source: { path: LOOP },
      breakpoints: [{ line: at('BP-CALL') }],
      sourceModified: false,
    });
    await helix.ask('configurationDone', null);
    await launched;
    const { threadId } = await helix.event('stopped');
    await helix.ask('threads', null);
    const { stackFrames } = await helix.ask('stackTrace', { threadId });
    const { scopes } = await helix.ask('scopes', { frameId: stackFrames[0].id });
    // Its types demand what the protocol leaves to the adapter, and take no negative numbers.
    for (const { variablesReference, expensive } of scopes as Scope[]) {
      assert.equal(typeof expensive, 'boolean');
      await helix.ask('variables', { variablesReference });
    }
    await helix.ask('continue', { threadId });
    assert.equal((await helix.event('stopped')).reason, 'breakpoint');
    await helix.ask('stepIn', { threadId });
    await helix.event('stopped');
    await helix.ask('restart', launch);
    await helix.event('stopped');
    await helix.ask('terminate', null);
    await helix.event('terminated');
    await helix.ask('disconnect', null);
    helix.end();
  });
});
