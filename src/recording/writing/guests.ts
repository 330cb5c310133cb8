/**
 * Guests of KVM (arch/x86/kvm/trace.h): what a recording says of their MSRs, as instructions of the guest. The host's own
 * accesses around a VM entry are part of that step in a trace, and no observations of their own.
 */
import type { Observation } from '../observation';
import { MSRS } from './msrs';
import type { Stage } from './stage';

type Seen<Kind extends Observation['kind']> = Extract<Observation, { readonly kind: Kind }>;

/** What entries and exits do in any case. */
const PARTS: ReadonlySet<string> = new Set(['fpu', 'fpstate', 'msr']);
/** What happens to a task while it is in its guest. */
const WITHIN: ReadonlySet<string> = new Set(['guest-entry', 'guest-exit', 'guest-msr', 'switch', 'other', 'mark']);

/** Whether an observation of a virtual CPU is part of its entries and exits; a task that does something else has left its guest. */
export function isPartOfEntry({ virtualCpus, lines }: Stage, { kind, pid }: Observation): boolean {
  if (!virtualCpus.created.has(pid)) return false;
  if (PARTS.has(kind)) return true;
  if (!WITHIN.has(kind) && virtualCpus.inside.delete(pid)) lines.concluded('vmexit');
  return false;
}

export function writeEntry(stage: Stage, at: Seen<'guest-entry'>): void {
  const { created, inside } = stage.virtualCpus;
  if (inside.has(at.pid)) return;
  if (!created.has(at.pid)) create(stage, at.pid);
  inside.add(at.pid);
  stage.step('vmenter', at);
}

function create({ virtualCpus, lines }: Stage, pid: number): void {
  virtualCpus.created.add(pid);
  if (virtualCpus.permitted.has(pid)) {
    lines.concluded('syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0');
  }
  lines.concluded('kvm_set_cpuid2 => = 0');
}

export function writeGuestMsr(stage: Stage, at: Seen<'guest-msr'>): void {
  if (MSRS[at.number] === undefined || !stage.virtualCpus.inside.has(at.pid)) return;
  const { lines, virtualCpus } = stage;
  const [low, high] = [at.value & 0xffff_ffffn, at.value >> 32n].map((half) => `0x${half.toString(16)}`);
  const outcome = at.faulted ? '#GP' : 'ok';
  const isKnown = virtualCpus.known.has(`${at.pid} ${at.number}`);
  if (!at.faulted) virtualCpus.known.add(`${at.pid} ${at.number}`);
  // The recording began behind the write: what the first read finds was written by somebody.
  const isWrittenBefore = at.access === 'read' && !isKnown && !at.faulted && at.value !== 0n;
  lines.concluded(`mov ecx, 0x${at.number.toString(16)}`);
  if (at.access === 'write' || isWrittenBefore) {
    lines.concluded(`mov eax, ${low}`);
    lines.concluded(`mov edx, ${high}`);
  }
  if (at.access === 'write') return stage.step(`wrmsr => ${outcome}`, at);
  if (isWrittenBefore) lines.concluded('wrmsr');
  stage.step(`rdmsr => ${outcome}`, at);
  if (!at.faulted) stage.observe(`eax=${low} edx=${high}`, at);
}
