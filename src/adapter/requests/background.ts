/** The adapter's own requests about a trace that nobody debugs; see `background/background.ts`. */
import { takingAccount } from '../../world/account/take-account';
import type { Adapter } from '../adapter';
import { ACCOUNT_REQUEST, type Account, DIAGNOSE_REQUEST, type Diagnosis } from '../background/background';
import { type CheckHost, diagnose } from '../launch/diagnose';
import { inSlices } from '../launch/in-slices';
import { loadText, tellable } from '../launch/load-trace';
import { sizeFrom } from '../launch/size-from';
import { boolean, fields, integer, optional, string } from '../protocol/checked';
import type { AdapterHost } from '../protocol/host';
import { UserError } from '../protocol/user-error';
import { type Handler, request } from './reply';

const accountArguments = fields({
  program: string,
  text: optional(string),
  maxSteps: optional(integer),
  countsKernel: optional(boolean),
});

export const backgroundRequests: Readonly<Record<string, Handler>> = {
  [ACCOUNT_REQUEST]: request(accountArguments, async (adapter, asked, { signal }) => ({
    body: await account(adapter, asked, signal),
  })),

  [DIAGNOSE_REQUEST]: request(
    fields({ program: string, text: string }),
    async ({ host }, { program, text }, { signal }) => {
      return { body: { diagnostics: await diagnose(checkHostOf(host), program, text, signal) } satisfies Diagnosis };
    },
  ),
};

/** One for each session: a large text that was checked last is remembered by it. */
const checkHosts = new WeakMap<AdapterHost, CheckHost>();

function checkHostOf(host: AdapterHost): CheckHost {
  let checks = checkHosts.get(host);
  if (!checks) {
    checks = { ...host, sizeOf: (path, folder) => sizeFrom(host, path, folder) };
    checkHosts.set(host, checks);
  }
  return checks;
}

type Asked = ReturnType<typeof accountArguments>;

async function account(
  { host }: Adapter,
  { program: path, text: given, maxSteps, countsKernel }: Asked,
  signal: AbortSignal,
): Promise<Account> {
  if (maxSteps !== undefined && maxSteps < 1) throw new UserError('bad-argument', '`maxSteps` must be at least 1.');
  const text = given ?? (await host.readText(path));
  const { program, diagnostics } = await loadText(host, path, text, {}, { signal });
  if (!program) return { kind: 'refused', text, errors: tellable(diagnostics) };
  const run = takingAccount(program, { maxSteps, countsKernel });
  return { kind: 'run', text, account: await inSlices(host, run, { signal }) };
}
