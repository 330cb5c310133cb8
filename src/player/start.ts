/** The first script of an exported page: takes the emulator's code out of the page, and runs the code. */
import { IDS } from './exported';
import { unpack } from './unpack';

unpack(IDS.code).then(
  (code) => {
    const script = document.createElement('script');
    script.textContent = code;
    document.body.append(script);
  },
  (error: unknown) => {
    const root = document.getElementById(IDS.root);
    if (root) root.textContent = `This browser cannot open the page: ${String(error)}`;
  },
);
