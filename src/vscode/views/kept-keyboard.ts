/**
 * The keyboard of a page that goes on journeys through time. VS Code gives the keyboard to the editor of each stop; whoever
 * travels by the keys of a page would type into that editor. On a busy machine VS Code does so late, or once more.
 */
import * as vscode from 'vscode';
import { frameFollowed } from './frame-followed';

/** What a page is shown by. */
export interface KeyboardOwner {
  /** Gives the page the keyboard. */
  readonly focus: () => void;
  /** Moves a source away that VS Code has shown over the page; undefined where nothing can be. */
  readonly uncover?: () => Promise<void>;
}

/** Milliseconds behind a journey in which the page gets the keyboard again: as long as the journey has taken, within these. */
const HELD = { least: 300, most: 2000 } as const;
/** Milliseconds until a page that has not got the keyboard is given it again. */
const AGAIN = 200;

/** How a user moves the cursor in an editor; VS Code moves it in neither of these ways. */
const BY_HAND = [vscode.TextEditorSelectionChangeKind.Keyboard, vscode.TextEditorSelectionChangeKind.Mouse] as const;

export class KeptKeyboard implements vscode.Disposable {
  /** As the page has said last. */
  private isHere = false;
  /** Whether the user has gone on elsewhere since the latest journey began: what has been opened meanwhile would be closed. */
  private isLeft = false;
  /** How many journeys have begun. */
  private journeys = 0;
  private wake = (): void => undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly owner: KeyboardOwner) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
        if (BY_HAND.some((one) => one === kind)) this.leave();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) this.leave();
      }),
    );
  }

  dispose(): void {
    this.leave();
    this.subscriptions.dispose();
  }

  /** The page has got the keyboard, or has lost it. */
  moved(isHere: boolean): void {
    this.isHere = isHere;
    this.wake();
  }

  /** The user goes on elsewhere. */
  leave(): void {
    this.isLeft = true;
    this.wake();
  }

  /**
   * Goes on a journey, and gives the page the keyboard at its end.
   * @param moves whether the journey leads to another moment than the present
   */
  async keep(journey: () => Promise<unknown>, moves: boolean): Promise<void> {
    const began = Date.now();
    const followed = frameFollowed(moves);
    const number = ++this.journeys;
    this.isLeft = false;
    await journey();
    await followed;
    await this.owner.uncover?.();
    if (this.isLeft) return;
    this.owner.focus();
    const now = Date.now();
    void this.hold(number, now + Math.min(Math.max(now - began, HELD.least), HELD.most));
  }

  private async hold(journey: number, end: number): Promise<void> {
    for (let now = Date.now(); now < end; now = Date.now()) {
      await this.nextWord(Math.min(end - now, AGAIN));
      if (this.isLeft || journey !== this.journeys) return;
      if (!this.isHere) this.owner.focus();
    }
  }

  private nextWord(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, patience);
      this.wake = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}
