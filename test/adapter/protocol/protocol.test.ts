import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { CAPABILITIES } from '../../../src/adapter/protocol/capabilities';
import { REQUESTS } from '../../../src/adapter/requests';
import { closeClients, example, TestClient } from '../client';

afterEach(closeClients);

/** What handles each capability that is a promise: requests, or members of requests that other tests look at. */
const HANDLED_BY: Readonly<Partial<Record<keyof DebugProtocol.Capabilities, readonly string[]>>> = {
  supportsConfigurationDoneRequest: ['configurationDone'],
  supportsFunctionBreakpoints: ['setFunctionBreakpoints'],
  supportsConditionalBreakpoints: ['setBreakpoints'],
  supportsHitConditionalBreakpoints: ['setBreakpoints'],
  supportsLogPoints: ['setBreakpoints'],
  supportsInstructionBreakpoints: ['setInstructionBreakpoints'],
  supportsBreakpointLocationsRequest: ['breakpointLocations'],
  supportsExceptionFilterOptions: ['setExceptionBreakpoints'],
  supportsExceptionInfoRequest: ['exceptionInfo'],
  exceptionBreakpointFilters: ['setExceptionBreakpoints'],
  supportsEvaluateForHovers: ['evaluate'],
  supportsClipboardContext: ['evaluate'],
  supportsCompletionsRequest: ['completions'],
  completionTriggerCharacters: ['completions'],
  supportsValueFormattingOptions: ['variables', 'evaluate'],
  supportsSetVariable: ['setVariable'],
  supportsSetExpression: ['setExpression'],
  supportsReadMemoryRequest: ['readMemory'],
  supportsWriteMemoryRequest: ['writeMemory'],
  supportsDisassembleRequest: ['disassemble'],
  supportsStepBack: ['stepBack', 'reverseContinue'],
  supportsGotoTargetsRequest: ['gotoTargets', 'goto'],
  supportsRestartRequest: ['restart'],
  supportsTerminateRequest: ['terminate'],
  supportsCancelRequest: ['cancel'],
  supportsLoadedSourcesRequest: ['loadedSources'],
  supportsDelayedStackTraceLoading: ['stackTrace'],
  breakpointModes: ['setBreakpoints', 'dataBreakpointInfo'],
  supportsDataBreakpoints: ['dataBreakpointInfo', 'setDataBreakpoints'],
  supportsDataBreakpointBytes: ['dataBreakpointInfo'],
  supportsRestartFrame: ['restartFrame'],
  supportsStepInTargetsRequest: ['stepInTargets'],
  supportsSteppingGranularity: ['next', 'stepIn', 'stepOut', 'stepBack'],
};

/** Every request of the protocol that goes to an adapter, and one that nobody knows. */
const ALL_REQUESTS = [
  'attach',
  'breakpointLocations',
  'cancel',
  'completions',
  'configurationDone',
  'continue',
  'dataBreakpointInfo',
  'disassemble',
  'evaluate',
  'exceptionInfo',
  'goto',
  'gotoTargets',
  'initialize',
  'launch',
  'loadedSources',
  'locations',
  'modules',
  'next',
  'pause',
  'readMemory',
  'restart',
  'restartFrame',
  'reverseContinue',
  'scopes',
  'setBreakpoints',
  'setDataBreakpoints',
  'setExceptionBreakpoints',
  'setExpression',
  'setFunctionBreakpoints',
  'setInstructionBreakpoints',
  'setVariable',
  'source',
  'stackTrace',
  'stepBack',
  'stepIn',
  'stepInTargets',
  'stepOut',
  'terminateThreads',
  'threads',
  'variables',
  'writeMemory',
  'xtrace/details',
  'xtrace/format',
  'xtrace/views',
  'nonsense',
  'terminate',
  'disconnect',
];

const NONSENSE: readonly unknown[] = [
  undefined,
  null,
  [],
  'text',
  7,
  { threadId: 'A', frameId: -1, variablesReference: 1e9, line: {} },
];

describe('what the adapter announces', () => {
  it('is handled, every single capability', () => {
    for (const [capability, value] of Object.entries(CAPABILITIES)) {
      assert.ok(value, capability);
      const commands = HANDLED_BY[capability as keyof DebugProtocol.Capabilities];
      assert.ok(commands, `${capability} is announced and nothing is said to handle it`);
      for (const command of commands) assert.ok(REQUESTS[command], `${capability} needs ${command}`);
    }
  });

  it('leaves out no request that it handles', () => {
    const always = [
      'initialize',
      'launch',
      'attach',
      'disconnect',
      'continue',
      'next',
      'stepIn',
      'stepOut',
      'pause',
      'threads',
      'scopes',
      'source',
      'locations',
    ];
    const own = Object.keys(REQUESTS).filter((command) => command.startsWith('xtrace/'));
    const announced = new Set([
      ...always,
      ...own,
      ...Object.keys(CAPABILITIES).flatMap((key) => HANDLED_BY[key as keyof DebugProtocol.Capabilities] ?? []),
    ]);
    assert.deepEqual(
      Object.keys(REQUESTS).filter((command) => !announced.has(command)),
      [],
    );
  });

  it('has nine exception filters in the answer to initialize, the risky ones on', async () => {
    const client = new TestClient();
    const { body } = await client.initializeRequest();
    const filters = body?.exceptionBreakpointFilters ?? [];
    assert.deepEqual(
      filters.map(({ filter }) => filter),
      ['nm-xfd', 'ud', 'gp', 'pf', 'other-exceptions', 'signal', 'oops', 'expect', 'divergence'],
    );
    assert.deepEqual(
      filters.filter((filter) => filter.default).map(({ filter }) => filter),
      ['oops', 'expect', 'divergence'],
    );
    assert.ok(filters.every(({ supportsCondition }) => supportsCondition));
  });
});

describe('every request', () => {
  it('is answered before anything is launched, and never with a stack', async () => {
    for (const args of NONSENSE) {
      for (const command of ALL_REQUESTS) {
        const client = new TestClient();
        const response = await client.sendAnything(command, args);
        if (!response.success) assertHumane(command, response);
      }
    }
  });

  it('is answered in a session, whatever its arguments are', async () => {
    for (const args of NONSENSE) {
      const client = new TestClient();
      await client.beginAndStop({ program: example('first-use'), launch: { stopOnEntry: true } });
      for (const command of ALL_REQUESTS) {
        const response = await client.sendAnything(command, args);
        if (!response.success) assertHumane(command, response);
      }
    }
  });

  it('says which argument is wrong', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), launch: { stopOnEntry: true } });
    assert.match(await client.refusal('stackTrace', { threadId: 'A' }), /`threadId` must be an integer/);
    assert.match(await client.refusal('setBreakpoints', {}), /`source` must be an object; it is missing/);
    assert.match(await client.refusal('modules', {}), /`modules` is not supported/);
  });

  it('is answered before the events that it causes', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), launch: { stopOnEntry: true } });
    for (const command of ['next', 'stepIn', 'stepBack', 'reverseContinue']) {
      await client.heardAll();
      client.messages.length = 0;
      await client.go(command);
      assert.deepEqual(client.messages[0], { type: 'response', name: command });
    }
  });
});

function assertHumane(command: string, response: DebugProtocol.Response): void {
  const { message = '' } = response;
  assert.ok(message.length > 0, `${command} is refused without a word`);
  assert.doesNotMatch(message, /\bat .*\.[tj]s:|XTrace made a mistake|undefined/, command);
}

describe('a refusal', () => {
  it('is shown by a view in its place, and by the editor itself only where there is no session without it', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), launch: { stopOnEntry: true } });
    const shown = async (command: string, args: object) =>
      ((await client.sendAnything(command, args)) as DebugProtocol.ErrorResponse).body.error?.showUser;
    for (const context of ['hover', 'watch', 'repl', 'clipboard']) {
      assert.equal(await shown('evaluate', { expression: 'tilezero', context }), false, context);
    }
    assert.equal(await shown('setExpression', { expression: 'nothing', value: '1' }), false);
    assert.equal(await shown('readMemory', { memoryReference: 'nowhere', count: 1 }), false);
    assert.equal(await shown('restart', { arguments: { program: '/nowhere/a.xtrace' } }), true);
  });
});
