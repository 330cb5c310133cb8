/** The parameters of the call that a place of a trace is in: functions, system calls, and ways to fill data. */
import { functionRow, signature } from '../expressions/functions';
import type { Token } from '../syntax/token';
import { syscallRow } from '../vocabulary/syscalls';
import { wordRow } from '../vocabulary/words';
import { statementTokens } from './statement-tokens';

export interface SignatureHelp {
  /** `arch_prctl(option, argument)`. */
  readonly label: string;
  /** Where each parameter stands in the label: `start` to `end`, exclusive. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  /** Index of the parameter that the place is in; one that may be repeated is the last. */
  readonly active: number;
  readonly documentation: string;
}

/** Signs after which the parameters are shown, and those after which others are, while some are shown. */
export const SIGNATURE_TRIGGERS: Readonly<Record<'open' | 'change', readonly string[]>> = {
  open: ['(', ','],
  change: [')'],
};

/** `column` is zero-based; undefined outside of calls, in comments and in texts. */
export function signatureHelp(source: string, column: number): SignatureHelp | undefined {
  const tokens = statementTokens(source.slice(0, column));
  const call = tokens && innermostCall(tokens);
  if (!call) return undefined;
  const described = describe(tokens, call.callee);
  if (!described) return undefined;
  const parameters = parametersOf(described.label);
  return { ...described, parameters, active: Math.min(call.argument, Math.max(0, parameters.length - 1)) };
}

interface Call {
  /** Index of the name in front of the parenthesis. */
  readonly callee: number;
  /** How many arguments stand before the place. */
  readonly argument: number;
}

function innermostCall(tokens: readonly Token[]): Call | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = tokens.length - 1; at > 0; at--) {
    const { kind, text } = tokens[at]!; // within the list
    if (kind !== 'operator') continue;
    if (text === ')' || text === ']' || text === '}') depth++;
    else if (text === '[' || text === '{') depth = Math.max(0, depth - 1);
    else if (text === ',' && depth === 0) argument++;
    else if (text === '(' && depth-- === 0) {
      if (tokens[at - 1]?.kind === 'name') return { callee: at - 1, argument };
      // A parenthesis that calls nothing: what stands before it is another argument's beginning.
      depth = 0;
      argument = 0;
    }
  }
  return undefined;
}

type Described = Pick<SignatureHelp, 'label' | 'documentation'>;

function describe(tokens: readonly Token[], at: number): Described | undefined {
  const name = tokens[at]?.text ?? '';
  const keyword = tokens[0]?.text.toLowerCase();
  if (keyword === 'syscall' && at === 1) {
    const row = syscallRow(name);
    if (!row) return undefined;
    const parameters = [...row.parameters, ...(row.optional ?? []).map((parameter) => `[${parameter}]`)];
    return { label: `${name}(${parameters.join(', ')})`, documentation: row.documentation };
  }
  const filling = keyword === 'data' ? wordRow(name.toLowerCase(), 'initializer') : undefined;
  if (filling) return { label: filling.syntax.replace(/^\S+ /, ''), documentation: filling.documentation };
  const row = functionRow(name);
  return row && { label: signature(row), documentation: row.documentation };
}

/** What stands between the commas of the parentheses. */
function parametersOf(label: string): SignatureHelp['parameters'] {
  const open = label.indexOf('(') + 1;
  const close = label.lastIndexOf(')');
  if (open === 0 || close <= open) return [];
  const found: { start: number; end: number }[] = [];
  let start = open;
  for (const parameter of label.slice(open, close).split(', ')) {
    found.push({ start, end: start + parameter.length });
    start += parameter.length + 2;
  }
  return found;
}
