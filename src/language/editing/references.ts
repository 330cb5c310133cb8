/** Where the names that a trace declares are used: for going to a definition, for all references, and for renaming. */
import { builtInMeaning } from '../checks/check-names';
import { collectNames, declaredBy, type TraceName, type TraceNames } from '../checks/trace-names';
import type { Range } from '../errors/diagnostic';
import { isNameCharacter } from '../syntax/scanner';
import type { Declaration } from '../tree/declaration';
import type { Event } from '../tree/event';
import type { Expression } from '../tree/expression';
import type { OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import type { Statement, Trace } from '../tree/statement';

export interface References {
  readonly name: TraceName;
  /** Of the name in its declaration; more than one when fork makes a task of that name again. */
  readonly definitions: readonly Range[];
  /** The other places, in the order of the lines. */
  readonly uses: readonly Range[];
}

/** Of the declared name at a place; undefined where there is none. `line` and `column` are zero-based. */
export function referencesAt(trace: Trace, line: number, column: number): References | undefined {
  const names = collectNames(trace);
  for (const { name, statement } of placesIn(trace, line)) {
    if (column < name.range.start || column > name.range.end) continue;
    const declared = visibleAt(names, name.text, statement);
    return declared && referencesTo(trace, names, declared);
  }
  return undefined;
}

function referencesTo(trace: Trace, names: TraceNames, declared: TraceName): References {
  const definitions: Range[] = [];
  const uses: Range[] = [];
  for (const { name, statement, defines } of placesIn(trace)) {
    if (name.text !== declared.name.text || visibleAt(names, name.text, statement) !== declared) continue;
    (defines ? definitions : uses).push(name.range);
  }
  return { name: declared, definitions, uses };
}

/** What the name means in that statement: counters are known in their block alone. */
function visibleAt({ byName, counters }: TraceNames, name: string, statement: number): TraceName | undefined {
  const first = byName.get(name);
  if (first?.kind !== 'counter') return first;
  const isInside = ({ statement: begin, end = begin }: TraceName) => begin <= statement && statement <= end;
  return counters.get(name)?.find(isInside);
}

/** Why `text` cannot be another name for what is declared, said to the user; undefined when it can. */
export function problemOfName(
  trace: Trace,
  { name: declared, definitions }: References,
  text: string,
): string | undefined {
  if (definitions.length === 0) return `\`${declared.name.text}\` is not declared: write \`task ${text}\` first.`;
  const rest = declared.kind === 'label' ? text.replace(/^\./, '') : text;
  const isName = rest !== '' && !/^\d/.test(rest) && [...rest].every((_, at) => isNameCharacter(rest, at));
  if (!isName) return `\`${text}\` is not a name: write letters, digits and underscores, and no digit first.`;
  const meaning = builtInMeaning(text);
  if (meaning) return `\`${text}\` is ${meaning}.`;
  const taken = text === declared.name.text ? undefined : collectNames(trace).byName.get(text);
  return taken && `\`${text}\` is taken: it is declared in line ${taken.name.range.line + 1}.`;
}

interface Place {
  readonly name: Name;
  /** Index of the statement. */
  readonly statement: number;
  readonly defines: boolean;
}

/** Every place where a declared name can stand, of one line or of all. */
function* placesIn({ statements }: Trace, line?: number): Generator<Place> {
  for (const [index, statement] of statements.entries()) {
    if (line !== undefined && statement.line !== line) continue;
    const definition = declaredBy(statement, index)?.name;
    if (definition) yield { name: definition, statement: index, defines: true };
    for (const name of usesIn(statement)) yield { name, statement: index, defines: false };
  }
}

function* usesIn(statement: Statement): Generator<Name> {
  if (statement.kind === 'declaration') return yield* usesInDeclaration(statement.declaration);
  if (statement.kind === 'event') yield* usesInEvent(statement.event);
  else for (const operand of statement.instruction.operands) yield* usesInOperand(operand);
  yield* namesInExpressions(statement.outcomes);
}

function* usesInDeclaration(declaration: Declaration): Generator<Name> {
  if (declaration.kind === 'task') yield* [declaration.process, declaration.entry].filter((name) => name !== undefined);
  else yield* namesInExpressions(declaration);
}

function* usesInEvent(event: Event): Generator<Name> {
  if ('task' in event && event.task) yield event.task;
  if ('proc' in event) yield event.proc;
  yield* namesInExpressions(event);
}

function* usesInOperand(operand: OperandSyntax): Generator<Name> {
  if (operand.kind === 'symbol') yield { text: operand.name, range: operand.range };
  else yield* namesInExpressions(operand);
}

/** The names in all expressions that `syntax` has somewhere inside: the tree is plain objects and lists. */
function* namesInExpressions(syntax: unknown): Generator<Name> {
  if (typeof syntax !== 'object' || syntax === null || syntax instanceof Uint8Array) return;
  if (isNameExpression(syntax)) yield { text: syntax.name, range: syntax.range };
  else for (const value of Object.values(syntax)) yield* namesInExpressions(value);
}

function isNameExpression(syntax: object): syntax is Expression & { kind: 'name' } {
  return 'kind' in syntax && syntax.kind === 'name';
}
