/** Output events: a line for each happening, with the place in the trace where the happening began. */
import { visibleText } from '../../language/errors/visible-text';
import type { LogLine } from '../../world/debugger/breakpoints/breakpoints';
import type { Client } from '../protocol/client';
import type { Debuggee } from '../state/debuggee';
import { type HappeningText, happeningText } from './happening-text';

interface Line extends HappeningText {
  /** Zero-based; negative where no step is at fault. */
  readonly line: number;
}

/** Sends what has happened since the last call. Lines of one place and kind go out together: loops print a lot. */
export function flushOutput(debuggee: Debuggee, client: Client): void {
  const { engine, traceSource } = debuggee;
  const logs = engine.takeLogs().map(({ text, line }: LogLine): Line => ({ category: 'stdout', text, line }));
  const happenings = engine.takeHappenings().flatMap((happening) => {
    const words = happeningText(happening);
    return words ? [{ ...words, line: happening.line }] : [];
  });
  for (const { category, text, line } of joined([...happenings, ...logs])) {
    const place = line < 0 ? {} : { source: traceSource, line: client.line(line), column: client.column(0) };
    client.output(category, `${visibleText(text)}\n`, place);
  }
}

function joined(lines: readonly Line[]): readonly Line[] {
  const result: Line[] = [];
  for (const line of lines) {
    const last = result.at(-1);
    if (last && last.line === line.line && last.category === line.category) {
      result[result.length - 1] = { ...last, text: `${last.text}\n${line.text}` };
    } else {
      result.push(line);
    }
  }
  return result;
}
