/** Launches whose `program` is no trace but a program itself: an ELF file. */
import { isElf } from '../../elf/is-elf';
import { programTrace } from '../../world/program/program-trace';
import type { AdapterHost } from '../protocol/host';
import { baseName, folderOf } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import type { LaunchArguments } from './launch-arguments';

/** The trace that runs the program; undefined where the launch names a trace. Throws `UserError`. */
export async function traceOfProgram(
  host: Pick<AdapterHost, 'readBytes'>,
  { program, args, env, stdin }: Pick<LaunchArguments, 'program' | 'args' | 'env' | 'stdin'>,
): Promise<string | undefined> {
  const isProgram = !/\.xtrace$/i.test(program) && (await isProgramFile(host, program));
  if (isProgram) {
    const environment = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`);
    return programTrace({ name: baseName(program), args: args ?? [], environment, input: stdin });
  }
  const [given] = Object.entries({ args, env, stdin }).filter(([, value]) => value !== undefined);
  if (!given) return undefined;
  throw new UserError(
    'bad-argument',
    `The argument \`${given[0]}\` is for programs (ELF files): in a trace it stands behind \`task NAME exec\`.`,
  );
}

async function isProgramFile(host: Pick<AdapterHost, 'readBytes'>, path: string): Promise<boolean> {
  const bytes = await host.readBytes(path, folderOf(path)).catch(() => undefined);
  return bytes !== undefined && isElf(bytes);
}
