/** Lines of a trace as they are written: a step, and behind it where it comes from. */
export class Lines {
  private readonly written: string[] = [];

  /** A step of its own; `time` is that of the recording, `last` the last of the lines that say it. */
  step(text: string, line: number, time: string | null, last = line): void {
    const head = time === null ? text : `@${time} ${text}`;
    const from = last === line ? `; line ${line}` : `; lines ${line} to ${last}`;
    this.written.push(`${head.padEnd(COLUMN - 1)} ${from}`);
  }

  /** What is not in the recording, and only there for what is. */
  concluded(text: string): void {
    this.written.push(`    ${text}`);
  }

  comment(text: string): void {
    this.written.push(`; ${plain(text)}`);
  }

  get all(): readonly string[] {
    return this.written;
  }
}

const COLUMN = 56;

/** Text of others in one line of a trace: what is no printable ASCII is a question mark. */
export function plain(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}
