/**
 * What an editor asks about a trace without debugging it: answered by a session that has launched nothing, so that the work
 * is done where sessions run. A request can be cancelled like all others.
 */
import type { Diagnostic } from '../../language/errors/diagnostic';
import type { RunAccount } from '../../world/account/run-account';
import type { AssumptionKind } from '../../world/explore/assumptions';
import type { ExplainReport } from '../../world/explore/explain-trace';
import type { ExploreProgress, ExploreReport, ExploreSettings } from '../../world/explore/explore-trace';
import type { NarratedStep } from '../../world/lesson/narration';
import type { LoadProblem, WorldChoices } from '../../world/worlds/world-choice';
import type { WorldsRow } from '../../world/worlds/worlds-table';
import type { PartingWords } from '../../world/worlds/worlds-text';

/** Custom request with `AccountArguments`: runs a trace to its end; the body of the response is an `Account`. */
export const ACCOUNT_REQUEST = 'xtrace/account';

/** Custom request with `DiagnoseArguments`; the body of the response is a `Diagnosis`. */
export const DIAGNOSE_REQUEST = 'xtrace/diagnose';

/** Custom request with `NarrationArguments`: runs the trace of a lesson; the body of the response is a `Narration`. */
export const NARRATION_REQUEST = 'xtrace/narration';

/** Custom request with `CheckpointArguments`: runs a trace up to a checkpoint; the body of the response is a `Judgement`. */
export const CHECKPOINT_REQUEST = 'xtrace/checkpoint';

/** Custom request with `WorldsArguments`: runs a trace under several kernels; the body of the response is a `WorldsAnswer`. */
export const WORLDS_REQUEST = 'xtrace/compareWorlds';

/** Custom request with `WorldsAtArguments`: what differs in two worlds at one step; the body of the response is a `WorldsAtAnswer`. */
export const WORLDS_AT_REQUEST = 'xtrace/compareWorldsAt';

/** Custom request with `ExploreArguments`: runs a trace under what may come between; the body of the response is an `Explored`. */
export const EXPLORE_REQUEST = 'xtrace/explore';

/** Custom request with `ExplainArguments`: why a trace and the model disagree; the body of the response is an `ExplainReport`. */
export const EXPLAIN_REQUEST = 'xtrace/explain';

/** Event: how far the work of a request has come, a few times a second. */
export const PROGRESS_EVENT = 'xtrace/progress';

export interface WorkProgress {
  /** Number of the request. */
  readonly request: number;
  /** From 0 to 1. */
  readonly done: number;
  /** Of an exploration. */
  readonly explored?: ExploreProgress | undefined;
}

type Settings = { readonly [K in keyof ExploreSettings]?: ExploreSettings[K] | undefined };

export interface ExploreArguments extends Settings {
  /** Path or URI of the trace. */
  readonly program: string;
  /** In place of what the file holds. */
  readonly text?: string | undefined;
}

export type Explored = ExploreReport;

export interface ExplainArguments {
  readonly program: string;
  readonly text?: string | undefined;
  /** For so long assumptions are tried; a minute unless given. */
  readonly seconds?: number | undefined;
  readonly only?: readonly AssumptionKind[] | undefined;
}

export type Explained = ExplainReport;

export interface WorldsArguments extends Omit<WorldChoices, 'images'> {
  /** Path or URI of the trace. */
  readonly program: string;
  /** In place of what the file holds. */
  readonly text?: string | undefined;
  /** Paths of images of real kernels, beside `kernels`. */
  readonly vmlinux?: readonly string[] | undefined;
  readonly maxSteps?: number | undefined;
}

/** As a launch takes them; the trace's own where one is left out. */
export interface WorldAsked {
  readonly kernel?: string | undefined;
  readonly machine?: string | undefined;
  readonly vmlinux?: string | undefined;
}

export interface WorldsAtArguments {
  /** Path or URI of the trace. */
  readonly program: string;
  /** In place of what the file holds. */
  readonly text?: string | undefined;
  readonly before: WorldAsked;
  readonly after: WorldAsked;
  /** Steps that both have done. */
  readonly step: number;
}

export interface WorldsAtAnswer {
  /** Fewer than asked for where one of them ended before. */
  readonly steps: number;
  /** Zero-based lines that they are at; -1 where there is none. */
  readonly lines: readonly [number, number];
  /** As trees by indentation: what programs could notice, and what only the kernels do otherwise. */
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
  /** What each kernel does in the step that comes then: `ROUTINE.STEP`, and functions of a real kernel's code, in order. */
  readonly ways: readonly [readonly string[], readonly string[]];
}

export interface WorldsAnswer {
  readonly worlds: readonly (WorldAsked & {
    readonly label: string;
    /** Why the trace cannot be run in it. */
    readonly problem?: LoadProblem | undefined;
  })[];
  readonly rows: readonly WorldsRow[];
  readonly partings: readonly PartingWords[];
}

export interface AccountArguments {
  /** Path or URI of the trace. */
  readonly program: string;
  /** In place of what the file holds. */
  readonly text?: string | undefined;
  /** A run that has not ended after so many steps fails. */
  readonly maxSteps?: number | undefined;
  /** Whether the account says which lines of the kernel ran. */
  readonly countsKernel?: boolean | undefined;
}

/** Of a run, or of a trace that has errors and does not run. */
export type Account =
  | { readonly kind: 'run'; readonly text: string; readonly account: RunAccount }
  | { readonly kind: 'refused'; readonly text: string; readonly errors: readonly Diagnostic[] };

/** Keys that come closer together than this are one change: an editor asks behind the last of them. */
export const TYPING_PAUSE_MS = 15;

/** Who has been quiet for so long may be told what takes longer to find out. */
export const WHOLE_PAUSE_MS = 300;

export interface DiagnoseArguments {
  readonly program: string;
  readonly text: string;
  /** Rather now than everything, where somebody types in a long text. */
  readonly atOnce?: boolean | undefined;
}

export interface Diagnosis {
  readonly diagnostics: readonly Diagnostic[];
  /** Without it the client asks once more, without `atOnce`, when the user is quiet. */
  readonly isComplete: boolean;
}

export interface NarrationArguments {
  /** Of the trace. */
  readonly text: string;
}

export interface Narration {
  /** The first is step 1. */
  readonly steps: readonly NarratedStep[];
}

export interface CheckpointArguments {
  /** The text of the lesson. */
  readonly lesson: string;
  /** Of the checkpoint, counted from 1. */
  readonly number: number;
  /** The trace as the reader has it. */
  readonly text: string;
}
