/** Finds the browser that the tests run VS Code in, and installs it from Debian where that is possible. */
import { run, runOrThrow } from '../command.mjs';
import { findOnPath, isExecutable } from '../find-program.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** Path of a Chromium or Chrome: `CHROMIUM`, else the first on the path; undefined when there is none. */
export function findChromium() {
  return process.env.CHROMIUM || findOnPath(NAMES) || MAC.find(isExecutable);
}

/** Installs Chromium when it is missing; says how to when that cannot be done from here. */
export async function installChromium() {
  if (findChromium()) return 'up to date';
  const prefix = await rootPrefix();
  const hasApt = (await run('apt-get', ['--version'])).code === 0;
  if (!hasApt || !prefix)
    throw new Error(
      'The tests inside VS Code need Chromium, and it cannot be installed from here. Install it yourself ' +
        '(Debian: sudo apt-get install chromium), or set CHROMIUM to the path of a Chromium or Chrome.',
    );
  const apt = (/** @type {string[]} */ ...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return runOrThrow(command ?? '', rest, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  };
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  return undefined;
}

/** How to run a command as root without being asked anything: directly, by sudo, or not at all. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}
