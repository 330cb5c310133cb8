/** The answer to `xtrace/kernelStep`: which step of the kernel a line of its source is. */
import type { Client } from '../protocol/client';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { kernelText, policyOfSource, type SourceName } from '../state/kernel-documents';
import type { KernelStep } from '../views/kernel-step';

/** @param line as the client counts; undefined for where the kernel has stopped. Throws `UserError`. */
export function kernelStep(
  { program: { policy }, engine, launch }: Debuggee,
  client: Client,
  source: SourceName,
  line: number | undefined,
): KernelStep {
  const { place, world } = engine;
  const stopped = place.kind === 'kernel' ? place.line : undefined;
  const at = line === undefined ? stopped : client.fromLine(line);
  const document = kernelText(policyOfSource(source) ?? '', policy);
  const found = at === undefined ? undefined : document?.stepAt(at);
  const step = found && policy.routines.find(({ name }) => name === found.routine)?.steps[found.step];
  if (!found || !step || at === undefined) {
    throw new UserError('no-step', 'This line is no step of the kernel that runs.');
  }
  return {
    name: `${found.routine}.${step.name}`,
    kernelLine: client.line(at),
    program: launch.program,
    line: client.line(Math.max(0, world.line)),
  };
}
