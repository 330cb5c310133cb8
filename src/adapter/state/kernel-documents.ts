/**
 * The pseudo-C of kernels as sources of the protocol: one document a policy, with a number and a path that are the same in every
 * session, so that a breakpoint in one is never taken for the same line of another.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { POLICIES } from '../../kernel/policies';
import type { Policy } from '../../kernel/routines/policy';
import type { KernelSource } from '../../kernel/routines/source';
import { kernelSource } from '../../world/debugger/places/kernel-place';

/** What clients say about a source. */
export interface SourceName {
  readonly path?: string | undefined;
  readonly sourceReference?: number | undefined;
}

/** What `without ROUTINE.STEP` names. */
export interface StepName {
  readonly routine: string;
  readonly name: string;
}

export function kernelDocument(policy: string): DebugProtocol.Source {
  return {
    name: documentPath(policy),
    // Without a path, editors do not know what a breakpoint in it is in, and show none.
    path: documentPath(policy),
    sourceReference: isShipped(policy) ? 1 + POLICIES.findIndex(({ name }) => name === policy) : WRITTEN,
    origin: 'pseudo-C of the modelled kernel',
    presentationHint: 'normal',
  };
}

/** The policy whose document a source is; undefined for all else. */
export function policyOfSource({ path, sourceReference }: SourceName): string | undefined {
  const written = WRITTEN_PATH.exec(path ?? '')?.[1];
  if (sourceReference === WRITTEN) return written ?? ANY_WRITTEN;
  if (written !== undefined && !sourceReference) return written;
  const policy = sourceReference
    ? POLICIES[sourceReference - 1]
    : POLICIES.find(({ name }) => path === documentPath(name));
  return policy && policy.name !== 'none' ? policy.name : undefined;
}

/** Behind the numbers of the policies: that of those that no table has, which go by their path. */
const WRITTEN = POLICIES.length + 1;
/** Where a client says the number alone: the one that runs. */
const ANY_WRITTEN = 'policy';
const WRITTEN_PATH = /^(policy ".*"|vmlinux)\.c$/;

function isShipped(policy: string): boolean {
  return POLICIES.some(({ name }) => name === policy);
}

export function kernelText(name: string, running: Policy | undefined): KernelSource | undefined {
  const policy = policyNamed(name, running);
  return policy && kernelSource(policy);
}

/** The step on a zero-based line of a policy's document, or on the next line that has one. */
export function kernelStepFrom(name: string, running: Policy | undefined, line: number): StepName | undefined {
  const policy = policyNamed(name, running);
  const place = policy && kernelSource(policy).stepFrom(line);
  const routine = policy?.routines.find((candidate) => candidate.name === place?.routine);
  const step = routine?.steps[place?.step ?? 0];
  return routine && step && { routine: routine.name, name: step.name };
}

/** As the running kernel has it, whose options may have chosen among its routines; else as it is by itself. */
function policyNamed(wanted: string, running: Policy | undefined): Policy | undefined {
  if (wanted === ANY_WRITTEN) return running && !isShipped(running.name) ? running : undefined;
  return running?.name === wanted ? running : POLICIES.find(({ name }) => name === wanted);
}

function documentPath(policy: string): string {
  return `${policy}.c`;
}
