/** `--vmlinux PATH`: the image of a real kernel. */

import { messageOf } from '../../../adapter/protocol/user-error';
import { readUsable } from '../../../kernel/native/requirements';
import { Vmlinux } from '../../../kernel/native/vmlinux';
import { keepProgram, programOf } from '../../../library/program-of';
import type { Trace } from '../../../library/trace';
import { canConform, underVmlinux } from '../../../world/program/under-vmlinux';
import { openImageFile } from '../../image-file';
import { UsageError } from '../usage-error';

export const VMLINUX_OPTION = {
  name: 'vmlinux',
  value: 'PATH',
  summary: "Run under a real kernel's code: the image of that kernel.",
} as const;

/** A command takes one image, and may take it for many traces. */
const known = new Map<string, Vmlinux>();

/** @throws UsageError for a file that is no usable image. */
export function readVmlinux(path: string): Vmlinux {
  const read = known.get(path) ?? readUsable(opened(path));
  if (read instanceof Vmlinux) {
    known.set(path, read);
    return read;
  }
  throw new UsageError(`${path} cannot be used as a kernel. ${read.problem}`);
}

function opened(path: string) {
  try {
    return openImageFile(path);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** @throws UsageError for a trace of another kernel. */
export function putUnder(trace: Trace, vmlinux: Vmlinux): void {
  const program = programOf(trace);
  if (!canConform(program)) {
    throw new UsageError(
      `--vmlinux stands for \`kernel linux\`, and the trace is for \`kernel ${program.policy.name}\`.`,
    );
  }
  keepProgram(trace, underVmlinux(program, vmlinux));
}
