/** Moving through time. */
import type { Command } from '../../world/debugger/debugger-types';
import { slide } from '../breakpoints/requested';
import { goTo } from '../go-to';
import { fields, integer, optional, string } from '../protocol/checked';
import { samePath } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import { type Handler, request } from './reply';

/** All threads move together: there is one flow of control, so which thread is meant changes nothing. */
const anyThread = fields({ threadId: optional(integer) });

function moves(command: Command, body?: object): Handler {
  return request(anyThread, (adapter) => {
    adapter.requireStopped();
    return { ...(body ? { body } : {}), after: () => adapter.run(command) };
  });
}

export const executionRequests: Readonly<Record<string, Handler>> = {
  continue: moves({ kind: 'continue' }, { allThreadsContinued: true }),
  next: moves({ kind: 'over' }),
  stepIn: moves({ kind: 'in' }),
  stepOut: moves({ kind: 'out' }),
  stepBack: moves({ kind: 'back' }),
  reverseContinue: moves({ kind: 'reverse-continue' }),

  pause: request(anyThread, ({ debuggee }) => {
    debuggee.engine.pause();
    return {};
  }),

  gotoTargets: request(
    fields({ source: fields({ path: optional(string) }), line: integer }),
    ({ debuggee, client }, { source, line }) => {
      const isTrace = source.path !== undefined && samePath(source.path, debuggee.launch.program);
      const target = isTrace ? slide(client.fromLine(line), debuggee.program.stepLines) : undefined;
      const targets =
        target === undefined ? [] : [{ id: target, label: `Line ${target + 1}`, line: client.line(target) }];
      return { body: { targets } };
    },
  ),

  /** A target's number is its zero-based line. */
  goto: request(fields({ threadId: optional(integer), targetId: integer }), (adapter, { targetId }) => {
    if (!adapter.requireStopped().program.stepLines.includes(targetId)) {
      throw new UserError('no-target', `There is no goto target ${targetId}: ask for \`gotoTargets\` first.`);
    }
    return { after: () => goTo(adapter, targetId) };
  }),
};
