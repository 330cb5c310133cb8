/**
 * The core as a library: load a trace, run it, debug it forward and back; a bare machine; an assembler; the tables.
 * Lines and columns are zero-based, as editors and the Language Server Protocol count them. Architectural values are exact:
 * bigint. Everything is synchronous, and the same trace always passes through the same states.
 */
export type { TraceFiles } from '../language/data/data-bytes';
export type { Diagnostic, Range, Severity } from '../language/errors/diagnostic';
export { ExpressionError } from '../language/errors/expression-error';
export { formatTrace } from '../language/format-trace';
export type { Retired } from '../world/account/retired';
export type { Compared } from '../world/compare/compare';
export type { Difference } from '../world/compare/difference';
export { differenceLines } from '../world/compare/difference-text';
export type { Command, Frame, HitCondition, Place, StopReason, TimePoint } from '../world/debugger/debugger-types';
export {
  type EventPlace,
  originText,
  type TileEvent,
  type TileMemory,
  type TileOrigin,
} from '../world/origin/tile-origin';
export type { Evaluation } from '../world/scope/evaluation';
export type { Happening, HappeningRecord } from '../world/state/happening';
export type { TimelineSink } from '../world/timeline/sink';
export type { DataAccess, DataAccessKind } from '../world/watch/data-access';
export type { ComparedWorld, WorldParting, WorldsComparison } from '../world/worlds/compare-worlds';
export { type Assembled, type AssembleOptions, assemble, type Decoded, decode, disassemble } from './code';
export { type CompareOptions, compareWorlds, comparing, comparisonText } from './compare';
export { type BreakpointSpec, Debugger, type DebuggerOptions, type Stop } from './debugger';
export { type Diff, type DiffMoment, type DiffOptions, type DiffPlace, diff, diffing } from './diff';
export {
  ASSUMPTION_KINDS,
  type AssumptionKind,
  type ExplainOptions,
  type ExplainReport,
  type Explanation,
  explain,
  explaining,
} from './explain';
export {
  type ExploredPart,
  type ExploreOptions,
  type ExploreReport,
  type ExploreSettings,
  explore,
  exploring,
  exploringPart,
  type Finding,
  INVARIANTS,
  type Injection,
  type Invariant,
  reporting,
  VARIATIONS,
  type Variation,
} from './explore';
export { happeningJson } from './happening-json';
export { happeningMessage, happeningText } from './happening-text';
export { Machine, type MachineSnapshot, type MachineStep, type RaisedException } from './machine';
export { type LeftOut, type Reproducer, type ReproducerOptions, reproducer, reproducing } from './reproducer';
export { Run, type RunOptions } from './run';
export * from './tables';
export {
  checkingTrace,
  checkPolicy,
  checkTrace,
  type LoadTraceOptions,
  loadTrace,
  type Pausable,
  Trace,
} from './trace';
export { TraceError } from './trace-error';
