/** Looking at a trace that stands still, and changing its values. */
import { splitFormat } from '../../language/expressions/format-suffix';
import type { Adapter } from '../adapter';
import { parseCommand } from '../console/commands';
import { completions } from '../inspection/completions';
import { disassemble } from '../inspection/disassembly';
import { exceptionInfo } from '../inspection/exception-info';
import { locationOf } from '../inspection/locations';
import { readMemory, writeMemory } from '../inspection/memory';
import { loadedSources, sourceContent } from '../inspection/sources';
import { frameContext, stackTrace } from '../inspection/stack-trace';
import { threadsOf } from '../inspection/threads';
import { assign, evaluate, parseAssignment } from '../inspection/watch-expression';
import { boolean, fields, integer, oneOf, optional, string } from '../protocol/checked';
import type { Debuggee } from '../state/debuggee';
import { policyOfSource } from '../state/kernel-documents';
import type { FrameContext } from '../variables/scopes';
import { typesFor } from '../variables/shown-type';
import type { Radix } from '../variables/value';
import { type Handler, request } from './reply';

const format = optional(fields({ hex: optional(boolean) }));

/** VS Code never asks for hex; who does gets it for everything. */
function radixOf(adapter: Adapter, asked: ReturnType<typeof format>): Radix {
  return asked?.hex ? 'hex' : adapter.debuggee.variables.radix;
}

function frameOf(debuggee: Debuggee, frameId: number | undefined): FrameContext | undefined {
  return frameId === undefined ? undefined : frameContext(debuggee, frameId);
}

export const inspectionRequests: Readonly<Record<string, Handler>> = {
  threads: request(fields({}), ({ launched }) => ({ body: { threads: launched ? threadsOf(launched.state) : [] } })),

  stackTrace: request(
    fields({ threadId: integer, startFrame: optional(integer), levels: optional(integer) }),
    (adapter, { threadId, ...page }) => ({
      body: stackTrace(adapter.requireStopped(), adapter.client, threadId, page),
    }),
  ),

  scopes: request(fields({ frameId: integer }), (adapter, { frameId }) => {
    const debuggee = adapter.requireStopped();
    return { body: { scopes: debuggee.variables.scopes(frameContext(debuggee, frameId)) } };
  }),

  variables: request(
    fields({
      variablesReference: integer,
      filter: optional(oneOf('indexed', 'named')),
      start: optional(integer),
      count: optional(integer),
      format,
    }),
    (adapter, { variablesReference, format, ...page }) => {
      const { variables } = adapter.requireStopped();
      const radix = radixOf(adapter, format);
      return { body: { variables: variables.variables(variablesReference, page, typesFor(adapter.client), radix) } };
    },
  ),

  setVariable: request(
    fields({ variablesReference: integer, name: string, value: string }),
    (adapter, { variablesReference, name, value }) => {
      const { engine, variables } = adapter.requireStopped();
      engine.edit({ kind: 'assign', ...variables.assignment(variablesReference, name, value) });
      const { name: _, ...body } = variables.refreshed(variablesReference, name, typesFor(adapter.client));
      return { body, after: () => adapter.edited() };
    },
  ),

  setExpression: request(
    fields({ expression: string, value: string, frameId: optional(integer) }),
    (adapter, { expression, value, frameId }) => {
      const debuggee = adapter.requireStopped();
      const frame = frameOf(debuggee, frameId);
      assign(debuggee, splitFormat(expression).text, value, frame);
      const { radix } = debuggee.variables;
      const { result, ...rest } = evaluate(debuggee, expression, { frame, radix, typeText: typesFor(adapter.client) });
      return { body: { value: result, ...rest }, after: () => adapter.edited() };
    },
  ),

  evaluate: request(
    fields({ expression: string, frameId: optional(integer), context: optional(string), format }),
    (adapter, { expression, frameId, context, format }) => {
      const debuggee = adapter.requireStopped();
      const frame = frameOf(debuggee, frameId);
      const typed = context === 'repl' ? parseCommand(debuggee, expression) : undefined;
      if (typed) {
        const { text, ...then } = typed.command.run({ adapter, debuggee, frame }, typed.rest);
        return { body: { result: text, variablesReference: 0 }, ...then };
      }
      const assignment = context === 'repl' ? parseAssignment(expression) : undefined;
      if (assignment) assign(debuggee, assignment.target, assignment.value, frame);
      const radix = radixOf(adapter, format);
      const bare = context === 'clipboard';
      const typeText = typesFor(adapter.client);
      const body = evaluate(debuggee, assignment?.target ?? expression, { frame, radix, typeText, bare });
      return { body, ...(assignment ? { after: () => adapter.edited() } : {}) };
    },
  ),

  completions: request(
    fields({ text: string, column: integer, line: optional(integer), frameId: optional(integer) }),
    ({ debuggee, client, runner }, { text, column, line, frameId }) => {
      const typed = {
        text,
        column: client.fromColumn(column),
        line: line === undefined ? 0 : client.fromLine(line),
      };
      const found = completions(debuggee, typed, runner.running ? undefined : frameOf(debuggee, frameId));
      return { body: { targets: found.map((item) => ({ ...item, start: client.column(item.start ?? 0) })) } };
    },
  ),

  exceptionInfo: request(fields({ threadId: optional(integer) }), (adapter) => ({
    body: exceptionInfo(adapter.requireStopped(), adapter.exception),
  })),

  readMemory: request(
    fields({ memoryReference: string, offset: optional(integer), count: integer }),
    ({ debuggee, memory }, { memoryReference, offset = 0, count }) => {
      const body = readMemory(debuggee, memoryReference, offset, count);
      memory.note(memoryReference, offset, count);
      return { body };
    },
  ),

  writeMemory: request(
    fields({ memoryReference: string, offset: optional(integer), data: string, allowPartial: optional(boolean) }),
    (adapter, { memoryReference, offset = 0, data, allowPartial = false }) => {
      const body = writeMemory(adapter.requireStopped(), memoryReference, { offset, data, allowPartial });
      adapter.memory.note(memoryReference, offset, body.bytesWritten ?? 0);
      return { body, after: () => adapter.edited() };
    },
  ),

  disassemble: request(
    fields({
      memoryReference: string,
      offset: optional(integer),
      instructionOffset: optional(integer),
      instructionCount: integer,
    }),
    ({ debuggee, client }, range) => ({ body: { instructions: disassemble(debuggee, client, range) } }),
  ),

  source: request(
    fields({
      source: optional(fields({ path: optional(string), sourceReference: optional(integer) })),
      sourceReference: optional(integer),
    }),
    async (adapter, { source, sourceReference: bare }) => {
      const asked = { path: source?.path, sourceReference: source?.sourceReference ?? bare };
      const { path } = asked;
      const isFile = path !== undefined && policyOfSource(asked) === undefined;
      const found = isFile ? { ...asked, path: adapter.sourcePath(path) } : asked;
      return { body: await sourceContent(adapter.launched, adapter.host, found) };
    },
  ),

  locations: request(fields({ locationReference: integer }), (adapter, { locationReference }) => {
    const { debuggee, client } = adapter;
    const link = debuggee.links.at(locationReference);
    if (!link) return { body: locationOf(debuggee, client, locationReference) };
    adapter.requireStopped();
    return { body: link.location, moves: true, after: () => adapter.travelTo(link.moment) };
  }),

  loadedSources: request(fields({}), ({ launched }) => ({
    body: { sources: launched ? loadedSources(launched) : [] },
  })),
};
