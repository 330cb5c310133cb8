/** The first script of an exported page: takes the emulator and the page's own code out of the page, and runs them. */
import { IDS } from './exported';
import { unpack } from './unpack';

Promise.all([IDS.core, IDS.code].map(unpack)).then(
  (programs) => {
    for (const program of programs) {
      const script = document.createElement('script');
      script.textContent = program;
      document.body.append(script);
    }
  },
  (error: unknown) => {
    const root = document.getElementById(IDS.root);
    if (root) root.textContent = `This browser cannot open the page: ${String(error)}`;
  },
);
