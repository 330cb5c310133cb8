/** Lights up the cells that have just changed and lets them fade, unless the user asked for less motion. */

const DURATION_MS = 700;
/** The system's setting; the editor's own is a class. */
const systemReducesMotion = matchMedia('(prefers-reduced-motion: reduce)');

function reducesMotion(): boolean {
  return systemReducesMotion.matches || document.body.classList.contains('vscode-reduce-motion');
}

export class Flash {
  private started = 0;
  cells: Uint8Array | undefined;

  start(cells: Uint8Array): void {
    if (reducesMotion() || !cells.includes(1)) return;
    this.cells = cells;
    this.started = performance.now();
  }

  /** From 1 to 0; when it is 0 the flash is over. */
  strength(now: number): number {
    if (!this.cells) return 0;
    const left = 1 - (now - this.started) / DURATION_MS;
    if (left > 0) return Math.min(1, left);
    this.cells = undefined;
    return 0;
  }
}
