/** The launch's own `vmlinux`: the trace runs under the code of that image. */
import { readUsable } from '../../kernel/native/requirements';
import { Vmlinux } from '../../kernel/native/vmlinux';
import type { Program } from '../../world/program/program';
import { canConform, underVmlinux } from '../../world/program/under-vmlinux';
import type { AdapterHost } from '../protocol/host';
import { baseName } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';

/** What is said where there is no disk: in a browser. */
export const NO_DISK =
  'The image of a kernel is read from a disk, and there is none here: use VS Code on a desktop or a server, or the command line.';

/** Throws `UserError` for a file that cannot be used, and for a trace of another kernel. */
export function underLaunched(host: AdapterHost, program: Program, path: string): Program {
  if (!canConform(program)) {
    const { name } = program.policy;
    throw new UserError(
      'bad-argument',
      `The launch's own \`vmlinux\` stands for \`kernel linux\`, and the trace is for \`kernel ${name}\`.`,
    );
  }
  return underVmlinux(program, openImage(host, path));
}

/** Throws `UserError` for a file that cannot be used, and where there is no disk. */
export function openImage(host: Pick<AdapterHost, 'openImage' | 'resolvePath'>, path: string): Vmlinux {
  if (!host.openImage) throw new UserError('bad-argument', NO_DISK);
  const read = readUsable(host.openImage(host.resolvePath?.(path, undefined) ?? path));
  if (read instanceof Vmlinux) return read;
  throw new UserError('bad-argument', `${baseName(path)} cannot be used as a kernel. ${read.problem}`);
}
