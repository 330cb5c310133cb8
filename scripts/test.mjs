/**
 * `npm test [-- PART ...]`: installs what the tests need and runs them all, or the parts named.
 * The last line is `N passed, N failed`, with the skipped ones where there are any.
 */
import os from 'node:os';
import { installCompilers } from './compilers.mjs';
import { installDependencies } from './dependencies.mjs';
import { installEditors } from './editors.mjs';
import { runMain, seconds, step } from './progress.mjs';

async function main() {
  const started = Date.now();
  await step('Installing packages', installDependencies);
  // Only now: these use what has just been installed.
  const { allParts } = await import('./tests/parts.mjs');
  const { runParts } = await import('./tests/schedule.mjs');
  const { comparisonsText } = await import('./tests/comparisons.mjs');
  const parts = chosen(allParts(), process.argv.slice(2));
  if (parts.some(({ name }) => ['machine', 'main', 'world', 'world-programs'].includes(name)))
    await step('Looking for GNU assembler and compiler', installCompilers);
  if (parts.some(({ name }) => name === 'editors')) await step('Looking for Emacs and Neovim', installEditors);
  if (parts.some(({ editor }) => editor)) await installEditor();

  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {import('./tests/comparisons.mjs').Comparison[]} */
  const comparisons = [];
  process.stdout.write('\n');
  await runParts(parts, Math.max(2, Math.floor(os.availableParallelism() / 2)), ({ name }, outcome, milliseconds) => {
    const { passed, failed, skipped, output } = outcome;
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    comparisons.push(...outcome.comparisons);
    const time = `${(milliseconds / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${failed ? 'FAILED' : 'ok    '}  ${name.padEnd(12)} ${time.padStart(8)}  ${counts(outcome)}\n`,
    );
    if (output) process.stdout.write(`\n${output.trim().replaceAll(/^/gm, '    ')}\n\n`);
  });
  process.stdout.write(`\n${comparisonsText(comparisons)}\n${seconds(started)}\n${counts(total)}\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** VS Code's server and a browser, for the parts that run in a real VS Code. */
async function installEditor() {
  const { installServer } = await import('./code-web/install.mjs');
  const { installChromium } = await import('./code-web/chromium.mjs');
  await step('Fetching VS Code (once, about 800 MB on disk)', installServer);
  await step('Installing Chromium', installChromium);
}

/** @param {{ passed: number, failed: number, skipped: number }} outcome */
const counts = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * The parts with these names or groups, and the ones that they need.
 * @param {import('./tests/parts.mjs').Part[]} parts
 * @param {readonly string[]} names
 */
function chosen(parts, names) {
  if (names.length === 0) return parts;
  const known = [...new Set(parts.flatMap(({ name, groups }) => [name, ...groups]))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Error(`There is no part "${unknown}". The parts are ${known.join(', ')}.`);
  const picked = parts.filter(({ name, groups }) => [name, ...groups].some((n) => names.includes(n)));
  const needed = new Set(picked.flatMap(({ needs }) => needs));
  return parts.filter((part) => picked.includes(part) || needed.has(part.name));
}

runMain(main);
