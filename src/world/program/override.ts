/** A front end's own `machine` and `kernel` in the place of the trace's. */
import type { CheckContext } from '../../language/check';
import { checkSetting } from '../../language/checks/check-setting';
import { parseTrace } from '../../language/parser';
import type { DeclarationStatement, Trace } from '../../language/tree/statement';

/** As the lines of a trace have them, without the keyword: `granite-rapids cpus=2`, `linux version=6.12`. */
export interface Overrides {
  readonly machine?: string;
  readonly kernel?: string;
}

type Keyword = keyof Overrides;

/** Why an override cannot be used. The trace has no place for it: it is no part of its text. */
export interface OverrideProblem {
  readonly keyword: Keyword;
  readonly message: string;
}

const KEYWORDS: readonly Keyword[] = ['machine', 'kernel'];

/** The trace with the overrides, every other statement at its index; or the first override that cannot be used. */
export function overridden(trace: Trace, overrides: Overrides, context: CheckContext): Trace | OverrideProblem {
  let result = trace;
  for (const keyword of KEYWORDS) {
    const value = overrides[keyword];
    if (!value) continue;
    const replacement = readOverride(keyword, value.trim(), context);
    if ('message' in replacement) return replacement;
    result = replaceDeclaration(result, keyword, replacement);
  }
  return result;
}

function readOverride(keyword: Keyword, value: string, context: CheckContext): DeclarationStatement | OverrideProblem {
  if (/[\r\n]/.test(value)) return { keyword, message: 'It must be one line.' };
  const read = parseTrace(`${keyword} ${value}`);
  const [problem] = [...read.diagnostics, ...checkSetting(read, context).diagnostics];
  if (problem) return { keyword, message: problem.message };
  const [statement] = read.declarations;
  return statement ?? { keyword, message: `It must be what a line \`${keyword} ...\` of a trace says.` };
}

/** In the place of the trace's own: what is said about the line is said about that one. */
function replaceDeclaration(trace: Trace, keyword: Keyword, replacement: DeclarationStatement): Trace {
  const { statements, declarations } = trace;
  const index = declarations.findIndex(({ declaration }) => declaration.kind === keyword);
  const replaced = declarations[index];
  if (!replaced) {
    return { ...trace, statements: statements.concat(replacement), declarations: declarations.concat(replacement) };
  }
  const { line, range } = replaced;
  const moved = { ...replacement, line, range };
  return {
    ...trace,
    statements: statements.with(statements.indexOf(replaced), moved),
    declarations: declarations.with(index, moved),
  };
}
