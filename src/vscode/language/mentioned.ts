/** Which expressions of a trace have their values shown beside them: each at its last mention, up to where the trace has stopped. */

import { scanLine } from '../../language/syntax/scanner';
import { registerByName } from '../../machine/cpu/register-names';
import { expressionAt } from './expression-at';

export interface Mention {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A statement that begins something else than what it stands behind. */
const BEGINNING = /^\s*(?:(?:switch|cpu|proc|repeat|ring0|end|run|task)\b|[A-Za-z_.$][\w.$]*:|$)/i;
/** More is no longer about the step. */
const MOST_LINES = 12;
/** Words of conditions that are machine state, beside registers. */
const STATE = /^(?:xcr0|xss|xfd|xfd_err|xinuse|tilecfg|cr0|cr4|rflags|mxcsr|pkru)$|\./;

export function mentionedUpTo(lines: readonly string[], stopped: number): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (let line = stopped; line >= 0 && stopped - line < MOST_LINES; line--) {
    for (const { text, start, end } of mentionsIn(lines[line] ?? '')) {
      if (!found.has(text)) found.set(text, { line, start, end });
    }
    if (BEGINNING.test(lines[line] ?? '') && line < stopped) break;
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.start - b.start);
}

function mentionsIn(line: string): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  const arrow = line.indexOf('=>');
  const code = arrow < 0 ? line : line.slice(0, arrow);
  return scanLine(code).flatMap((token) => {
    if (token.kind !== 'name') return [];
    const span = expressionAt(code, token.end);
    // A chain is mentioned once, by its last name.
    if (!span || span.end < token.end) return [];
    const text = code.slice(span.start, span.end);
    return isState(text) && !/[.[]/.test(code[span.end] ?? '') ? [{ text, ...span }] : [];
  });
}

/** Tiles and vectors are too long to stand beside a line, except for an element of theirs. */
function isState(text: string): boolean {
  const register = registerByName(text);
  return register ? register.file === 'gpr' : STATE.test(text);
}
