/** The program behind a trace, which the library's own classes run and nobody else sees. */
import type { Program } from '../world/program/program';

const PROGRAMS = new WeakMap<object, Program>();

export function keepProgram(trace: object, program: Program): void {
  PROGRAMS.set(trace, program);
}

export function programOf(trace: object): Program {
  const program = PROGRAMS.get(trace);
  if (!program) throw new TypeError('This is no trace of `loadTrace`.');
  return program;
}
