/** A command of the console: a word, what may follow it, and what it does. */
import type { Adapter } from '../adapter';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import type { FrameContext } from '../variables/scopes';

export interface ConsoleContext {
  readonly adapter: Adapter;
  /** Standing still. */
  readonly debuggee: Debuggee;
  /** The frame that is looked at, where the client says which. */
  readonly frame: FrameContext | undefined;
}

/** What a command answers. */
export interface Said {
  readonly text: string;
  /** Runs once the answer is sent: what moves the trace. */
  readonly after?: () => void;
  /** `after` moves the trace, or lets it stop once more. */
  readonly moves?: true;
}

export interface ConsoleCommand {
  readonly name: string;
  /** The whole command; words in capitals stand for something, brackets enclose what may be left out. */
  readonly grammar: string;
  /** One sentence. */
  readonly summary: string;
  /** What the first word behind the command can be, for completion. */
  readonly words?: readonly string[];
  /** `rest`: what follows the word. Throws `UserError` or `ExpressionError`. */
  readonly run: (context: ConsoleContext, rest: string) => Said;
}

/** Throws `UserError` where nothing follows the word of a command that needs something. */
export function demand(rest: string, { grammar }: Pick<ConsoleCommand, 'grammar'>): string {
  if (rest === '') throw new UserError('incomplete', `Something is missing: \`${grammar}\`.`);
  return rest;
}
