/** How much more the macros and repeated blocks of a trace may stand for. */
import { grouped, LIMITS } from '../errors/limits';

export class Room {
  private lines: number = LIMITS.expandedLines.most;
  private characters: number = LIMITS.expandedText.most;

  /** Takes room for `lines` lines that have `characters` in all. */
  take(lines: number, characters: number): void {
    this.lines -= lines;
    this.characters -= characters;
  }

  /** In a sentence; undefined as long as there is room. */
  get problem(): string | undefined {
    const said = 'Macros and repeated blocks stand for more than';
    if (this.lines < 0) return `${said} ${grouped(LIMITS.expandedLines.most)} lines here. Write a loop instead.`;
    if (this.characters < 0)
      return `${said} ${grouped(LIMITS.expandedText.most)} characters here. Write a loop instead.`;
    return undefined;
  }
}
