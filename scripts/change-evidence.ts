/**
 * What shows in the image of a kernel whether it has a change of mainline: the trace at whose code the model with the change and the
 * model without it are held, else a symbol or a member of a structure that came or went with it. Changes of what no image has (KVM is
 * a module in most builds) and of what nobody sees from outside are not here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LINUX_CHANGES, type LinuxChange } from '../src/kernel/versions/changes';
import type { Confirmation } from '../src/kernel/versions/confirmed';
import { compareVersions } from '../src/kernel/versions/version';

export type Evidence =
  /** A file of `TRACES`; `with` comes and goes together with the change, as it is a part of it. */
  | { readonly kind: 'trace'; readonly file: string; readonly with?: readonly LinuxChange[] }
  | { readonly kind: 'symbol'; readonly name: string; readonly isGone?: true }
  | { readonly kind: 'member'; readonly struct: string; readonly path: string };

export const TRACES = path.join(__dirname, '../test/traces/changes');
const FOLDER = path.join(__dirname, '../test/fixtures/conformance/changes');

export const EVIDENCE: Readonly<Partial<Record<LinuxChange, Evidence>>> = {
  tellsRseqSize: { kind: 'member', struct: 'rseq', path: 'end' },
  managesShadowStacks: { kind: 'trace', file: 'manages-shadow-stacks.xtrace' },
  opensPkru: { kind: 'trace', file: 'opens-pkru.xtrace', with: ['addsPkruBit'] },
  knowsGraniteIdle: { kind: 'symbol', name: 'gnr_cstates' },
  tellsCoreLayout: { kind: 'symbol', name: 'elf_coredump_extra_notes_write' },
  keepsSupervisorPermissions: { kind: 'trace', file: 'keeps-supervisor-permissions.xtrace' },
  knowsApx: { kind: 'trace', file: 'knows-apx.xtrace' },
  switchesInOne: { kind: 'trace', file: 'switches-in-one.xtrace' },
  listsKernelUse: { kind: 'symbol', name: 'kernel_fpu_allowed' },
  tracesLess: { kind: 'symbol', name: '__tracepoint_x86_fpu_after_restore', isGone: true },
  hasGuestDefaults: { kind: 'trace', file: 'has-guest-defaults.xtrace' },
};

/** What the image of a build has shown. */
export interface Shown {
  /** The package that the image is from. */
  readonly build: string;
  readonly version: string;
  /** Whether the image has the change, for those of which it shows that. */
  readonly changes: Readonly<Partial<Record<LinuxChange, boolean>>>;
}

export function fileOfShown(version: string): string {
  return path.join(FOLDER, `${version}.json`);
}

/** By version. */
export function keptShown(): readonly Shown[] {
  const files = readdirSync(FOLDER).map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
  return files.map((text) => JSON.parse(text) as Shown).sort((a, b) => compareVersions(a.version, b.version));
}

/** For each change the two builds next to each other of which one has it and one does not; null where there are none. */
export function confirmations(builds: readonly Shown[]): Readonly<Record<LinuxChange, Confirmation | null>> {
  const rows = LINUX_CHANGES.map((change) => [change, confirmationOf(change, builds)] as const);
  return Object.fromEntries(rows) as Record<LinuxChange, Confirmation | null>; // of all changes
}

function confirmationOf(change: LinuxChange, builds: readonly Shown[]): Confirmation | null {
  const shown = builds.filter(({ changes }) => changes[change] !== undefined);
  for (const [index, { version, changes }] of shown.entries()) {
    const next = shown[index + 1];
    if (next && next.changes[change] !== changes[change]) return [version, next.version];
  }
  return null;
}
