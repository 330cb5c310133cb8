/** The answer to `dataBreakpointInfo`: whether something can be watched, and under which name. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { IDLE } from '../../kernel/state/constants';
import { ExpressionError } from '../../language/errors/expression-error';
import { resolve } from '../../language/expressions/evaluate';
import { splitFormat } from '../../language/expressions/format-suffix';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { formatAddress } from '../../machine/architecture/linear-address';
import { placeScope } from '../../world/scope/scope';
import type { ScopePlace } from '../../world/scope/scope-place';
import type { DataTarget } from '../../world/watch/data-access';
import { dependenciesOf } from '../../world/watch/dependency';
import { parseMemoryReference } from '../protocol/memory-reference';
import { isUserError, UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { spaceOf, subjectOfCpu } from '../state/state-view';
import { type FrameContext, placeOf } from '../variables/scopes';
import { dataIdOf, memoryTarget } from './data-id';

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];

/** Names data: a variable by its parent and its name, an expression, or an address. */
export interface DataPlace {
  readonly variablesReference?: number | undefined;
  readonly name: string;
  /** Where an expression is evaluated; undefined for the current CPU. */
  readonly frame: FrameContext | undefined;
  readonly bytes?: number | undefined;
  readonly asAddress?: boolean | undefined;
}

export interface DataQuestion extends DataPlace {
  /** A write that leaves the value as it is does not count. */
  readonly onlyChanges: boolean;
}

const ALL: DebugProtocol.DataBreakpointAccessType[] = ['read', 'write', 'readWrite'];
/** Reads of kernel records are not observed, so a breakpoint on a record stops on writes alone. */
const WRITE: DebugProtocol.DataBreakpointAccessType[] = ['write'];

/** What cannot be watched has no name, and the reason in the description. */
export function dataInfo(debuggee: Debuggee, question: DataQuestion): Info {
  try {
    const target = dataTarget(debuggee, question);
    const dataId = dataIdOf({ target, onlyChanges: question.onlyChanges });
    return {
      dataId,
      description: describeTarget(debuggee, target),
      accessTypes: isKept(debuggee, target) ? WRITE : ALL,
      canPersist: true,
    };
  } catch (error) {
    if (!(error instanceof ExpressionError) && !isUserError(error)) throw error;
    return { dataId: null, description: error.message };
  }
}

/** `xfd of CPU 0`, `4 bytes at 0x1000000`. */
export function describeTarget({ state }: Debuggee, target: DataTarget): string {
  if (target.kind === 'memory') {
    const { address, length } = target;
    return `${length} ${length === 1 ? 'byte' : 'bytes'} at ${formatAddress(address)}`;
  }
  const { text, place } = target;
  if (place.cpu !== null) return state.cpus.length > 1 ? `${text} on CPU ${place.cpu}` : text;
  return `${text} of ${state.kernel?.tasks[place.task ?? -1]?.name ?? IDLE}`;
}

/** What the question is about. Throws `UserError` or `ExpressionError` for what cannot be watched. */
export function dataTarget(debuggee: Debuggee, question: DataPlace): DataTarget {
  const { variablesReference, name, frame, bytes, asAddress } = question;
  if (variablesReference) {
    const { item, place } = debuggee.variables.childAt(variablesReference, name);
    const length = bytes ?? item.size;
    if (length !== undefined && item.memory !== undefined) return memoryAt(debuggee, item.memory, length, place);
    if (item.expression !== undefined) return expressionTarget(debuggee, item.expression, place, bytes);
    throw new UserError('no-data', `${name} is made of several things: watch one of its parts.`);
  }
  const place = placeOf(frame ?? { subject: subjectOfCpu(debuggee.state, debuggee.state.current) });
  if (asAddress) return memoryAt(debuggee, name, bytes ?? 1, place);
  return expressionTarget(debuggee, splitFormat(name.trim()).text, place, bytes);
}

function memoryAt(debuggee: Debuggee, reference: string, length: number, place: ScopePlace): DataTarget {
  const found = parseMemoryReference(reference);
  if (found.kind !== 'memory') throw new UserError('no-data', `${reference} is a register: watch it by its name.`);
  if (length < 1) throw new UserError('no-data', 'A range of memory has at least one byte.');
  const { address, space = spaceOf(debuggee.state, place) } = found;
  return memoryTarget(address < 0 ? 0 : space, address, length);
}

/** A data breakpoint on the name of data watches the bytes, not the address. Throws `ExpressionError`. */
function expressionTarget(debuggee: Debuggee, text: string, place: ScopePlace, bytes: number | undefined): DataTarget {
  const { engine, program, state } = debuggee;
  const space = spaceOf(state, place);
  const symbol = program.symbols.get(text);
  if (symbol?.kind === 'data') {
    return memoryTarget(space, symbol.address, bytes ?? symbol.bytes.length);
  }
  const expression = parseExpressionText(text);
  const { routine: _, ...global } = place;
  const pinned = { ...global, space };
  const scope = placeScope(engine.world, pinned);
  const found = resolve(expression, scope);
  const length = bytes ?? (typeof found === 'object' ? found.size : undefined);
  if (length !== undefined && typeof found === 'object' && found.address !== undefined) {
    return memoryTarget(found.address < 0 ? 0 : space, found.address, length);
  }
  if (typeof found === 'object' && found.value === undefined) {
    throw new UserError('no-data', `${text} is made of several things: watch one of its parts.`);
  }
  if (dependenciesOf(expression, { world: engine.world, scope, ...pinned }).length === 0) {
    throw new UserError('no-data', `${text} never changes.`);
  }
  return { kind: 'expression', text, place: pinned };
}

/** Whether an expression depends on kernel records alone. */
function isKept({ engine: { world } }: Debuggee, target: DataTarget): boolean {
  if (target.kind === 'memory') return false;
  const { space, ...place } = target.place;
  const scope = placeScope(world, target.place);
  const dependencies = dependenciesOf(parseExpressionText(target.text), { world, scope, ...place, space });
  return dependencies.every(({ kind }) => kind === 'kernel' || kind === 'flow');
}
