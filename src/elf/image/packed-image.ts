/**
 * `bzImage` and `vmlinuz`: the image of a kernel, packed, behind the code that unpacks it while a machine boots. Where it lies, its
 * header says (Documentation/arch/x86/boot.rst of Linux); how it is packed, its first bytes.
 */
import { canInflate, gunzip } from '../compression';
import type { ElfProblem } from '../elf-file';
import { type ByteSource, sourceOfBytes } from './byte-source';
import { viewOf } from './image-sections';

/** The header, in bytes from the start of the file. */
const SETUP = { SECTORS: 0x1f1, MAGIC: 0x202, VERSION: 0x206, PAYLOAD: 0x248, LENGTH: 0x24c, END: 0x250 } as const;
/** `HdrS`. */
const MAGIC = 0x5372_6448;
/** The first version of the header that says where the image lies. */
const WITH_PAYLOAD = 0x208;
const SECTOR = 512;
const SECTORS_BY_DEFAULT = 4;
/** Behind the packed image, and counted with it: how many bytes the image has. */
const SIZE_BYTES = 4;
const LONGEST_MAGIC = 8;

/** How kernels are packed (CONFIG_KERNEL_GZIP and the like), and what such data begins with, as scripts/extract-vmlinux has it. */
const PACKERS: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 8] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'lz4', magic: [2, 0x21, 0x4c, 0x18] },
  { name: 'lzma', magic: [0x5d, 0, 0, 0] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'lzo', magic: [0x89, 0x4c, 0x5a, 0x4f] },
];

const REMEDY = '`scripts/extract-vmlinux FILE`, of the sources of Linux, writes the image out.';

/** The image that a file has, or is: whatever is not packed comes back as it is. */
export function unpackedImage(file: ByteSource): ByteSource | ElfProblem {
  const payload = payloadOf(file);
  if (!payload) return file;
  const { offset, length } = payload;
  if (length <= SIZE_BYTES || offset + length > file.size) {
    return {
      problem: `It is cut off: it has ${file.size} bytes, and the packed image in it ends at ${offset + length}.`,
    };
  }
  const begin = file.read(offset, Math.min(length, LONGEST_MAGIC));
  const packer = PACKERS.find(({ magic }) => magic.every((byte, index) => byte === begin[index]))?.name;
  if (packer !== 'gzip' || !canInflate()) {
    return { problem: `It is a packed image (${packer ?? 'nobody knows how'}), which is not unpacked here: ${REMEDY}` };
  }
  const data = file.read(offset, length);
  const bytes = gunzip(data.subarray(0, -SIZE_BYTES), viewOf(data).getUint32(length - SIZE_BYTES, true));
  return bytes ? sourceOfBytes(bytes) : { problem: 'It is a packed image, and cannot be unpacked: it is damaged.' };
}

/** In bytes; undefined for a file that is not packed. */
function payloadOf(file: ByteSource): { readonly offset: number; readonly length: number } | undefined {
  if (file.size < SETUP.END) return undefined;
  const header = viewOf(file.read(0, SETUP.END));
  if (header.getUint32(SETUP.MAGIC, true) !== MAGIC || header.getUint16(SETUP.VERSION, true) < WITH_PAYLOAD)
    return undefined;
  const sectors = (header.getUint8(SETUP.SECTORS) || SECTORS_BY_DEFAULT) + 1;
  return {
    offset: sectors * SECTOR + header.getUint32(SETUP.PAYLOAD, true),
    length: header.getUint32(SETUP.LENGTH, true),
  };
}
