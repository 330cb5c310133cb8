/** `bookmark` and `edits`: names for places in time, and the changes that one has made. */
import { dropBookmark, editViews, setBookmark, undoEdit } from '../history';
import { UserError } from '../protocol/user-error';
import type { ConsoleCommand } from './console-command';

export const HISTORY_COMMANDS: readonly ConsoleCommand[] = [
  {
    name: 'bookmark',
    grammar: 'bookmark [drop] [NAME [NOTE]]',
    summary: 'Gives this place in time a name, with a note; `drop` takes one away. Without a name, lists all.',
    run: ({ adapter, debuggee }, rest) => {
      const [, drop, name = '', note = ''] = /^(drop\s+)?(\S*)\s*(.*)$/s.exec(rest) ?? [];
      if (name === '') {
        const lines = debuggee.engine.bookmarks.all.map(
          (one) => `@${one.name}: step ${one.step}${one.line < 0 ? '' : `, line ${one.line + 1}`}${noteText(one.note)}`,
        );
        return { text: lines.join('\n') || 'There are no bookmarks: `bookmark NAME` makes one.' };
      }
      if (drop !== undefined) {
        dropBookmark(adapter, name);
        return { text: `There is no bookmark ${name} any more.` };
      }
      return { text: `@${name} is step ${setBookmark(adapter, name, note).step}.` };
    },
  },
  {
    name: 'edits',
    grammar: 'edits [undo NUMBER]',
    words: ['undo'],
    summary: 'Lists the changes that you have made, or undoes one and goes to where it was made.',
    run: ({ adapter }, rest) => {
      const [, number] = /^undo\s+(\d+)$/.exec(rest) ?? [];
      if (number !== undefined) {
        undoEdit(adapter, Number(number));
        return { text: `Change ${number} is undone.`, moves: true, after: () => adapter.stopped({ kind: 'goto' }) };
      }
      if (rest !== '') throw new UserError('incomplete', 'Write the number of a change behind `edits undo`.');
      const lines = editViews(adapter).map(
        (one) =>
          `${one.number}: @${one.step}: ${one.text}${one.isAhead ? ' (to be made when the run gets there)' : ''}`,
      );
      return { text: lines.join('\n') || 'You have changed nothing.' };
    },
  },
];

function noteText(note: string): string {
  return note === '' ? '' : `: ${note}`;
}
