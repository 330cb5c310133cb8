/** Who has not shown the token that the adapter was started with may say hello and goodbye, and nothing else. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from './user-error';

const OPEN_TO_ALL: ReadonlySet<string> = new Set(['initialize', 'disconnect']);

/** Says whether a launch request's `token` is the right one. */
export type AcceptToken = (token: unknown) => boolean;

export class Gate {
  private open: boolean;

  /** Without `accepts` the gate stands open. */
  constructor(private readonly accepts: AcceptToken | undefined) {
    this.open = accepts === undefined;
  }

  /** Throws `UserError` for a request that must not pass. A launch with the right token opens the gate. */
  demand({ command, arguments: given }: DebugProtocol.Request): void {
    if (this.open || OPEN_TO_ALL.has(command)) return;
    if (command !== 'launch') throw new UserError('no-token', 'Launch a trace with the token of this adapter first.');
    const token = typeof given === 'object' && given !== null ? (given as { token?: unknown }).token : undefined;
    if (!this.accepts?.(token)) {
      throw new UserError(
        'wrong-token',
        'This adapter was started with a token: the launch request must have it as "token".',
      );
    }
    this.open = true;
  }
}
