/** The stopped event: why, which thread, and where in time. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StopReason } from '../../world/debugger/debugger-types';
import type { DataAccess } from '../../world/watch/data-access';
import { describeTarget } from '../breakpoints/data-info';
import type { Debuggee } from '../state/debuggee';
import { accessText } from './access-text';
import { happeningText, happeningTitle } from './happening-text';
import { currentThread } from './threads';

/** Also the reasons that the engine does not know. */
export type Stop = StopReason | (MetBreakpoint & { readonly kind: 'instruction-breakpoint' });

interface MetBreakpoint {
  readonly access?: DataAccess;
  readonly ids: readonly number[];
  readonly problem?: string;
}

interface StopWords {
  /** The protocol's word. */
  readonly reason: string;
  readonly description: string;
  readonly text?: string;
  readonly ids?: readonly number[];
}

/** @param asBadge the client has room for a few words only. */
export function stoppedBody(debuggee: Debuggee, stop: Stop, asBadge = false): DebugProtocol.StoppedEvent['body'] {
  const { reason, description, text, ids } = words(debuggee, stop);
  const full = stop.kind === 'end' ? description : `${description}, ${debuggee.timeText}`;
  return {
    reason,
    description: asBadge ? badge(debuggee, stop) : full,
    threadId: currentThread(debuggee.state),
    allThreadsStopped: true,
    ...(text ? { text } : {}),
    ...(ids ? { hitBreakpointIds: [...ids] } : {}),
  };
}

/** Does not say that a total is still being learned: the badge stays as it is while the trace stands still. */
function badge({ settledText }: Debuggee, stop: Stop): string {
  if (stop.kind === 'exception') return happeningTitle(stop.happening);
  if (stop.kind === 'end') return 'end';
  return settledText;
}

function words(debuggee: Debuggee, stop: Stop): StopWords {
  const { engine } = debuggee;
  switch (stop.kind) {
    case 'entry':
      return { reason: 'entry', description: 'Paused on entry' };
    case 'step':
      return { reason: 'step', description: 'Paused on step' };
    case 'goto':
    case 'found':
    case 'compared':
    case 'traced':
    case 'not-reached':
      return { reason: 'goto', description: 'Paused here' };
    case 'restart':
      return { reason: 'restart', description: 'Paused at the beginning of the frame' };
    case 'pause':
      return { reason: 'pause', description: 'Paused' };
    case 'start-of-history':
      return { reason: 'step', description: 'Paused at the beginning of the trace' };
    case 'end':
      return { reason: 'end of trace', description: `end of trace: ${engine.verdict}` };
    case 'stop':
      return { reason: 'breakpoint', description: 'Paused on `stop`' };
    case 'goal':
      return {
        reason: 'goto',
        description: stop.access
          ? `Paused where ${describeTarget(debuggee, stop.access.target)} changed`
          : 'Paused here',
        ...accessWords(debuggee, stop),
      };
    case 'breakpoint':
      return { ...BREAKPOINT_WORDS[stop.on], ...accessWords(debuggee, stop), ...met(stop) };
    case 'instruction-breakpoint':
      return { reason: 'instruction breakpoint', description: 'Paused on instruction breakpoint', ...met(stop) };
    case 'exception':
      return {
        reason: 'exception',
        description: `Paused on ${happeningTitle(stop.happening)}`,
        text: stop.problem ?? happeningText(stop.happening)?.text ?? happeningTitle(stop.happening),
      };
  }
}

const BREAKPOINT_WORDS: Readonly<Record<'line' | 'function' | 'data', StopWords>> = {
  line: { reason: 'breakpoint', description: 'Paused on breakpoint' },
  function: { reason: 'function breakpoint', description: 'Paused on function breakpoint' },
  data: { reason: 'data breakpoint', description: 'Paused on data breakpoint' },
};

function accessWords(debuggee: Debuggee, { access }: { readonly access?: DataAccess }): Pick<StopWords, 'text'> {
  return access ? { text: accessText(debuggee, access) } : {};
}

/** The run stops where the condition of a breakpoint could not be evaluated. */
function met({ ids, problem }: MetBreakpoint): Pick<StopWords, 'ids' | 'text'> {
  return { ids, ...(problem === undefined ? {} : { text: problem }) };
}
