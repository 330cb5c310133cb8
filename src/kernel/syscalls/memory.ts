/** System calls about memory that are more than their routine, or have none (mm/mmap.c, mm/mremap.c, mm/madvise.c). */
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { PAGE_SIZE, RIGHTS } from '../../machine/cpu/page';
import { descriptorAt } from '../files/descriptors';
import { findRoom, isPageAligned, mayGrow, overlaps, pageAligned } from '../mm/mappings';
import { ERRNO, MAP } from '../state/constants';
import { type Answer, arg, type Call, int, pointer, type SystemCall, size } from './call';

/** `brk`: the new end of the heap, or the old one where it cannot be had. */
function setBreak(call: Call): Answer {
  const { kernel, process, program } = call;
  const { memory } = program;
  const wanted = toLinear(arg(call, 0)) ?? 0;
  if (wanted < memory.startBrk) return memory.brk;
  const [oldEnd, newEnd] = [pageEnd(memory.brk), pageEnd(wanted)];
  if (newEnd > oldEnd) {
    const pages = (newEnd - oldEnd) / PAGE_SIZE;
    if (!mayGrow(kernel, process.space, pages)) return memory.brk;
    if (overlaps(kernel, process.space, oldEnd, newEnd - oldEnd)) return memory.brk;
    kernel.memory.map(process.space, oldEnd, newEnd - oldEnd, RIGHTS.data);
  } else if (newEnd < oldEnd) kernel.memory.unmap(process.space, newEnd, oldEnd - newEnd);
  memory.brk = wanted;
  return wanted;
}

function pageEnd(address: LinearAddress): LinearAddress {
  return Math.ceil(address / PAGE_SIZE) * PAGE_SIZE;
}

/** MAP_SHARED of anonymous memory is private here, MAP_STACK and its like mean nothing, and a file is copied. */
function map(call: Call): Answer {
  const flags = arg(call, 3);
  const [addr, len, prot, , fd, off] = call.arguments;
  const isShared = (flags & MAP.TYPE) !== MAP.PRIVATE;
  const isAnonymous = (flags & MAP.ANONYMOUS) !== 0n;
  const file = isAnonymous ? undefined : descriptorAt(call.program.files, int(call, 4))?.file;
  if (!isAnonymous && !file) return -ERRNO.EBADF;
  if (file && file.kind !== 'file' && file.kind !== 'zero') return -ERRNO.ENODEV;
  const own = isShared ? (flags & ~MAP.TYPE) | MAP.PRIVATE : flags;
  const locals = { addr: addr ?? 0n, len: len ?? 0n, prot: prot ?? 0n, fd: fd ?? 0n, off: off ?? 0n };
  return { call: 'sys_mmap', with: { ...locals, flags: own | (file ? MAP.ANONYMOUS : 0n), path: file?.path ?? '' } };
}

/** `mremap`: in place where there is room, else elsewhere if that is allowed. */
function remap(call: Call): Answer {
  const { kernel, process } = call;
  const [from, oldLength] = [pointer(call, 0), Number(pageAligned(arg(call, 1)))];
  const newLength = Number(pageAligned(arg(call, 2)));
  const MAYMOVE = 1;
  if (!isPageAligned(arg(call, 0)) || newLength === 0 || (int(call, 3) & ~MAYMOVE) !== 0) return -ERRNO.EINVAL;
  const rights = kernel.memory.rightsAt(process.space, from);
  if (!rights || !kernel.memory.isMapped(process.space, from, Math.max(1, oldLength))) return -ERRNO.EFAULT;
  if (newLength <= oldLength) {
    if (newLength < oldLength) kernel.memory.unmap(process.space, from + newLength, oldLength - newLength);
    return from;
  }
  const more = newLength - oldLength;
  if (!mayGrow(kernel, process.space, more / PAGE_SIZE)) return -ERRNO.ENOMEM;
  if (!overlaps(kernel, process.space, from + oldLength, more)) {
    kernel.memory.map(process.space, from + oldLength, more, rights);
    return from;
  }
  const to = int(call, 3) & MAYMOVE ? findRoom(kernel, process.space, newLength) : undefined;
  if (to === undefined) return -ERRNO.ENOMEM;
  const bytes = kernel.memory.peek(process.space, from, oldLength) ?? new Uint8Array();
  kernel.memory.map(process.space, to, newLength, rights);
  kernel.memory.poke(process.space, to, bytes);
  kernel.memory.unmap(process.space, from, oldLength);
  return to;
}

const MADV_DONTNEED = 4;

/** MADV_DONTNEED gives zeros; everything else is advice that nobody needs here. */
function advise(call: Call): Answer {
  const { kernel, process } = call;
  const [start, length] = [pointer(call, 0), Number(pageAligned(arg(call, 1)))];
  if (!isPageAligned(arg(call, 0))) return -ERRNO.EINVAL;
  if (int(call, 2) !== MADV_DONTNEED) return 0;
  for (let at = start; at < start + length; at += PAGE_SIZE) {
    const rights = kernel.memory.rightsAt(process.space, at);
    if (!rights) return -ERRNO.ENOMEM;
    kernel.memory.unmap(process.space, at, PAGE_SIZE);
    kernel.memory.map(process.space, at, PAGE_SIZE, rights);
  }
  return 0;
}

export const memoryCalls: readonly SystemCall[] = [
  {
    number: 9,
    name: 'mmap',
    parameters: ['addr', 'len', 'prot', 'flags', 'fd', 'off'],
    note: 'A file is copied when it is mapped. MAP_SHARED is not shared with children.',
    make: map,
  },
  { number: 12, name: 'brk', parameters: ['brk'], make: setBreak },
  { number: 25, name: 'mremap', parameters: ['addr', 'old_len', 'new_len', 'flags', 'new_addr'], make: remap },
  { number: 28, name: 'madvise', parameters: ['start', 'len', 'behavior'], make: advise },
  { number: 149, name: 'mlock', parameters: ['start', 'len'], make: () => 0 },
  { number: 150, name: 'munlock', parameters: ['start', 'len'], make: () => 0 },
  {
    number: 324,
    name: 'membarrier',
    parameters: ['cmd', 'flags', 'cpu_id'],
    make: (call) => (size(call, 0) === 0 ? 0 : -ERRNO.EINVAL),
  },
];
