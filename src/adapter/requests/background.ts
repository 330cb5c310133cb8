/** The adapter's own requests about a trace that nobody debugs; see `background/background.ts`. */

import { ASSUMPTION_KINDS } from '../../world/explore/assumptions';
import { VARIATIONS, type Variation } from '../../world/explore/injection';
import { INVARIANTS } from '../../world/invariants/invariants';
import { type Judgement, judgingCheckpoint } from '../../world/lesson/judge-checkpoint';
import { isCheckpoint } from '../../world/lesson/lesson';
import { narrating } from '../../world/lesson/narration';
import { parseLesson } from '../../world/lesson/parse-lesson';
import type { Adapter } from '../adapter';
import { accountFor } from '../background/account-for';
import { explainFor, exploreFor, type Watching } from '../background/answers-for';
import {
  ACCOUNT_REQUEST,
  CHECKPOINT_REQUEST,
  DIAGNOSE_REQUEST,
  type Diagnosis,
  EXPLAIN_REQUEST,
  EXPLORE_REQUEST,
  NARRATION_REQUEST,
  type Narration,
  PROGRESS_EVENT,
  WORLDS_AT_REQUEST,
  WORLDS_REQUEST,
  type WorkProgress,
} from '../background/background';
import { compareAtFor } from '../background/compare-at-for';
import { compareFor } from '../background/compare-for';
import { type CheckHost, diagnose, diagnoseAtOnce } from '../launch/diagnose';
import { inSlices } from '../launch/in-slices';
import { sizeFrom } from '../launch/size-from';
import { boolean, fields, integer, list, oneOf, optional, string } from '../protocol/checked';
import type { AdapterHost } from '../protocol/host';
import type { Job } from '../protocol/request-queue';
import { UserError } from '../protocol/user-error';
import { type Handler, request } from './reply';

const accountArguments = fields({
  program: string,
  text: optional(string),
  maxSteps: optional(integer),
  countsKernel: optional(boolean),
});

const worldsArguments = fields({
  program: string,
  text: optional(string),
  kernels: optional(list(string)),
  machines: optional(list(string)),
  vmlinux: optional(list(string)),
  versions: optional(string),
  maxSteps: optional(integer),
});

const world = fields({ kernel: optional(string), machine: optional(string), vmlinux: optional(string) });

const worldsAtArguments = fields({
  program: string,
  text: optional(string),
  before: world,
  after: world,
  step: integer,
});

const exploreArguments = fields({
  program: string,
  text: optional(string),
  vary: optional(list(oneOf(...(Object.keys(VARIATIONS) as Variation[])))), // its own keys
  depth: optional(integer),
  budget: optional(integer),
  seed: optional(integer),
  except: optional(list(oneOf(...INVARIANTS.map(({ name }) => name)))),
  invariants: optional(list(string)),
  machine: optional(string),
  kernel: optional(string),
});

export const backgroundRequests: Readonly<Record<string, Handler>> = {
  [ACCOUNT_REQUEST]: request(
    accountArguments,
    async ({ host }, { program, text, maxSteps, countsKernel }, { signal }) => {
      const read = text ?? (await host.readText(program));
      return { body: await accountFor(host, { program, text: read, maxSteps, countsKernel }, signal) };
    },
  ),

  [WORLDS_REQUEST]: request(worldsArguments, async ({ host }, asked, { signal }) => {
    const text = asked.text ?? (await host.readText(asked.program));
    return { body: await compareFor(host, { ...asked, text }, signal) };
  }),

  [WORLDS_AT_REQUEST]: request(worldsAtArguments, async ({ host }, asked, { signal }) => {
    const text = asked.text ?? (await host.readText(asked.program));
    return { body: await compareAtFor(host, { ...asked, text }, signal) };
  }),

  [EXPLORE_REQUEST]: request(exploreArguments, async (adapter, asked, job) => {
    const text = asked.text ?? (await adapter.host.readText(asked.program));
    return { body: await exploreFor(adapter.host, { ...asked, text }, watching(adapter, job)) };
  }),

  [EXPLAIN_REQUEST]: request(
    fields({
      program: string,
      text: optional(string),
      seconds: optional(integer),
      only: optional(list(oneOf(...ASSUMPTION_KINDS))),
    }),
    async (adapter, asked, job) => {
      const text = asked.text ?? (await adapter.host.readText(asked.program));
      return { body: await explainFor(adapter.host, { ...asked, text }, watching(adapter, job)) };
    },
  ),

  [DIAGNOSE_REQUEST]: request(
    fields({ program: string, text: string, atOnce: optional(boolean) }),
    async ({ host }, { program, text, atOnce }, { signal }) => {
      const checks = checkHostOf(host);
      const known = atOnce ? diagnoseAtOnce(checks, program, text) : undefined;
      const diagnostics = known ?? (await diagnose(checks, program, text, signal));
      return { body: { diagnostics, isComplete: !known } satisfies Diagnosis };
    },
  ),

  [NARRATION_REQUEST]: request(fields({ text: string }), async ({ host }, { text }, { signal }) => {
    return { body: { steps: await inSlices(host, narrating(text), { signal }) } satisfies Narration };
  }),

  [CHECKPOINT_REQUEST]: request(
    fields({ lesson: string, number: integer, text: string }),
    async ({ host }, { lesson, number, text }, { signal }) => {
      const found = parseLesson(lesson)
        .lesson.blocks.filter(isCheckpoint)
        .find((each) => each.number === number);
      if (!found) throw new UserError('bad-argument', `The lesson has no checkpoint ${number}.`);
      return { body: (await inSlices(host, judgingCheckpoint(text, found), { signal })) satisfies Judgement };
    },
  ),
};

/** Tells the client how far the work has come, until the request has its answer. */
function watching({ client }: Adapter, job: Job): Watching {
  const { seq } = job.request;
  const onProgress: Watching['onProgress'] = (progress) => {
    if (!job.isCancelled) client.send(PROGRESS_EVENT, { request: seq, ...progress } satisfies WorkProgress);
  };
  return { signal: job.signal, onProgress };
}

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
