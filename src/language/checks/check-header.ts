/** The first statement is `xtrace VERSION`, with a version that is known. */
import { type Diagnostic, errorAt } from '../errors/diagnostic';
import { listed } from '../errors/nearest';
import type { Trace } from '../tree/statement';

const VERSIONS: readonly number[] = [1];

/** What is wrong with the header, if anything is. */
export function checkHeader(trace: Trace): Diagnostic | undefined {
  const statement = trace.declarations.find(({ declaration }) => declaration.kind === 'xtrace');
  if (statement?.declaration.kind !== 'xtrace') return missing(trace);
  const { version, versionRange } = statement.declaration;
  if (!VERSIONS.includes(version)) {
    const message = `Version ${version} of the language is not known here. Known: ${listed(VERSIONS.map(String), 'and')}.`;
    return errorAt(versionRange, 'unknown-version', message);
  }
  if (statement === trace.statements[0]) return undefined;
  const message = '`xtrace 1` is the first statement of a trace: move it up, before all others.';
  return errorAt(statement.range, 'late-header', message);
}

function missing(trace: Trace): Diagnostic | undefined {
  // A header that could not be read has its own diagnostic.
  const lines = trace.text.split('\n');
  const attempted = trace.diagnostics.some(({ range }) => /^\s*xtrace\b/i.test(lines[range.line] ?? ''));
  if (attempted) return undefined;
  const first = trace.statements[0]?.range;
  const range = first ?? { line: 0, start: 0, end: 0 };
  const message = first
    ? 'The first statement of a trace is `xtrace 1`: write it before this line.'
    : 'The file has no statements. The first one of a trace is `xtrace 1`.';
  return errorAt(range, 'missing-header', message);
}
