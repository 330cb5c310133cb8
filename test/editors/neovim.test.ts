import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { pendingFor } from './pending';

const ROOT = path.join(__dirname, '../..');

/** Why Neovim cannot be run here; undefined where it can. */
function whyNot(): string | undefined {
  try {
    execFileSync('nvim', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no Neovim (Debian: neovim)';
  }
}

describe('Neovim with the language server', function () {
  this.timeout(180_000);

  it('opens an example, shows problems while one types, hovers and completes', async function () {
    pendingFor(this, whyNot());
    const server = [process.execPath, '--import', 'tsx', path.join(ROOT, 'src/main/cli.ts'), 'lsp'];
    const { stdout } = await promisify(execFile)(
      'nvim',
      ['--headless', '--clean', '-n', '-c', `luafile ${path.join(__dirname, 'neovim.lua')}`],
      { cwd: ROOT, env: { ...process.env, XTRACE_ROOT: ROOT, XTRACE_SERVER: server.join('\n') } },
    );
    assert.deepEqual(stdout.trimEnd().split('\n'), [
      'hover: tilezero tmm1',
      'completes xfd_err: true',
      'problem: 0 `tilezer` is not an x86 instruction. Did you mean `tilezero`?',
      'mended',
    ]);
  });
});
