/** The extension's package. */
import { readFileSync, statSync } from 'node:fs';
import type { Row } from './row';

export const SIZE_ROWS: readonly Row[] = [
  {
    what: 'Size of the VSIX',
    unit: 'MB',
    good: 'low',
    aim: 2.5,
    limit: 'the core for Node and for browsers, iced-x86 as WebAssembly, pictures',
    measure: () => {
      const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
      return { samples: [statSync(`${name}-${version}.vsix`).size / 1e6] };
    },
  },
];
