/** Runs a trace to its end without debugging it. */
import { takingAccount } from '../../world/account/take-account';
import { inSlices } from '../launch/in-slices';
import { loadText, tellable } from '../launch/load-trace';
import type { AdapterHost } from '../protocol/host';
import { UserError } from '../protocol/user-error';
import type { Account, AccountArguments } from './background';

/** Where a trace runs: time, and the files beside it. */
export type RunHost = Pick<AdapterHost, 'readBytes' | 'openImage' | 'resolvePath' | 'now' | 'schedule'>;

/** Of the text at the path `program`, which a file need not hold. Rejects with `UserError` when the work is aborted. */
export async function accountFor(
  host: RunHost,
  { program: path, text, maxSteps, countsKernel }: AccountArguments & { readonly text: string },
  signal?: AbortSignal,
): Promise<Account> {
  if (maxSteps !== undefined && maxSteps < 1) throw new UserError('bad-argument', '`maxSteps` must be at least 1.');
  const { program, diagnostics } = await loadText(host, path, text, {}, { signal });
  if (!program) return { kind: 'refused', text, errors: tellable(diagnostics) };
  return {
    kind: 'run',
    text,
    account: await inSlices(host, takingAccount(program, { maxSteps, countsKernel }), { signal }),
  };
}
