/** What the adapter announces; a test holds each line of it to a handler. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { EXCEPTION_FILTERS } from '../../world/debugger/exception-filters';

/** VS Code reads filters from the `initialize` response only, so all of them are here. */
const exceptionBreakpointFilters: DebugProtocol.ExceptionBreakpointsFilter[] = EXCEPTION_FILTERS.map((row) => ({
  filter: row.filter,
  label: row.label,
  description: row.description,
  default: row.default,
  supportsCondition: true,
  conditionDescription: 'An expression, such as `xfd_err == XTILEDATA`',
}));

export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsInstructionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters,
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
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsDelayedStackTraceLoading: true,
};
