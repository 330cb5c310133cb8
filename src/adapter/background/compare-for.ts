/** Runs a trace under several kernels and machines, without debugging it. */
import { comparingWorlds } from '../../world/worlds/compare-worlds';
import { chooseWorlds, type WorldSetting } from '../../world/worlds/world-choice';
import { worldsTable } from '../../world/worlds/worlds-table';
import { partingWords } from '../../world/worlds/worlds-text';
import { inSlices } from '../launch/in-slices';
import { openImage } from '../launch/launched-kernel';
import { filesFor, readText } from '../launch/load-trace';
import { UserError } from '../protocol/user-error';
import type { RunHost } from './account-for';
import type { WorldsAnswer, WorldsArguments } from './background';

const MOST_STEPS = 1_000_000;

/** Rejects with `UserError` for worlds that cannot be made, and when the work is aborted. */
export async function compareFor(
  host: RunHost,
  {
    program: path,
    text,
    kernels = [],
    machines = [],
    vmlinux: paths = [],
    versions,
    maxSteps = MOST_STEPS,
  }: WorldsArguments & { text: string },
  signal?: AbortSignal,
): Promise<WorldsAnswer> {
  const images = paths.map((path) => ({ label: path, vmlinux: openImage(host, path) }));
  const trace = await readText(host, text, { signal });
  const imageOf = (setting: WorldSetting | undefined) => {
    const image = images.find(({ vmlinux }) => vmlinux === setting?.vmlinux);
    return image && { vmlinux: image.label };
  };
  const settings = chooseWorlds(trace, { kernels, images, machines, versions });
  if ('problem' in settings) throw new UserError('bad-argument', settings.problem);
  const files = await filesFor(host, path, trace, settings);
  const against = versions === undefined ? 'first' : 'previous';
  const comparison = await inSlices(host, comparingWorlds(trace, settings, { files, maxSteps, against }), { signal });
  return {
    worlds: comparison.worlds.map(({ label, kernel, machine, problem }, index) => ({
      ...{ label, kernel, machine, problem },
      ...imageOf(settings[index]),
    })),
    rows: worldsTable(comparison.worlds),
    partings: partingWords(comparison),
  };
}
