/** The account of a run beside a text that has been edited since: what is told of a line moves with it, or goes with it. */
import { changeOf } from '../../language/typing/changed-lines';
import type { RunAccount } from './run-account';

/** More changed lines than that are another text. */
const MOST_CHANGED = 2000;

/** @param ran the text that the account is of. */
export function accountInText(account: RunAccount, ran: string, text: string): RunAccount {
  const change = changeOf(ran, text, MOST_CHANGED);
  if (change === null) return account;
  if (change === undefined) return { ...account, lines: [], failures: [] };
  const { first, removed, lines } = change;
  const moved = <T extends { readonly line: number }>(told: readonly T[]): readonly T[] =>
    told.flatMap((one) => {
      if (one.line < first) return [one];
      return one.line < first + removed ? [] : [{ ...one, line: one.line + lines.length - removed }];
    });
  return { ...account, lines: moved(account.lines), failures: moved(account.failures) };
}
