/** Debian packages, where they can be installed without being asked anything. */
import { run, runOrThrow } from './command.mjs';

/**
 * Installs packages; false where there is no Debian, or no right to.
 * @param {readonly string[]} packages
 */
export async function installFromDebian(packages) {
  const prefix = await rootPrefix();
  const hasApt = (await run('apt-get', ['--version'])).code === 0;
  if (!hasApt || !prefix) return false;
  const apt = (/** @type {string[]} */ ...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return runOrThrow(command ?? '', rest, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  };
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  return true;
}

/** How to run a command as root without being asked anything: directly, by sudo, or not at all. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}
