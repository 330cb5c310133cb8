/** What pages of ours say to the extension, carried out. A page is untrusted: everything that it says is checked before. */
import * as vscode from 'vscode';
import { boolean, fields, oneOf, string } from '../../adapter/protocol/checked';
import { ownValue } from '../../machine/table';
import type { FromPage } from '../../webview/page/messages';
import type { Act } from './view';

export interface PageOwner {
  /** The page listens from now on. */
  readonly ready: () => unknown;
  /** What its button for a first session does. */
  readonly debug: () => unknown;
  /** The user has pressed a key that is for VS Code. */
  readonly leaving?: () => unknown;
  /** The page has got the keyboard, or has lost it. */
  readonly keyboard?: (isHere: boolean) => unknown;
  readonly acts: { readonly [name: string]: Act<unknown> };
}

const message = fields({ kind: oneOf('ready', 'debug', 'copy', 'leaving', 'keyboard', 'act') });
const copied = fields({ text: string });
const moved = fields({ isHere: boolean });
const act = fields({ action: string, with: (value: unknown) => value });

/** The listener for a page's messages. What goes wrong is shown to the user. */
export function answering({ ready, debug, leaving, keyboard, acts }: PageOwner): (given: unknown) => Promise<void> {
  const answers = {
    ready,
    debug,
    leaving: () => leaving?.(),
    keyboard: (given: unknown) => keyboard?.(moved(given, 'message').isHere),
    copy: (given: unknown) => vscode.env.clipboard.writeText(copied(given, 'message').text),
    act: async (given: unknown) => {
      const { action, with: parameters } = act(given, 'message');
      const found = ownValue(acts, action);
      await found?.run(found.check(parameters, action));
    },
  } satisfies Record<FromPage['kind'], (given: unknown) => unknown>;
  return async (given) => {
    try {
      await answers[message(given, 'message').kind](given);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  };
}
