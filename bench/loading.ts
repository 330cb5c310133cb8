/** What the editor pays for the extension: loading its code, each time in a fresh process. */
import { execFileSync } from 'node:child_process';
import type { Row } from './row';

const REPEAT = 15;

export const LOADING_ROWS: readonly Row[] = [
  {
    what: 'Extension activation, own code',
    unit: 'ms',
    good: 'low',
    aim: 50,
    limit: 'reading and compiling dist/extension.js',
    measure: () => ({ samples: loadRepeatedly('dist/extension.js') }),
  },
  {
    what: 'Loading the core, when first needed',
    unit: 'ms',
    good: 'low',
    limit: 'reading and compiling dist/core.js',
    measure: () => ({ samples: loadRepeatedly('dist/core.js') }),
  },
];

function loadRepeatedly(file: string): number[] {
  // `vscode` comes out of this folder: see vscode-stub.ts.
  const env = { ...process.env, NODE_PATH: 'out/bench/modules' };
  return Array.from({ length: REPEAT }, () =>
    Number(execFileSync(process.execPath, ['out/bench/load.js', file], { env, encoding: 'utf8', stdio: 'pipe' })),
  );
}
