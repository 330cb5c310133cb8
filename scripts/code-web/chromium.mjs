/** Finds the browser that the tests run VS Code in, and installs it from Debian where that is possible. */
import { installFromDebian } from '../debian.mjs';
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
  if (await installFromDebian(['chromium', 'fonts-dejavu-core'])) return undefined;
  throw new Error(
    'The tests inside VS Code need Chromium, and it cannot be installed from here. Install it yourself ' +
      '(Debian: sudo apt-get install chromium), or set CHROMIUM to the path of a Chromium or Chrome.',
  );
}
