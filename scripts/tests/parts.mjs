/** The parts of `npm test`: what each runs, and what must be done before it. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { inRoot, outFolder, packageProgram } from '../project.mjs';
import { buildVsix } from '../vsix.mjs';
import { failure, mochaOutcome, secondOutcome, sumOf, wholeOutcome } from './outcome.mjs';

/**
 * @typedef {import('./outcome.mjs').Outcome} Outcome
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} groups other names that choose it
 * @property {readonly string[]} needs parts that must have passed
 * @property {boolean} editor runs a whole VS Code: one at a time
 * @property {() => Promise<Outcome>} run
 */

/** Folders of test/ whose suites run in a real VS Code, or that hold no suites. */
const NOT_PLAIN = ['vscode', 'browser', 'fixtures', 'grammar'];

/** Suites of test/browser whose subjects depend on where the extension runs; `web-extension` has what is only there. */
const IN_BOTH_HOSTS = ['lessons', 'tests', 'sessions'];

/** Folders within folders of test/ that take long, and so are parts of their own: two workers share them. */
const APART = ['world/programs'];

const REPORTER = inRoot('scripts/tests/reporter.cjs');

/** @returns {Part[]} */
export function allParts() {
  return [
    check('types', ['typescript/bin/tsc', '-b']),
    part('build', {
      run: () =>
        buildVsix().then(
          () => wholeOutcome({ code: 0, output: '' }),
          (error) => failure(error.message),
        ),
    }),
    // The longest first: they take one of the workers for most of the time.
    part('vscode', { needs: ['build'], editor: true, run: extensionHost }),
    // A machine with two processors can keep VS Code and a browser waiting for longer than anybody would.
    browser('browser', suitesIn('browser')),
    // Some of these suites once more, with the extension in the browser instead of on the server.
    browser(
      'browser-web',
      IN_BOTH_HOSTS.map((name) => inRoot(`test/browser/${name}.test.ts`)),
      { env: { XTRACE_TEST_EXTENSION: 'web' } },
    ),
    check('lint', ['@biomejs/biome/bin/biome', 'check'], ['knip/bin/knip.js']),
    check('grammar', ['vscode-tmgrammar-test/dist/snapshot.js', 'test/grammar/**/*.xtrace']),
    mocha('project', [inRoot('test/*.test.ts')], { groups: ['unit'] }),
    // The same suites with each session in a thread, as the extension and TCP have them.
    mocha('adapter-threads', [inRoot('test/adapter/**/*.test.ts')], { env: { XTRACE_TEST_SESSIONS: 'thread' } }),
    ...plainFolders().map((folder) =>
      // The command line is tested as it is shipped.
      mocha(folder, suitesLeftIn(folder), {
        groups: folder === 'adapter' || folder === 'main' ? [] : ['unit'],
        needs: folder === 'main' ? ['build'] : [],
      }),
    ),
    ...APART.map((folder) =>
      mocha(folder.replaceAll('/', '-'), suitesIn(folder), { groups: ['unit', path.dirname(folder)] }),
    ),
  ];
}

/** @param {string} folder of test/ @returns {string[]} its suites, without those of parts apart */
const suitesLeftIn = (folder) =>
  suitesIn(folder).filter((file) => !APART.some((apart) => file.startsWith(inRoot('test', apart) + path.sep)));

/** Every folder of test/ that has suites, so that a new one cannot be forgotten. */
function plainFolders() {
  const folders = readdirSync(inRoot('test'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .filter((name) => !NOT_PLAIN.includes(name))
    .filter((name) => suitesIn(name).length > 0)
    .sort();
}

/** @param {string} folder of test/ */
const suitesIn = (folder) =>
  readdirSync(inRoot('test', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => inRoot('test', folder, file));

/**
 * @param {string} name
 * @param {Partial<Part> & { run: Part['run'] }} rest
 * @returns {Part}
 */
const part = (name, rest) => ({ name, groups: [], needs: [], editor: false, ...rest });

/**
 * A part that counts as one: all of its programs must end well.
 * @param {string} name
 * @param {...string[]} programs
 */
const check = (name, ...programs) =>
  part(name, {
    run: async () => {
      const ends = await Promise.all(
        programs.map(([file = '', ...args]) => {
          const [command, program] = packageProgram(file);
          return run(command, [program, ...args]);
        }),
      );
      const bad = ends.filter(({ code }) => code !== 0);
      return wholeOutcome({ code: bad.length, output: bad.map(({ output }) => output).join('\n') });
    },
  });

/**
 * @param {string} name
 * @param {readonly string[]} specs
 * @param {Partial<Part> & { env?: Record<string, string> }} [rest]
 */
const mocha = (name, specs, { env = {}, ...rest } = {}) =>
  part(name, { ...rest, run: () => runMocha(name, specs, env) });

/**
 * The same of suites in a browser, each file by itself: a failure in one of them keeps no other from running. A file that
 * has failed runs once more; what fails again is failed.
 * @param {string} name
 * @param {readonly string[]} files
 * @param {Partial<Part> & { env?: Record<string, string> }} [rest]
 */
const browser = (name, files, { env = {}, ...rest } = {}) =>
  part(name, {
    needs: ['build'],
    editor: true,
    ...rest,
    run: async () => {
      const outcomes = [];
      for (const [index, file] of files.entries()) {
        const first = await runMocha(`${name}-${index}`, [file], env);
        outcomes.push(
          first.failed === 0 ? first : secondOutcome(first, await runMocha(`${name}-${index}`, [file], env)),
        );
      }
      return sumOf(outcomes);
    },
  });

/**
 * @param {string} name
 * @param {readonly string[]} specs
 * @param {Record<string, string>} env
 */
async function runMocha(name, specs, env) {
  const report = newReport(name);
  const [command, program] = packageProgram('mocha/bin/mocha.js');
  const reporting = ['--reporter', REPORTER, '--reporter-option', `output=${report}`];
  return mochaOutcome(report, await run(command, [program, ...reporting, ...specs.map(forwardSlashes)], { env }));
}

/** The suite in test/vscode, inside the extension host of a real VS Code. */
async function extensionHost() {
  const report = newReport('vscode');
  const runner = inRoot('test/vscode/run-suite.ts');
  const env = { XTRACE_TEST_REPORTER: REPORTER, XTRACE_TEST_REPORT: report };
  const finished = await run(process.execPath, ['--import', 'tsx', runner], { env });
  return mochaOutcome(report, finished);
}

/** @param {string} name */
function newReport(name) {
  const file = path.join(outFolder, 'reports', `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file globs are written with these everywhere */
const forwardSlashes = (file) => file.replaceAll('\\', '/');
