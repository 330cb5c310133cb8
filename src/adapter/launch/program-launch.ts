/** Launches whose `program` is no trace but a program itself: an ELF file. */
import { isElf } from '../../elf/is-elf';
import type { TraceFiles } from '../../language/data/data-bytes';
import { programTrace } from '../../world/program/program-trace';
import type { AdapterHost } from '../protocol/host';
import { baseName, folderOf } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import type { LaunchArguments } from './launch-arguments';

/** The trace that runs the program; undefined where the launch names a trace. Throws `UserError`. */
export async function traceOfProgram(
  host: Pick<AdapterHost, 'readBytes'>,
  { program, args, env, stdin, root }: Pick<LaunchArguments, 'program' | 'args' | 'env' | 'stdin' | 'root'>,
): Promise<string | undefined> {
  const isProgram = !/\.xtrace$/i.test(program) && (await isProgramFile(host, program));
  if (isProgram) {
    const environment = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`);
    return programTrace({ name: baseName(program), args: args ?? [], environment, input: stdin });
  }
  const [given] = Object.entries({ args, env, stdin, root }).filter(([, value]) => value !== undefined);
  if (!given) return undefined;
  throw new UserError(
    'bad-argument',
    `The argument \`${given[0]}\` is for programs (ELF files): in a trace it stands behind \`task NAME exec\`.`,
  );
}

/** The same files, but the program is the file that its link leads to: what somebody names may lie anywhere. */
export function behindLink(host: AdapterHost, program: string): AdapterHost {
  const target = host.realPath?.(program);
  if (target === undefined || target === program) return host;
  return {
    ...host,
    readBytes: (path, folder) =>
      path === program ? host.readBytes(target, folderOf(target)) : host.readBytes(path, folder),
  };
}

async function isProgramFile(host: Pick<AdapterHost, 'readBytes'>, path: string): Promise<boolean> {
  const bytes = await host.readBytes(path, folderOf(path)).catch(() => undefined);
  return bytes !== undefined && isElf(bytes);
}

const NO_DISK =
  'Libraries are read from a disk, and there is none here: use VS Code on a desktop or a server, or the command line.';

/** What the program finds at `/`; undefined where the launch says nothing of it. Throws `UserError`. */
export function filesOfRoot(
  host: Pick<AdapterHost, 'filesIn' | 'resolvePath'>,
  { root, cwd }: Pick<LaunchArguments, 'root' | 'cwd'>,
): TraceFiles | undefined {
  if (root === undefined) return undefined;
  if (!host.filesIn) throw new UserError('bad-argument', `The argument \`root\`: ${NO_DISK}`);
  return host.filesIn(host.resolvePath?.(root, cwd) ?? root);
}
