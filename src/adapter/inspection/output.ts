/** Output events: a line for each happening, with the place in the trace where the happening began. */
import { visibleText } from '../../language/errors/visible-text';
import type { Told } from '../../world/debugger/told';
import type { HappeningSource } from '../../world/state/happening';
import type { Client } from '../protocol/client';
import type { Debuggee } from '../state/debuggee';
import { type HappeningText, happeningText } from './happening-text';

interface Line extends HappeningText {
  /** Zero-based; negative where no step is at fault. */
  readonly line: number;
  /** The line of C, in a program. */
  readonly source?: HappeningSource | undefined;
}

/** Sends what has happened since the last call. Lines of one place and kind go out together: loops print a lot. */
export function flushOutput(debuggee: Debuggee, client: Client): void {
  const { engine, traceSource, sources } = debuggee;
  for (const { category, text, line, source } of joined(engine.takeTold().flatMap(lineOf))) {
    const inProgram = source && sources.source(source.path);
    const column = client.column(0);
    const inTrace = line < 0 ? {} : { source: traceSource, line: client.line(line), column };
    const place = inProgram ? { source: inProgram, line: client.line(source.line - 1), column } : inTrace;
    client.output(category, `${visibleText(text)}\n`, place);
  }
}

function lineOf(told: Told): readonly Line[] {
  if ('log' in told) return [{ category: 'stdout', ...told.log }];
  const { happening } = told;
  const words = happeningText(happening);
  return words ? [{ ...words, line: happening.line, source: happening.source }] : [];
}

function joined(lines: readonly Line[]): readonly Line[] {
  const result: Line[] = [];
  for (const line of lines) {
    const last = result.at(-1);
    if (last && last.line === line.line && last.category === line.category && isSamePlace(last.source, line.source)) {
      result[result.length - 1] = { ...last, text: `${last.text}\n${line.text}` };
    } else {
      result.push(line);
    }
  }
  return result;
}

function isSamePlace(a: HappeningSource | undefined, b: HappeningSource | undefined): boolean {
  return a?.path === b?.path && a?.line === b?.line;
}
