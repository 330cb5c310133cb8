/** Traces that rows are measured on: loaded by the library, as other programs load them. */
import { loadTrace } from '../src/library';
import { programOf } from '../src/library/program-of';
import type { Program } from '../src/world/program/program';

/** @throws TraceError for a trace with errors, which says where they are. */
export function load(text: string): Program {
  return programOf(loadTrace(text));
}
