/** `--vmlinux PATH`: the image of a real kernel. It is large, so the parts of it are read that are asked for. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../../../elf/image/byte-source';
import { missingOf } from '../../../kernel/native/requirements';
import { Vmlinux } from '../../../kernel/native/vmlinux';
import { UsageError } from '../usage-error';
import { reasonOf } from './trace-file';

/** The file stays open for as long as the command runs. @throws UsageError for a file that is no usable image. */
export function readVmlinux(path: string): Vmlinux {
  const source = openImage(path);
  const vmlinux = Vmlinux.read(source);
  const problem = vmlinux instanceof Vmlinux ? missingOf(vmlinux) : vmlinux.problem;
  if (problem === undefined && vmlinux instanceof Vmlinux) return vmlinux;
  source.close();
  throw new UsageError(`${path} cannot be used as a kernel. ${problem}`);
}

function openImage(path: string): ByteSource & { readonly close: () => void } {
  try {
    if (!statSync(path).isFile()) throw new UsageError(`${path} is no regular file.`);
    const file = openSync(path, 'r');
    const read = (offset: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw new UsageError(`${path} has become shorter while it was read.`);
        done += count;
      }
      return bytes;
    };
    return { size: fstatSync(file).size, read, close: () => closeSync(file) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} ${reasonOf(error)}.`);
  }
}
