/**
 * What the adapter tells the views of an editor, beyond the Debug Adapter Protocol: one custom request that returns a
 * whole snapshot and one custom event that says when to ask again. Types only, so that a webview can import them.
 * 64-bit masks are hex strings (`0x602e7`), sizes are bytes.
 */

/** Custom request, no arguments; answered at any time, also while a trace runs. */
export const VIEWS_REQUEST = 'xtrace/views';

/**
 * Custom event with a `ChangedEvent` body: at every stop, and while running about ten times a second. Sent to clients that
 * have asked for views, be it before there were any.
 */
export const CHANGED_EVENT = 'xtrace/changed';

export interface ChangedEvent {
  readonly running: boolean;
}

/** Body of the response to `xtrace/views`. "Previous" and "changed" compare with the stop before this one. */
export interface ViewsSnapshot {
  readonly time: ViewsTime;
  readonly running: boolean;
  readonly registers: RegistersView;
  /** Empty on bare metal. */
  readonly tasks: readonly TaskView[];
  readonly tiles: TilesView;
  /** The tiles at the stop before; absent at the first stop. */
  readonly previousTiles?: TilesView;
}

interface ViewsTime {
  /** Executed steps. */
  readonly step: number;
  /** The furthest step reached so far. */
  readonly furthest: number;
  /** "step 41 of 97", as the stopped event says it. */
  readonly text: string;
}

export interface RegistersView {
  /** The CPU that the rows are of. */
  readonly cpu: number;
  /** The control registers that the processor has: masks of components first. */
  readonly registers: readonly RegisterView[];
  readonly rows: readonly ComponentView[];
}

/** A control register. */
export interface RegisterView {
  /** As expressions write it: `xfd`. */
  readonly name: string;
  /** The manual's name, with the number of an MSR: `IA32_XFD, MSR 0x1c4`. */
  readonly title: string;
  readonly documentation: string;
  readonly manual: string;
  readonly value: string;
  /** A mask of state components. */
  readonly isMask: boolean;
  /** The names of the parts that are not zero. */
  readonly set: readonly string[];
  readonly changed: boolean;
}

/** A row for each component that the processor has. */
export interface ComponentView {
  readonly index: number;
  /** `XTILEDATA`. */
  readonly id: string;
  readonly title: string;
  readonly documentation: string;
  /** In XCR0 or IA32_XSS. */
  readonly enabled: boolean;
  /** In IA32_XFD; null when XFD cannot cover it. */
  readonly armed: boolean | null;
  /** In XINUSE. */
  readonly inUse: boolean;
  /** Has a place in the current task's buffer; null without a task. */
  readonly inBuffer: boolean | null;
  /** Saved there in a state other than INIT (XSTATE_BV); null without a task. */
  readonly saved: boolean | null;
  /** Bytes. */
  readonly size: number;
  readonly changed: boolean;
}

export interface TaskView {
  readonly name: string;
  readonly state: 'ready' | 'running' | 'stopped' | 'exited' | 'killed';
  readonly cpu: number | null;
  /** Whether it is the current task of the current CPU. */
  readonly current: boolean;
  /** Bytes of its buffer in the kernel. */
  readonly size: number;
  /** Before it last changed. */
  readonly previousSize: number | null;
  /** Bytes of its image in a signal frame and through ptrace. */
  readonly userSize: number;
  /** What `size` is with every component that the kernel keeps in buffers: those of IA32_XSS that it saves elsewhere, as LBR, are not among them. */
  readonly maxSize: number;
  /** The components that its process may use. */
  readonly permission: string;
  /** Whether that includes every component that XFD can cover. */
  readonly permitted: boolean;
  readonly xfd: string;
  readonly armed: boolean;
  readonly xfeatures: string;
  /** The signal that killed it. */
  readonly signal?: string;
  /** Signals that wait for it, by name; absent without any. */
  readonly pending?: readonly string[];
  /** Bytes of its alternate signal stack; absent without one. */
  readonly signalStack?: number;
  /** The task that traces it with ptrace; absent without one. */
  readonly tracer?: string;
  /** Its virtual CPU; absent without one. */
  readonly guest?: { readonly size: number; readonly xfd: string; readonly running: boolean };
  readonly changed: boolean;
}

export interface TilesView {
  /** False when TILECFG is all zeros. */
  readonly configured: boolean;
  readonly palette: number;
  readonly startRow: number;
  /** Eight. */
  readonly tiles: readonly TileView[];
}

export interface TileView {
  readonly index: number;
  /** Zero when not configured. */
  readonly rows: number;
  /** Bytes in a row; zero when not configured. */
  readonly colsb: number;
  /** Base64 of 1024 bytes: 16 rows of 64, whatever the shape. */
  readonly bytes: string;
  /** Whether any byte is not zero. */
  readonly inUse: boolean;
}

/**
 * Custom request `{ radix, variablesReference?, name? }`: in which radix variables are shown from now on, all of them or the
 * one of that name. `natural` is hex for registers and masks, decimal for counts and signed numbers. The adapter sends
 * `invalidated`.
 */
export const FORMAT_REQUEST = 'xtrace/format';

/**
 * Custom request with the arguments of `variables`: what is to be said about the same variables apart from their values. The
 * answer has `variables`, each with its `name`, its `documentation` if there is any, whether it has `changed` since the stop
 * before, and what it `was` where the value shows the difference.
 */
export const DETAILS_REQUEST = 'xtrace/details';

/**
 * Custom request with `source` and `line`, as `gotoTargets` has them: travels to the line, back to when it was last reached if it
 * lies behind, else forward. A `stopped` event follows.
 */
export const TRAVEL_REQUEST = 'xtrace/travelToLine';
