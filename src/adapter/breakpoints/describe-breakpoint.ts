/** What a breakpoint is on and when it stops, in a line. */

import { formatAddress } from '../../machine/architecture/linear-address';
import { tableOf } from '../../machine/table';
import { EXCEPTION_FILTERS } from '../../world/debugger/breakpoints/exception-filters';
import { UserError } from '../protocol/user-error';
import { parseDataId } from './data-id';
import type { RequestedBreakpoint } from './requested';

const ACCESSES = tableOf<string>({ read: 'read', write: 'written', readWrite: 'read or written' });

export function describeBreakpoint(breakpoint: RequestedBreakpoint): string {
  const { condition, hitCondition, logMessage } = breakpoint;
  return [
    placeText(breakpoint),
    ...(condition ? [`if ${condition}`] : []),
    ...(hitCondition ? [`hits ${hitCondition}`] : []),
    ...(logMessage ? [`logs "${logMessage}"`] : []),
  ].join(', ');
}

function placeText(breakpoint: RequestedBreakpoint): string {
  switch (breakpoint.on) {
    case 'line':
    case 'source-line':
      return `line ${breakpoint.line + 1}`;
    case 'kernel-step':
      return `${breakpoint.policy}: ${breakpoint.step ? `${breakpoint.step.routine}.${breakpoint.step.name}` : `line ${breakpoint.line + 1}`}`;
    case 'function':
      return `each ${breakpoint.name}`;
    case 'filter':
      return EXCEPTION_FILTERS.find(({ filter }) => filter === breakpoint.filter)?.label ?? breakpoint.filter;
    case 'address':
      return `address ${breakpoint.reference}${breakpoint.offset === 0 ? '' : `+${breakpoint.offset}`}`;
    case 'data':
      return dataText(breakpoint);
  }
}

function dataText({ dataId, accessType = 'write' }: RequestedBreakpoint & { readonly on: 'data' }): string {
  try {
    const { target, onlyChanges } = parseDataId(dataId);
    const isMemory = target.kind === 'memory';
    const what = isMemory ? `${target.length} bytes at ${formatAddress(target.address)}` : target.text;
    return `${what} is ${onlyChanges ? 'changed' : ACCESSES[accessType]}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `data ${dataId}`;
  }
}
