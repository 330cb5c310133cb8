/** The adapter's own requests about a trace that nobody debugs; see `background/background.ts`. */

import { accountFor } from '../background/account-for';
import { ACCOUNT_REQUEST, DIAGNOSE_REQUEST, type Diagnosis } from '../background/background';
import { type CheckHost, diagnose } from '../launch/diagnose';
import { sizeFrom } from '../launch/size-from';
import { boolean, fields, integer, optional, string } from '../protocol/checked';
import type { AdapterHost } from '../protocol/host';
import { type Handler, request } from './reply';

const accountArguments = fields({
  program: string,
  text: optional(string),
  maxSteps: optional(integer),
  countsKernel: optional(boolean),
});

export const backgroundRequests: Readonly<Record<string, Handler>> = {
  [ACCOUNT_REQUEST]: request(
    accountArguments,
    async ({ host }, { program, text, maxSteps, countsKernel }, { signal }) => {
      const read = text ?? (await host.readText(program));
      return { body: await accountFor(host, { program, text: read, maxSteps, countsKernel }, signal) };
    },
  ),

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
