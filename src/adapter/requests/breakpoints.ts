/** Setting breakpoints of every kind. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Adapter } from '../adapter';
import { dataInfo } from '../breakpoints/data-info';
import { DATA_ACCESS_TYPES } from '../breakpoints/requested';
import type { NewBreakpoint } from '../breakpoints/store';
import { targetOfText } from '../breakpoints/target';
import { breakpointLocations } from '../inspection/sources';
import { frameContext } from '../inspection/stack-trace';
import { boolean, fields, integer, list, oneOf, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
import { policyOfSource } from '../state/kernel-documents';
import { EDITED_REQUEST } from '../views/views';
import { type Handler, type Reply, request } from './reply';

const source = fields({ path: optional(string), sourceReference: optional(integer) });

const conditions = { condition: optional(string), hitCondition: optional(string) };

/** Unverified ones whose condition cannot be read are told of in the console as well. */
function answer({ breakpoints }: Adapter, shown: DebugProtocol.Breakpoint[]): Reply {
  return { body: { breakpoints: shown }, after: () => breakpoints.report() };
}

export const breakpointRequests: Readonly<Record<string, Handler>> = {
  setBreakpoints: request(
    fields({
      source,
      sourceModified: optional(boolean),
      breakpoints: optional(
        list(
          fields({
            line: integer,
            ...conditions,
            logMessage: optional(string),
            mode: optional(string),
          }),
        ),
      ),
    }),
    async (adapter, { source, sourceModified = false, breakpoints = [] }) => {
      const wanted = breakpoints.map(({ line, ...rest }) => ({ line: adapter.client.fromLine(line), ...rest }));
      const policy = policyOfSource(source);
      if (policy !== undefined) {
        const inKernel = wanted.map(({ mode: _, ...rest }) => rest);
        return answer(adapter, adapter.breakpoints.setKernelLines(policy, inKernel));
      }
      if (source.path === undefined) {
        throw new UserError('bad-argument', 'The argument `source.path` must be the path of a trace.');
      }
      const path = adapter.resolvedPath(source.path);
      if (sourceModified) adapter.breakpoints.noteModified(path);
      const target = adapter.launched || !isTrace(path) ? undefined : await textTarget(adapter, path);
      const lines = wanted.map((breakpoint): NewBreakpoint => ({ on: 'line', ...breakpoint }));
      return answer(adapter, adapter.breakpoints.setLines(path, lines, target));
    },
  ),

  [EDITED_REQUEST]: request(fields({ path: string }), (adapter, { path }) => ({
    after: () => adapter.breakpoints.noteModified(adapter.resolvedPath(path)),
  })),

  setFunctionBreakpoints: request(
    fields({ breakpoints: list(fields({ name: string, ...conditions })) }),
    (adapter, { breakpoints: wanted }) =>
      answer(
        adapter,
        adapter.breakpoints.setGroup(
          'functions',
          wanted.map(({ name, ...rest }) => ({ on: 'function', name: name.trim(), ...rest })),
        ),
      ),
  ),

  /** Filters as such and filters with conditions come in two lists; the answer is about both, in this order. */
  setExceptionBreakpoints: request(
    fields({
      filters: optional(list(string)),
      filterOptions: optional(list(fields({ filterId: string, condition: optional(string) }))),
    }),
    (adapter, { filters = [], filterOptions = [] }) =>
      answer(
        adapter,
        adapter.breakpoints.setGroup('filters', [
          ...filters.map((filter): NewBreakpoint => ({ on: 'filter', filter })),
          ...filterOptions.map(
            ({ filterId, condition }): NewBreakpoint => ({ on: 'filter', filter: filterId, condition }),
          ),
        ]),
      ),
  ),

  setInstructionBreakpoints: request(
    fields({ breakpoints: list(fields({ instructionReference: string, offset: optional(integer), ...conditions })) }),
    (adapter, { breakpoints: wanted }) =>
      answer(
        adapter,
        adapter.breakpoints.setGroup(
          'addresses',
          wanted.map(({ instructionReference, offset = 0, ...rest }) => ({
            on: 'address',
            reference: instructionReference,
            offset,
            ...rest,
          })),
        ),
      ),
  ),

  dataBreakpointInfo: request(
    fields({
      variablesReference: optional(integer),
      name: string,
      frameId: optional(integer),
      bytes: optional(integer),
      asAddress: optional(boolean),
      mode: optional(oneOf('write', 'change')),
    }),
    (adapter, { frameId, mode, ...question }) => {
      const debuggee = adapter.requireStopped();
      const frame = frameId === undefined ? undefined : frameContext(debuggee, frameId);
      // The menu of VS Code says "Break on Value Change".
      const onlyChanges = (mode ?? (adapter.client.isVsCode ? 'change' : 'write')) === 'change';
      return { body: dataInfo(debuggee, { ...question, frame, onlyChanges }) };
    },
  ),

  setDataBreakpoints: request(
    fields({
      breakpoints: list(fields({ dataId: string, accessType: optional(oneOf(...DATA_ACCESS_TYPES)), ...conditions })),
    }),
    (adapter, { breakpoints: wanted }) =>
      answer(
        adapter,
        adapter.breakpoints.setGroup(
          'data',
          wanted.map((breakpoint) => ({ on: 'data', ...breakpoint })),
        ),
      ),
  ),

  breakpointLocations: request(
    fields({ source, line: integer, endLine: optional(integer) }),
    (adapter, { source, line, endLine = line }) => {
      const { debuggee, client } = adapter;
      const { path, ...rest } = source;
      const resolved = path === undefined ? source : { ...rest, path: adapter.sourcePath(path) };
      return {
        body: {
          breakpoints: breakpointLocations(
            debuggee,
            client,
            policyOfSource(source) === undefined ? resolved : source,
            client.fromLine(line),
            client.fromLine(endLine),
          ),
        },
      };
    },
  ),
};

/** Of another file nothing is known before the launch. */
function isTrace(path: string): boolean {
  return /\.xtrace$/i.test(path);
}

/** A file that cannot be read is the launch's to complain about. */
async function textTarget({ host }: Adapter, path: string) {
  const text = await host.readText(path).catch(() => undefined);
  return text === undefined ? undefined : targetOfText(text);
}
