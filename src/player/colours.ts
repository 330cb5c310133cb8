/** The colours of a trace's words, by what the words mean. */
import type { SemanticKind, SemanticToken } from '../language/editing/semantic-tokens';

/** In UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** A class of the style sheet. */
  readonly colour: string;
}

const COLOURS: Readonly<Record<SemanticKind, string>> = {
  keyword: 'keyword',
  word: 'keyword',
  directive: 'keyword',
  instruction: 'instruction',
  register: 'name',
  value: 'name',
  member: 'name',
  counter: 'name',
  data: 'name',
  function: 'instruction',
  proc: 'instruction',
  label: 'instruction',
  task: 'type',
  type: 'type',
  exception: 'constant',
  'named-constant': 'constant',
  const: 'constant',
  number: 'number',
  string: 'string',
  comment: 'comment',
};

/** The spans of a line, counted from 0. */
export function coloursOf(tokens: readonly SemanticToken[]): (line: number) => readonly Span[] {
  const lines = new Map<number, Span[]>();
  for (const token of tokens) add(lines, token);
  return (line) => lines.get(line) ?? [];
}

function add(lines: Map<number, Span[]>, { line, start, end, kind }: SemanticToken): void {
  const spans = lines.get(line);
  const span = { start, end, colour: COLOURS[kind] };
  if (spans) spans.push(span);
  else lines.set(line, [span]);
}
