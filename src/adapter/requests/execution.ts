/** Moving through time. */

import { COMPARED } from '../../world/compare/compare';
import type { Command, Granularity } from '../../world/debugger/debugger-types';
import type { Step } from '../../world/program/step';
import type { DataTarget } from '../../world/watch/data-access';
import type { Adapter } from '../adapter';
import { slide } from '../breakpoints/bind';
import { dataTarget } from '../breakpoints/data-info';
import { compareMoments } from '../compare';
import { demandPlace } from '../console/place-in-time';
import { frameContext, isInnermost, movingFrame } from '../inspection/stack-trace';
import { currentThread, subjectOfThread } from '../inspection/threads';
import { traceOrigin } from '../origin';
import { fields, integer, list, oneOf, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
import { changeOf, type Direction, seek } from '../seek';
import type { SourceName } from '../state/kernel-documents';
import { travelToLine } from '../travel-to-line';
import {
  BACK_INTO_REQUEST,
  BACK_OUT_REQUEST,
  COMPARE_REQUEST,
  LAST_CHANGE_REQUEST,
  NEXT_CHANGE_REQUEST,
  ORIGIN_REQUEST,
  TRAVEL_REQUEST,
} from '../views/views';
import { type Handler, type Reply, request } from './reply';

/** All threads move together: to go on means the same for each of them. */
const anyThread = fields({ threadId: optional(integer) });

/** By line is by statement: a line of a trace holds one step. */
const byGranularity = fields({
  threadId: optional(integer),
  granularity: optional(oneOf('statement', 'line', 'instruction')),
});

function moves(command: Command, reply: Reply = {}): Handler {
  return request(anyThread, (adapter) => {
    adapter.requireStopped();
    return { ...reply, after: () => adapter.run(command) };
  });
}

function steps(kind: 'over' | 'out' | 'back'): Handler {
  return request(byGranularity, (adapter, { threadId, granularity }) => {
    const command = toOther(adapter, threadId, kind) ?? { kind, by: byOf(granularity) };
    return { after: () => adapter.run(command) };
  });
}

/** A step of another thread than the one that the flow is on leads to where that one goes on, or last did. */
function toOther(adapter: Adapter, threadId: number | undefined, kind: Command['kind']): Command | undefined {
  const { state } = adapter.requireStopped();
  if (threadId === undefined || threadId === currentThread(state)) return undefined;
  return { kind: kind === 'back' ? 'back-to-runner' : 'to-runner', ...subjectOfThread(state, threadId) };
}

function byOf(granularity: string | undefined): Granularity {
  return granularity === 'instruction' ? 'instruction' : 'statement';
}

/** A variable by its parent and its name, or an expression by `name` alone. */
const data = fields({ variablesReference: optional(integer), name: string, frameId: optional(integer) });

function ofData(work: (adapter: Adapter, target: DataTarget) => () => void): Handler {
  return request(data, (adapter, { variablesReference, name, frameId }) => {
    const debuggee = adapter.requireStopped();
    const frame = frameId === undefined ? undefined : frameContext(debuggee, frameId);
    return { moves: true, after: work(adapter, dataTarget(debuggee, { variablesReference, name, frame })) };
  });
}

function seeks(direction: Direction): Handler {
  return ofData((adapter, target) => () => seek(adapter, changeOf(target), direction));
}

const line = { source: fields({ path: optional(string) }), line: integer };

/** The step on a line of the trace, or on the next line that has one. */
function stepOn(adapter: Adapter, { source, line }: { source: SourceName; line: number }): Step | undefined {
  const { debuggee, client } = adapter;
  if (source.path === undefined) return undefined;
  if (adapter.sourcePath(source.path) !== debuggee.launch.program) return undefined;
  const found = slide(client.fromLine(line), debuggee.program.steps.lines);
  return found === undefined ? undefined : debuggee.program.steps.onLine(found);
}

export const executionRequests: Readonly<Record<string, Handler>> = {
  continue: moves({ kind: 'continue' }, { body: { allThreadsContinued: true } }),
  next: steps('over'),
  stepOut: steps('out'),
  stepBack: steps('back'),
  reverseContinue: moves({ kind: 'reverse-continue' }),

  stepIn: request(
    fields({
      threadId: optional(integer),
      targetId: optional(integer),
      granularity: optional(oneOf('statement', 'line', 'instruction')),
    }),
    (adapter, { threadId, targetId, granularity }) => {
      const { engine } = adapter.requireStopped();
      if (targetId === undefined) {
        const command = toOther(adapter, threadId, 'in') ?? { kind: 'in', by: byOf(granularity) };
        return { after: () => adapter.run(command) };
      }
      if (!engine.stepInTargets().some(({ after }) => after === targetId)) {
        throw new UserError('no-target', `There is no target ${targetId} here: ask for \`stepInTargets\` first.`);
      }
      return { after: () => adapter.run({ kind: 'until', moment: engine.time.moment + targetId }) };
    },
  ),

  /** A target's number says when it is entered. Only the innermost frame of the current thread is about to do something. */
  stepInTargets: request(fields({ frameId: integer }), (adapter, { frameId }) => {
    const debuggee = adapter.requireStopped();
    const targets = isInnermost(debuggee, frameId) ? debuggee.engine.stepInTargets() : [];
    return { body: { targets: targets.map(({ after, label }) => ({ id: after, label })) } };
  }),

  restartFrame: request(fields({ frameId: integer }), (adapter, { frameId }) => {
    const frame = movingFrame(adapter.requireStopped(), frameId);
    if (!frame) {
      throw new UserError(
        'no-frame',
        'Only frames of the task that runs can be restarted: switch to the other one first.',
      );
    }
    const { depth, name, place } = frame;
    const routine = place.kind === 'kernel' ? { routine: name } : {};
    return { after: () => adapter.run({ kind: 'restart-frame', depth, ...routine }) };
  }),

  /** A trace that stands still already says so once more: a client that asks waits for it. */
  pause: request(anyThread, (adapter) => {
    const { engine } = adapter.debuggee;
    if (!adapter.runner.running) {
      adapter.requireStopped();
      return { after: () => adapter.stopped({ kind: 'pause' }) };
    }
    engine.pause();
    return {};
  }),

  /** Refused with the reason where a line has a step and one cannot jump to it. */
  gotoTargets: request(fields(line), (adapter, where) => {
    const { engine } = adapter.requireStopped();
    const step = stepOn(adapter, where);
    const problem = step && engine.jumpProblem(step.address);
    if (problem !== undefined) throw new UserError('no-jump', problem);
    const { client } = adapter;
    const targets = step ? [{ id: step.line, label: `Line ${step.line + 1}`, line: client.line(step.line) }] : [];
    return { body: { targets } };
  }),

  /** A target's number is its zero-based line. */
  goto: request(fields({ threadId: optional(integer), targetId: integer }), (adapter, { targetId }) => {
    const { engine, program } = adapter.requireStopped();
    const step = program.steps.onLine(targetId);
    if (!step) throw new UserError('no-target', `There is no goto target ${targetId}: ask for \`gotoTargets\` first.`);
    const problem = engine.jumpProblem(step.address);
    if (problem !== undefined) throw new UserError('no-jump', problem);
    return { after: () => adapter.jump(step.address) };
  }),

  [COMPARE_REQUEST]: request(
    fields({ before: string, after: string, parts: optional(list(oneOf(...COMPARED))) }),
    (adapter, { before, after, parts }) => {
      const debuggee = adapter.requireStopped();
      const places = { before: demandPlace(debuggee, before), after: demandPlace(debuggee, after) };
      return { moves: true, after: () => compareMoments(adapter, { ...places, parts, opens: true }) };
    },
  ),

  [BACK_INTO_REQUEST]: moves({ kind: 'back-in' }, { moves: true }),
  [BACK_OUT_REQUEST]: moves({ kind: 'back-out' }, { moves: true }),
  [LAST_CHANGE_REQUEST]: seeks('last'),
  [NEXT_CHANGE_REQUEST]: seeks('next'),
  [ORIGIN_REQUEST]: ofData(traceOrigin),

  [TRAVEL_REQUEST]: request(fields(line), (adapter, where) => {
    adapter.requireStopped();
    const step = stepOn(adapter, where);
    if (!step)
      throw new UserError('no-step', 'Neither this line nor any line after it is a step of the trace that runs.');
    return { moves: true, after: () => travelToLine(adapter, step.line) };
  }),
};
