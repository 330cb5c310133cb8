/** Traces as programs, under the image of a real kernel where one is named. */
import type { TraceFiles } from '../../../language/data/data-bytes';
import type { Load } from '../../../world/explore/forks';
import { loadProgram } from '../../../world/program/load-program';
import { underVmlinux } from '../../../world/program/under-vmlinux';
import { readVmlinux } from '../arguments/vmlinux-argument';

/** @param path of the image; null for the kernel of the trace. @throws UsageError for a file that is no usable image. */
export function loadingUnder(files: TraceFiles | undefined, path: string | null): Load {
  const vmlinux = path === null ? undefined : readVmlinux(path);
  return (text) => {
    const { program } = loadProgram(text, files ? { files } : {});
    return program && vmlinux ? underVmlinux(program, vmlinux) : program;
  };
}
