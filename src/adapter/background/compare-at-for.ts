/** Two worlds at one step, for an editor that steps them side by side. */
import { differenceLines } from '../../world/compare/difference-text';
import type { Overrides } from '../../world/program/override';
import { comparingAt } from '../../world/worlds/compare-at';
import { loadingWorld } from '../../world/worlds/world-choice';
import { inSlices } from '../launch/in-slices';
import { openImage } from '../launch/launched-kernel';
import { filesFor, readText } from '../launch/load-trace';
import { UserError } from '../protocol/user-error';
import type { RunHost } from './account-for';
import type { WorldAsked, WorldsAtAnswer, WorldsAtArguments } from './background';

/** Rejects with `UserError` for worlds that cannot be made, and when the work is aborted. */
export async function compareAtFor(
  host: RunHost,
  { program: path, text, before, after, step }: WorldsAtArguments & { text: string },
  signal?: AbortSignal,
): Promise<WorldsAtAnswer> {
  const trace = await readText(host, text, { signal });
  const files = await filesFor(host, path, trace, [before, after].map(overridesOf));
  const programIn = async ({ vmlinux, kernel, machine }: WorldAsked) => {
    const image = vmlinux === undefined ? undefined : openImage(host, vmlinux);
    const choice = { ...overridesOf({ kernel, machine }), ...(image && { vmlinux: image }) };
    const program = await inSlices(host, loadingWorld(trace, choice, files), { signal });
    if ('problem' in program) throw new UserError('bad-argument', program.problem.message);
    return program;
  };
  const [first, second] = [await programIn(before), await programIn(after)];
  const { visible, hidden, ...rest } = await inSlices(host, comparingAt(first, second, step), { signal });
  return { ...rest, visible: differenceLines(visible), hidden: differenceLines(hidden) };
}

function overridesOf({ kernel, machine }: WorldAsked): Overrides {
  return { ...(kernel && { kernel }), ...(machine && { machine }) };
}
