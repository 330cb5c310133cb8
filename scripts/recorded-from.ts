/** Which Debian package a recording was made with: its version and the hash of its file, in `lock.json` beside the recordings. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findOnPath } from './find-program.mjs';

interface Locked {
  readonly package: string;
  readonly version: string;
  readonly sha256: string;
}

const FILE = path.join(__dirname, '../test/fixtures/encodings/lock.json');

const output = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' });

/** @throws Error for a program that no Debian package has brought. */
function packageOf(program: string): Locked {
  const found = path.isAbsolute(program) ? program : findOnPath([program]);
  if (!found) throw new Error(`There is no ${program} on the path.`);
  const [name = ''] = output('dpkg-query', '--search', realpathSync(found)).split(':');
  const version = /^Version: (\S+)$/m.exec(output('dpkg-query', '--status', name))?.[1] ?? '';
  const sha256 = /^SHA256: (\w+)$/m.exec(output('apt-cache', 'show', `${name}=${version}`))?.[1];
  if (!sha256) throw new Error(`apt-cache knows no hash of ${name} ${version}: run apt-get update.`);
  return { package: name, version, sha256 };
}

/** Notes the package of `program` for a recording, or with `check` says what it was made with where that differs. */
export function lock(recording: string, program: string, check: boolean): string {
  const all: Readonly<Record<string, Locked>> = JSON.parse(readFileSync(FILE, 'utf8'));
  const now = packageOf(program);
  const before = all[recording];
  if (!check) writeFileSync(FILE, `${JSON.stringify({ ...all, [recording]: now }, null, 2)}\n`);
  const text = `${now.package} ${now.version}`;
  return !before || before.sha256 === now.sha256 ? text : `${text}, before ${before.package} ${before.version}`;
}
