/** What is bundled of others, and what is fetched: named, and locked. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CODE_SERVER, NODE, NODE_PACKAGES } from '../../scripts/code-web/versions.mjs';
import { bundledPackages, noticesText } from '../../scripts/notices.mjs';
import { packageProgram } from '../../scripts/project.mjs';

const ROOT = path.join(__dirname, '../..');
const DIST = path.join(ROOT, 'dist');
const json = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

interface SourceMap {
  readonly sources: readonly string[];
}

/** By the source maps, which list what esbuild has read. */
function packagesInBundles(): readonly string[] {
  const maps = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map'));
  const sources = maps.flatMap((file) => (json(path.join('dist', file)) as SourceMap).sources);
  const names = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

describe('the notices', () => {
  const notices = readFileSync(path.join(DIST, 'THIRD-PARTY-NOTICES.md'), 'utf8');

  it('name every package that is bundled, with its version and the text of its licence', () => {
    const bundled = packagesInBundles();
    assert.ok(bundled.includes('iced-x86'));
    const named = new Map([...notices.matchAll(/^## (\S+) (\S+) \(/gm)].map(([, name, version]) => [name, version]));
    for (const name of bundled) assert.equal(named.get(name), json(`node_modules/${name}/package.json`).version, name);
    for (const notice of notices.split(/^## /m).slice(1)) assert.match(notice, /Permission is hereby granted/);
    assert.match(notices, /Copyright \(C\) 2018-present iced project and contributors/);
  });

  it('are refused for a package without the text of its licence', () => {
    assert.throws(
      () => noticesText(['test/fixtures/no-licence/']),
      /nobody is bundled, and has no text of its licence/,
    );
  });

  it('count the innermost package of a path, also one with a scope', () => {
    const inputs = { 'src/a.ts': null, 'node_modules/a/node_modules/@b/c/x.js': null, 'node_modules/a/x.js': null };
    assert.deepEqual(bundledPackages([{ inputs }] as never), ['node_modules/a/', 'node_modules/a/node_modules/@b/c/']);
  });

  it('are in the extension', () => {
    const [node, vsce] = packageProgram('@vscode/vsce/vsce');
    const files = execFileSync(node, [vsce, 'ls', '--no-dependencies'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    for (const file of ['dist/THIRD-PARTY-NOTICES.md', 'dist/core.js', 'dist/language-server.js', 'LICENSE']) {
      assert.ok(files.includes(file), file);
    }
    assert.deepEqual(
      files.filter((file) => /\.map$|^dist\/(library|types)/.test(file)),
      [],
    );
  }).timeout(300_000);
});

describe('what is fetched', () => {
  const LOCKED = 'scripts/code-web/locked';
  const locks = [
    'package-lock.json',
    ...readdirSync(path.join(ROOT, LOCKED)).map(
      (name) => `${LOCKED}/${name}/${name === 'vscode' ? 'npm-shrinkwrap' : 'package-lock'}.json`,
    ),
  ];

  it('has a hash, down to the last package, and names no registry', () => {
    for (const lock of locks) {
      const packages = Object.entries<{ integrity?: string; resolved?: string }>(json(lock).packages);
      const loose = packages.filter(([place, { integrity }]) => place !== '' && !integrity?.match(/^sha(512|1)-/));
      assert.deepEqual(
        loose.map(([place]) => `${lock}: ${place}`),
        [],
      );
      assert.ok(packages.length > 1, lock);
      assert.deepEqual(
        packages.filter(([, { resolved }]) => resolved !== undefined),
        [],
      );
    }
  });

  it('is of the versions that are pinned', () => {
    const version = (name: string, of: string): string =>
      json(`${LOCKED}/${name}/package-lock.json`).packages[`node_modules/${of}`].version;
    assert.equal(version('server', 'code-server'), CODE_SERVER);
    for (const name of Object.values(NODE_PACKAGES)) assert.equal(version(name, name), NODE);
  });
});
