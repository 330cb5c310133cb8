/** Places in time, as a person types them: `@41`, `@1.5s`, `@NAME` of a bookmark, `here`. */
import type { Instant } from '../../world/debugger/debugger-types';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';

/** Undefined for what is no place. */
function placeNamed({ engine }: Debuggee, text: string): Instant | undefined {
  if (text === 'here') return { kind: 'to-moment', moment: engine.time.moment };
  const name = /^@(.+)$/.exec(text)?.[1] ?? '';
  if (/^\d+$/.test(name)) return { kind: 'to-step', step: checkedStep(name) };
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(name)?.[1];
  if (seconds !== undefined) return { kind: 'to-time', seconds: Number(seconds) };
  const bookmark = engine.bookmarks.named(name);
  return bookmark && { kind: 'to-moment', moment: bookmark.moment };
}

/** Throws `UserError`. */
export function demandPlace(debuggee: Debuggee, text: string): Instant {
  const place = placeNamed(debuggee, text);
  if (!place)
    throw new UserError(
      'no-place',
      `\`${text}\` is no place in time: write a step, \`@41\`, a time, \`@1.5s\`, a bookmark, \`@NAME\`, or \`here\`.`,
    );
  return place;
}

/** Throws `UserError` for what is no number of a step. */
export function checkedStep(text: string): number {
  const step = /^\d+$/.test(text) ? Number(text) : 0;
  if (!Number.isSafeInteger(step) || step < 1) {
    throw new UserError('no-step', 'Write the number of a step behind `@`, counted from 1: `@41`.');
  }
  return step;
}
