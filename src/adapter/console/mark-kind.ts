/** Kinds of events, as a person types them: by the title that the timeline gives them, or by its short form. */
import { didYouMean, listed } from '../../language/errors/nearest';
import { MARKS, type MarkKind } from '../../world/timeline/mark';
import { UserError } from '../protocol/user-error';

export const MARK_KINDS: readonly string[] = Object.keys(MARKS);

const NAMES: ReadonlyMap<string, MarkKind> = new Map(
  Object.entries(MARKS).flatMap(([kind, { title }]) => {
    const row = kind as MarkKind; // a key of the table
    return [
      [kind, row],
      [title.toLowerCase(), row],
    ] as const;
  }),
);

/** Throws `UserError` for what is no kind. */
export function markKindNamed(text: string): MarkKind {
  const found = NAMES.get(text.toLowerCase());
  if (found) return found;
  throw new UserError(
    'no-kind',
    `There are no events of the kind \`${text}\`.${didYouMean(text, MARK_KINDS)} There are ${listed(MARK_KINDS, 'and')}.`,
  );
}
