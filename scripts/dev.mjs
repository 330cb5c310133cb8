/**
 * Builds with source maps, again after each change, and serves the debug adapter on a port meanwhile: each build that is
 * whole starts it anew. `--port N` chooses the port. Until Ctrl+C.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { onExit } from './command.mjs';
import { runMain } from './progress.mjs';
import { inRoot } from './project.mjs';

const { port = '4711' } = parseArgs({ options: { port: { type: 'string' } } }).values;

/** @type {import('node:child_process').ChildProcess | undefined} */
let served;

/** The one before has gone when the port is taken again. */
async function serveAnew() {
  const before = served;
  if (before && before.exitCode === null && before.signalCode === null) {
    await new Promise((gone) => {
      before.once('exit', gone);
      before.kill();
    });
  }
  const args = ['--enable-source-maps', inRoot('dist/cli.js'), 'dap', '--port', port];
  served = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function main() {
  const builder = spawn(process.execPath, [inRoot('scripts/build.mjs'), '--watch'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onExit(() => {
    builder.kill();
    served?.kill();
  });
  let isBroken = false;
  for await (const line of createInterface({ input: builder.stdout })) {
    process.stdout.write(`${line}\n`);
    if (line.endsWith('build started')) isBroken = false;
    else if (line.includes(': error: ')) isBroken = true;
    else if (line.endsWith('build finished') && !isBroken) await serveAnew();
  }
  throw new Error('The build has ended.');
}

runMain(main);
