/** How editors colour the words of a trace, by what they mean. */
import type { SemanticKind } from './semantic-tokens';

interface TokenStyle {
  readonly type: string;
  readonly modifier?: string;
}

/** In the types and modifiers of the Language Server Protocol, which VS Code has too: themes colour them without being told. */
export const TOKEN_STYLES: Readonly<Record<SemanticKind, TokenStyle>> = {
  keyword: { type: 'keyword' },
  word: { type: 'modifier' },
  directive: { type: 'macro' },
  instruction: { type: 'function', modifier: 'defaultLibrary' },
  register: { type: 'variable', modifier: 'defaultLibrary' },
  value: { type: 'variable', modifier: 'defaultLibrary' },
  member: { type: 'property' },
  function: { type: 'function', modifier: 'defaultLibrary' },
  'named-constant': { type: 'enumMember', modifier: 'defaultLibrary' },
  type: { type: 'type', modifier: 'defaultLibrary' },
  exception: { type: 'event', modifier: 'defaultLibrary' },
  number: { type: 'number' },
  string: { type: 'string' },
  comment: { type: 'comment' },
  const: { type: 'variable', modifier: 'readonly' },
  data: { type: 'variable' },
  task: { type: 'class' },
  proc: { type: 'function' },
  label: { type: 'label' },
  counter: { type: 'parameter' },
};

const STYLES = Object.values(TOKEN_STYLES);

/** What the name of a declaration has beside its type. */
export const DECLARATION = 'declaration';
export const TOKEN_TYPES: readonly string[] = [...new Set(STYLES.map(({ type }) => type))];
export const TOKEN_MODIFIERS: readonly string[] = [
  DECLARATION,
  ...new Set(STYLES.flatMap(({ modifier }) => modifier ?? [])),
];
