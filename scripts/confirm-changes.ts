/**
 * Asks the image of a kernel which changes of mainline it has, and keeps the answers, by which src/kernel/versions/confirmed.ts says
 * what two builds confirm: by hand, as scripts/conform-debian.sh calls it. Exit status 1 where an image says otherwise than the table.
 *
 *     npx tsx scripts/confirm-changes.ts BUILD IMAGE
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readUsable } from '../src/kernel/native/requirements';
import { Vmlinux } from '../src/kernel/native/vmlinux';
import { hasChange, LINUX_CHANGES, type LinuxChange } from '../src/kernel/versions/changes';
import { finish } from '../src/machine/pausable';
import { openImageFile } from '../src/main/image-file';
import '../src/main/iced-on-node';
import '../src/main/inflate-on-node';
import { conforming } from '../src/world/conform/conformance';
import { loadProgram } from '../src/world/program/load-program';
import { EVIDENCE, type Evidence, fileOfShown, type Shown, TRACES } from './change-evidence';

/** Whether the image has the change; undefined where it does not show. */
function shows(vmlinux: Vmlinux, change: LinuxChange, evidence: Evidence): boolean | undefined {
  if (evidence.kind === 'symbol') return (vmlinux.find(evidence.name) !== undefined) !== (evidence.isGone ?? false);
  if (evidence.kind === 'member') return vmlinux.member(evidence.struct, evidence.path) !== undefined;
  const { program } = loadProgram(readFileSync(path.join(TRACES, evidence.file), 'utf8'));
  if (!program) throw new Error(`${evidence.file} has an error.`);
  const agrees = (...toggled: readonly LinuxChange[]) =>
    finish(conforming(program, vmlinux, { toggled: new Set(toggled) })).disagreement === null;
  const [asTable, otherwise] = [agrees(), agrees(change, ...(evidence.with ?? []))];
  return asTable === otherwise ? undefined : asTable === hasChange(vmlinux.version, change);
}

const [build = '', image = ''] = process.argv.slice(2);
const vmlinux = readUsable(openImageFile(image));
if (!(vmlinux instanceof Vmlinux)) throw new Error(`${image} cannot be used as a kernel. ${vmlinux.problem}`);
const { version } = vmlinux;
const changes: Partial<Record<LinuxChange, boolean>> = {};
for (const change of LINUX_CHANGES) {
  const evidence = EVIDENCE[change];
  const has = evidence && shows(vmlinux, change, evidence);
  if (has === undefined) continue;
  changes[change] = has;
  const isAsTable = has === hasChange(version, change);
  console.log(`${version} ${has ? 'has' : 'lacks'} ${change}${isAsTable ? '' : ', other than the table says'}`);
  if (!isAsTable) process.exitCode = 1;
}
const shown: Shown = { build, version, changes };
writeFileSync(fileOfShown(version), `${JSON.stringify(shown, null, 2)}\n`);
