/** The capabilities that the adapter announces. A test holds each capability to a handler. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { OFFERED_FILTERS } from '../../world/debugger/breakpoints/exception-filters';
import type { LineMode } from '../../world/debugger/debugger-types';

/** VS Code reads filters from the `initialize` response only, so all of them are here. */
const exceptionBreakpointFilters: DebugProtocol.ExceptionBreakpointsFilter[] = OFFERED_FILTERS.map((row) => ({
  filter: row.filter,
  label: row.label,
  description: row.description,
  default: row.default,
  supportsCondition: true,
  conditionDescription: 'An expression, such as `xfd_err == XTILEDATA`',
}));

/** What a breakpoint on a line of a trace can mean. */
export const LINE_MODES: readonly (DebugProtocol.BreakpointMode & { readonly mode: LineMode })[] = [
  {
    mode: 'statement',
    label: 'Step',
    description: 'Before the step begins.',
    appliesTo: ['source'],
  },
  {
    mode: 'instruction',
    label: 'Every attempt',
    description: 'Before the step is tried: when it begins, and again behind each exception that it raises.',
    appliesTo: ['source'],
  },
  {
    mode: 'kernel-step',
    label: 'Kernel',
    description: 'At the first statement that the kernel executes for the step.',
    appliesTo: ['source'],
  },
];

/** What an access to data can mean. */
const DATA_MODES: readonly DebugProtocol.BreakpointMode[] = [
  {
    mode: 'write',
    label: 'Every write',
    description: 'Behind each write, also where the value stays as it is.',
    appliesTo: ['data'],
  },
  {
    mode: 'change',
    label: 'Change',
    description: 'Behind each write that changes the value.',
    appliesTo: ['data'],
  },
];

export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsInstructionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters,
  breakpointModes: [...LINE_MODES, ...DATA_MODES],
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsValueFormattingOptions: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
  supportsDisassembleRequest: true,
  supportsStepBack: true,
  supportsGotoTargetsRequest: true,
  supportsRestartFrame: true,
  supportsStepInTargetsRequest: true,
  supportsSteppingGranularity: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsDelayedStackTraceLoading: true,
};
