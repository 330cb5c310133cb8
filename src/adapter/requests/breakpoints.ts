/** Setting breakpoints of every kind. */
import type { Adapter } from '../adapter';
import type { NewBreakpoint } from '../breakpoints/store';
import { targetOfText } from '../breakpoints/target';
import { breakpointLocations, isKernelSource } from '../inspection/sources';
import { fields, integer, list, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
import { type Handler, request } from './reply';

const source = fields({ path: optional(string), sourceReference: optional(integer) });

const conditions = { condition: optional(string), hitCondition: optional(string) };

export const breakpointRequests: Readonly<Record<string, Handler>> = {
  setBreakpoints: request(
    fields({
      source,
      breakpoints: optional(list(fields({ line: integer, ...conditions, logMessage: optional(string) }))),
    }),
    async (adapter, { source, breakpoints = [] }) => {
      const on = isKernelSource(source) ? 'kernel-line' : 'line';
      const wanted = breakpoints.map(
        ({ line, ...rest }): NewBreakpoint => ({ on, line: adapter.client.fromLine(line), ...rest }),
      );
      if (on === 'kernel-line') return { body: { breakpoints: adapter.breakpoints.setKernelLines(wanted) } };
      if (source.path === undefined) {
        throw new UserError('bad-argument', 'The argument `source.path` must be the path of a trace.');
      }
      const target = adapter.launched ? undefined : await textTarget(adapter, source.path);
      return { body: { breakpoints: adapter.breakpoints.setLines(source.path, wanted, target) } };
    },
  ),

  setFunctionBreakpoints: request(
    fields({ breakpoints: list(fields({ name: string, ...conditions })) }),
    ({ breakpoints }, { breakpoints: wanted }) => ({
      body: {
        breakpoints: breakpoints.setGroup(
          'functions',
          wanted.map(({ name, ...rest }) => ({ on: 'function', name: name.trim(), ...rest })),
        ),
      },
    }),
  ),

  /** Filters as such and filters with conditions come in two lists; the answer is about both, in this order. */
  setExceptionBreakpoints: request(
    fields({
      filters: optional(list(string)),
      filterOptions: optional(list(fields({ filterId: string, condition: optional(string) }))),
    }),
    ({ breakpoints }, { filters = [], filterOptions = [] }) => ({
      body: {
        breakpoints: breakpoints.setGroup('filters', [
          ...filters.map((filter): NewBreakpoint => ({ on: 'filter', filter })),
          ...filterOptions.map(
            ({ filterId, condition }): NewBreakpoint => ({ on: 'filter', filter: filterId, condition }),
          ),
        ]),
      },
    }),
  ),

  setInstructionBreakpoints: request(
    fields({ breakpoints: list(fields({ instructionReference: string, offset: optional(integer), ...conditions })) }),
    ({ breakpoints }, { breakpoints: wanted }) => ({
      body: {
        breakpoints: breakpoints.setGroup(
          'addresses',
          wanted.map(({ instructionReference, offset = 0, ...rest }) => ({
            on: 'address',
            reference: instructionReference,
            offset,
            ...rest,
          })),
        ),
      },
    }),
  ),

  breakpointLocations: request(
    fields({ source, line: integer, endLine: optional(integer) }),
    ({ debuggee, client }, { source, line, endLine = line }) => ({
      body: {
        breakpoints: breakpointLocations(debuggee, client, source, client.fromLine(line), client.fromLine(endLine)),
      },
    }),
  ),
};

/** A file that cannot be read is the launch's to complain about. */
async function textTarget({ host }: Adapter, path: string) {
  const text = await host.readText(path).catch(() => undefined);
  return text === undefined ? undefined : targetOfText(text);
}
