/** Traces that rows are measured on: loaded, or an error that says why not. */
import { loadProgram } from '../src/world/program/load-program';
import type { Program } from '../src/world/program/program';

export function load(text: string): Program {
  const { program, diagnostics } = loadProgram(text);
  if (!program) throw new Error(diagnostics.map(({ range, message }) => `${range.line + 1}: ${message}`).join('\n'));
  return program;
}
