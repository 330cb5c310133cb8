/** What editors ask about the text of a trace: of the extension, and of the language server. */
import { editingOf } from '../language/editing/editing';
import { SHOWING } from '../world/account/showing';
import { CHECK_CONTEXT } from '../world/program/load-program';

export { accountFor } from '../adapter/background/account-for';
export { diagnose, diagnoseAtOnce } from '../adapter/launch/diagnose';
export { filesToAnswer } from '../adapter/launch/files-while-typing';
export { formatTrace } from '../language/format-trace';
export { formatLines } from '../language/formatting/format-lines';

export const {
  hoverAt,
  describeKernelName,
  completionsAt,
  quickFixesIn,
  signatureAt,
  outline,
  declaredNames,
  callerAt,
  callsTo,
  callsFrom,
  expectationsIn,
  fileLinksIn,
  semanticTokens,
  referencesAt,
  rename,
} = editingOf(CHECK_CONTEXT);

export const { runHints, runLenses, runProblems, runFixes } = SHOWING;
