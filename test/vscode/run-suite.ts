/**
 * Runs the suite of this folder inside the extension host of a real VS Code: of the one in `VSCODE_EXECUTABLE`, else
 * of the stand-in made of VS Code's own server. The report that `XTRACE_TEST_REPORT` names says what ran.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const root = path.resolve(__dirname, '../..');
const built = path.join(root, 'out', 'vscode-suite');

async function main(): Promise<void> {
  await buildSuite();
  const scratch = mkdtempSync(path.join(tmpdir(), 'xtrace-suite-'));
  try {
    // A copy: the suite may write to the files that it opens.
    const workspace = path.join(scratch, 'examples');
    cpSync(path.join(root, 'examples'), workspace, { recursive: true });
    await runTests({
      vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? path.join(root, 'scripts/code-web/code.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(built, 'index'),
      launchArgs: [
        workspace,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${path.join(scratch, 'user-data')}`,
        `--extensions-dir=${path.join(scratch, 'extensions')}`,
      ],
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The extension host loads JavaScript: the entry point and each test file become one of their own. */
async function buildSuite(): Promise<void> {
  rmSync(built, { recursive: true, force: true });
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  await build({
    entryPoints: [path.join(__dirname, 'index.ts'), ...tests.map((file) => path.join(__dirname, file))],
    outbase: __dirname,
    outdir: built,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
