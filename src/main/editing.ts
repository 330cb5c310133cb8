/** What an editor asks about the text of a trace, over the tables of the language and the policies of the kernel. */
import { complete } from '../language/editing/completion';
import { hover } from '../language/editing/hover';
import { outline } from '../language/editing/outline';
import { problemOfName, referencesAt } from '../language/editing/references';
import { parseTrace } from '../language/parser';
import type { Trace } from '../language/syntax/syntax';
import type { Editing } from '../vscode/core';
import { CHECK_CONTEXT } from '../world/program/load';

/** The trace that was asked about last: an editor asks several things about the same text. */
let latest: Trace | undefined;

function traceOf(text: string): Trace {
  if (latest?.text !== text) latest = parseTrace(text);
  return latest;
}

export const editing: Editing = {
  hoverAt: (text, line, column) => hover(traceOf(text), line, column, CHECK_CONTEXT),
  completionsAt: (text, line, column) => complete(traceOf(text), line, column, CHECK_CONTEXT),
  outline: (text) => outline(traceOf(text)),
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
