import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { lineOf, trace } from '../adapter/client';
import { pendingFor } from './pending';

const ROOT = path.join(__dirname, '../..');
const LOOP = trace('loop');

/** Why dap-mode cannot be run here; undefined where it can. */
function whyNot(): string | undefined {
  const script = "(progn (require 'package) (package-initialize) (require 'dap-mode))";
  try {
    execFileSync('emacs', ['--batch', '--eval', script], { stdio: 'ignore', timeout: 60_000 });
    return undefined;
  } catch {
    return 'no Emacs with dap-mode (Debian: emacs-nox, elpa-dap-mode)';
  }
}

describe('Emacs with dap-mode', function () {
  this.timeout(180_000);

  it('sets breakpoints, stops, evaluates, steps both ways, and sees the end', async function () {
    pendingFor(this, whyNot());
    const home = mkdtempSync(path.join(tmpdir(), 'xtrace-emacs-'));
    const adapter = [process.execPath, '--import', 'tsx', path.join(ROOT, 'src/main/cli.ts'), 'dap'];
    try {
      const { stdout } = await promisify(execFile)(
        'emacs',
        ['--batch', '--load', path.join(__dirname, 'dap-mode.el')],
        {
          cwd: ROOT,
          env: {
            ...process.env,
            HOME: home,
            XTRACE_EMACS_HOME: home,
            XTRACE_PROGRAM: LOOP,
            XTRACE_ADAPTER: `(${adapter.map((word) => JSON.stringify(word)).join(' ')})`,
          },
        },
      );
      const line = (marker: string) => lineOf(LOOP, marker);
      assert.deepEqual(stdout.trimEnd().split('\n'), [
        `stopped: line ${line('BP-CALL')}`,
        `point: ${line('BP-CALL')}`,
        'ecx = 0xa',
        'registers: yes',
        `stopped: line ${line('BP-HELPER')}`,
        `stopped: line ${line('BP-PRINT')}`,
        `stopped: line ${line('BP-CALL')}`,
        `stopped: line ${line('BP-PRINT')}`,
        // All of the console: dap-mode names itself as VS Code does, which gets it as output.
        'output: loop.xtrace on sapphire-rapids, kernel none. Type an expression to see its value (xfd, tmm0.i32[0][0]), or help.',
        'ecx is 10',
        'End of trace: 37 steps, 0 divergences.',
        'done',
      ]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
