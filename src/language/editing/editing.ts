/** What an editor asks about the text of a trace, over the tables of the language and what is known of the kernels. */
import type { CheckContext } from '../checks/check-context';
import type { TraceFiles } from '../data/data-bytes';
import type { Range } from '../errors/diagnostic';
import { parseTrace } from '../parser';
import type { Trace } from '../tree/statement';
import { type Call, type Caller, callerAt, callsFrom, callsTo } from './calls';
import { type Completions, complete } from './completion/completion';
import { type ExpectationEntry, expectationsOf } from './expectations';
import { type FileLink, fileLinks } from './file-links';
import type { QuickFix } from './fixes/quick-fix';
import { quickFixes } from './fixes/quick-fixes';
import type { Explanation } from './hover/explanation';
import { type Hover, hover } from './hover/hover';
import { describeKernelName } from './hover/kernel';
import { declaredNames, outline } from './outline';
import type { OutlineEntry } from './outline-entry';
import { problemOfName, type References, referencesAt } from './references';
import { type SemanticToken, semanticTokens } from './semantic-tokens';
import { type SignatureHelp, signatureHelp } from './signature-help';

/** What is known about a trace's text; lines and columns are zero-based. */
export interface Editing {
  /** `files` are those beside the trace that its machine comes from; without them it is taken for the default model. */
  readonly hoverAt: (text: string, line: number, column: number, files?: TraceFiles) => Hover | undefined;
  /** Of a constant or a register as the kernel's source writes it: `MSR_IA32_XFD`, `EPERM`, `XFEATURE_MASK_USER_DYNAMIC`. */
  readonly describeKernelName: (name: string) => Explanation | undefined;
  readonly completionsAt: (text: string, line: number, column: number, files?: TraceFiles) => Completions;
  /** What can be mended on the lines from `first` to `last`. */
  readonly quickFixesIn: (text: string, first: number, last: number) => readonly QuickFix[];
  readonly signatureAt: (text: string, line: number, column: number) => SignatureHelp | undefined;
  readonly outline: (text: string) => readonly OutlineEntry[];
  /** What a trace declares, by name. */
  readonly declaredNames: (text: string) => readonly OutlineEntry[];
  /** The procedure whose name stands at a place. */
  readonly callerAt: (text: string, line: number, column: number) => Caller | undefined;
  /** Who calls the procedure that begins on a line. */
  readonly callsTo: (text: string, line: number) => readonly Call[];
  /** What the procedure, or the part of the flow, that begins on a line calls. */
  readonly callsFrom: (text: string, line: number) => readonly Call[];
  readonly expectationsIn: (text: string) => readonly ExpectationEntry[];
  readonly fileLinksIn: (text: string) => readonly FileLink[];
  /** What each word means, in the order of the text. */
  readonly semanticTokens: (text: string) => readonly SemanticToken[];
  readonly referencesAt: (text: string, line: number, column: number) => References | undefined;
  /** The places to change; throws an error for the user where `name` cannot be another name for what is there. */
  readonly rename: (text: string, line: number, column: number, name: string) => readonly Range[];
}

/** The trace that was asked about last: an editor asks several things about the same text. */
let latest: Trace | undefined;

function traceOf(text: string): Trace {
  if (latest?.text !== text) latest = parseTrace(text);
  return latest;
}

export function editingOf(context: CheckContext): Editing {
  const withFiles = (files: TraceFiles | undefined) => (files ? { ...context, files } : context);
  return {
    hoverAt: (text, line, column, files) => hover(traceOf(text), line, column, withFiles(files)),
    describeKernelName: (name) => describeKernelName(name, context),
    completionsAt: (text, line, column, files) => complete(traceOf(text), line, column, withFiles(files)),
    quickFixesIn: (text, first, last) => quickFixes(traceOf(text), first, last, context),
    signatureAt: (text, line, column) => signatureHelp(text.split('\n')[line] ?? '', column),
    outline: (text) => outline(traceOf(text)),
    declaredNames: (text) => declaredNames(traceOf(text)),
    callerAt: (text, line, column) => callerAt(traceOf(text), line, column),
    callsTo: (text, line) => callsTo(traceOf(text), line),
    callsFrom: (text, line) => callsFrom(traceOf(text), line),
    expectationsIn: (text) => expectationsOf(traceOf(text)),
    fileLinksIn: (text) => fileLinks(traceOf(text)),
    semanticTokens: (text) => semanticTokens(traceOf(text)),
    referencesAt: (text, line, column) => referencesAt(traceOf(text), line, column),
    rename: (text, line, column, name) => {
      const trace = traceOf(text);
      const found = referencesAt(trace, line, column);
      if (!found) throw new Error('There is no name here that the trace declares.');
      const problem = problemOfName(trace, found, name);
      if (problem) throw new Error(problem);
      return [...found.definitions, ...found.uses];
    },
  };
}
