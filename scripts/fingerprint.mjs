/** Skips work whose inputs have not changed: a hash of their contents is kept beside the result. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, outFolder } from './project.mjs';

/**
 * Hash of files and folders, by name and content. What is absent counts as absent.
 * @param {readonly string[]} paths relative to the root
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((p) => filesIn(inRoot(p))).sort()) {
    const content = readFileSync(file);
    hash.update(`${path.relative(inRoot(), file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} target @returns {string[]} */
function filesIn(target) {
  if (!existsSync(target)) return [];
  if (!statSync(target).isDirectory()) return [target];
  return readdirSync(target).flatMap((name) => filesIn(path.join(target, name)));
}

/** @param {string} name */
const recordOf = (name) => path.join(outFolder, 'fingerprints', name);

/**
 * Has the work done anew next time.
 * @param {string} name
 */
export function forget(name) {
  rmSync(recordOf(name), { force: true });
}

/**
 * Does the work unless it was done for this fingerprint already and all of its results are still there.
 * @param {string} name
 * @param {string} print
 * @param {readonly string[]} results
 * @param {() => Promise<string | void>} work
 */
export async function unlessDone(name, print, results, work) {
  const record = recordOf(name);
  const done = existsSync(record) && readFileSync(record, 'utf8') === print && results.every((r) => existsSync(r));
  if (done) return 'up to date';
  const word = await work();
  mkdirSync(path.dirname(record), { recursive: true });
  writeFileSync(record, print);
  return word;
}
