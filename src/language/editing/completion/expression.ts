/** Names of expressions: what the trace declares, what the language knows, members behind a dot. */

import { registerByName } from '../../../machine/cpu/register-names';
import { KIND_TEXT, type TraceNameKind, type TraceNames } from '../../checks/trace-names';
import { FUNCTIONS, signature } from '../../expressions/functions';
import { describeShape, type NamedValue, VALUES } from '../../vocabulary/built-in-values';
import { CONSTANTS } from '../../vocabulary/constants';
import { chainShape } from '../expression-chain';
import type { Completion, CompletionKind, CompletionPlace } from './item';

/** What an expression needs of the place: the tokens before it and the names that it can use. */
export type ExpressionPlace = Pick<CompletionPlace, 'tokens' | 'names'>;

/** Behind a dot its members, else everything that an expression can begin with. */
export function expressionCompletions(place: ExpressionPlace): readonly Completion[] {
  if (place.tokens.at(-1)?.text === '.') return memberCompletions(place);
  return [
    ...declaredCompletions(place.names),
    ...VALUES.map((value) => valueCompletion(value, registerByName(value.name) ? 'register' : 'value')),
    ...FUNCTIONS.map(
      (row): Completion => ({
        label: row.name,
        kind: 'function',
        detail: signature(row),
        documentation: row.documentation,
      }),
    ),
    ...constantCompletions(),
  ];
}

export function memberCompletions({ tokens, names }: ExpressionPlace): readonly Completion[] {
  const shape = chainShape(tokens, tokens.length - 2, names);
  return [...(shape?.members?.values() ?? [])].map((member) => valueCompletion(member, 'member'));
}

/** Constants and addresses, which operands and constants can use. */
export function atomCompletions({ names }: CompletionPlace): readonly Completion[] {
  return declaredCompletions(names, ['const', 'data', 'label', 'proc']);
}

export function declaredCompletions(
  { byName }: TraceNames,
  kinds: readonly TraceNameKind[] = ['const', 'data', 'label', 'proc', 'task', 'counter'],
): readonly Completion[] {
  return [...byName.values()]
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, name }) => ({
      label: name.text,
      kind: kind === 'const' || kind === 'counter' ? 'constant' : kind,
      detail: KIND_TEXT[kind],
    }));
}

function constantCompletions(): readonly Completion[] {
  return CONSTANTS.map(({ name, value, documentation }) => ({
    label: name,
    kind: 'constant',
    detail: value > 0xffn ? `0x${value.toString(16)}` : `${value}`,
    documentation,
  }));
}

function valueCompletion({ name, shape, documentation }: NamedValue, kind: CompletionKind): Completion {
  return { label: name, kind, detail: describeShape(shape), documentation };
}
