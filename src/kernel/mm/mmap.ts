/** mmap(2) of anonymous memory, and munmap(2) (mm/mmap.c). Files are not modelled. */
import { PAGE_SIZE } from '../../machine/cpu/page';
import { nodeAt } from '../files/nodes';
import { readNode } from '../files/page-cache';
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, MAP, PROT } from '../state/constants';
import {
  currentProcess,
  findRoom,
  isPageAligned,
  LOWEST_MAPPING,
  mayGrow,
  overlaps,
  pageAligned,
  rightsOf,
  TASK_SIZE,
} from './mappings';
import { executeOnlyKey } from './protection-keys';

export const sysMmap: Routine<'sys_mmap'> = {
  name: 'sys_mmap',
  signature:
    'long sys_mmap(unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, unsigned long fd, unsigned long off)',
  file: 'mm/mmap.c',
  summary: 'Maps pages of zeros, and says where.',
  steps: [
    {
      name: 'check_offset',
      code: 'if (off & ~PAGE_MASK) return -EINVAL;',
      why: 'An offset is one in pages.',
      run: (_kernel, locals) => (isPageAligned(big(locals, 'off')) ? undefined : { return: -ERRNO.EINVAL }),
    },
    {
      name: 'check_file',
      code: 'if (!(flags & MAP_ANONYMOUS)) { file = fget(fd); if (!file) return -EBADF; }',
      why: 'The trace has no open files.',
      run: (_kernel, locals) => (big(locals, 'flags') & MAP.ANONYMOUS ? undefined : { return: -ERRNO.EBADF }),
    },
    {
      name: 'check_length',
      code: 'if (!len) return -EINVAL; len = PAGE_ALIGN(len); if (!len) return -ENOMEM;',
      why: 'Whole pages. More memory than a trace may have counts as none being left.',
      run: (kernel, locals) => {
        if (big(locals, 'len') === 0n) return { return: -ERRNO.EINVAL };
        locals.len = pageAligned(big(locals, 'len'));
        return locals.len === 0n || !hasPagesLeft(kernel, locals.len) ? { return: -ERRNO.ENOMEM } : undefined;
      },
    },
    {
      name: 'check_type',
      code: 'if ((flags & MAP_TYPE) != MAP_PRIVATE) return -EINVAL;',
      why: 'Memory that a parent and its children share is not modelled, and refused.',
      run: (_kernel, locals) =>
        (big(locals, 'flags') & MAP.TYPE) === MAP.PRIVATE ? undefined : { return: -ERRNO.EINVAL },
    },
    {
      name: 'place',
      code: 'addr = get_unmapped_area(file, addr, len, pgoff, flags); if (IS_ERR_VALUE(addr)) return addr;',
      why: 'Where MAP_FIXED says; else at the hint, if nothing is there; else as high as there is room.',
      run: (kernel, locals) => {
        const addr = unmappedArea(kernel, locals);
        if (addr < 0n) return { return: Number(addr) };
        locals.addr = addr;
        return undefined;
      },
    },
    {
      name: 'map',
      code: 'return mmap_region(file, addr, len, vm_flags, pgoff);',
      why: 'What was there is unmapped first. PROT_EXEC alone takes a key that forbids reading, where there are keys.',
      run: (kernel, locals) => {
        const process = currentProcess(kernel);
        if (!process) return { return: -ERRNO.ENOMEM };
        const [start, length] = [Number(big(locals, 'addr')), Number(big(locals, 'len'))];
        const prot = big(locals, 'prot');
        const key = prot === PROT.EXEC ? (executeOnlyKey(kernel, process.pkeys) ?? 0) : 0;
        kernel.memory.unmap(process.space, start, length);
        kernel.memory.map(process.space, start, length, rightsOf(prot, key));
        fillFromFile(kernel, process.space, start, length, text(locals, 'path'), num(locals, 'off'));
        return { return: big(locals, 'addr') };
      },
    },
  ],
};

/** A file that is mapped is copied. Without a path nothing is there to copy. */
function fillFromFile(
  kernel: KernelContext,
  space: number,
  start: number,
  length: number,
  path: string,
  from: number,
): void {
  const node = path === '' ? undefined : nodeAt(kernel, path);
  if (node) kernel.memory.poke(space, start, readNode(kernel, node, from, length));
}

function hasPagesLeft(kernel: KernelContext, length: bigint): boolean {
  const process = currentProcess(kernel);
  return process !== undefined && mayGrow(kernel, process.space, Number(length) / PAGE_SIZE);
}

/** The address, or the negative error. */
function unmappedArea(kernel: KernelContext, locals: LocalsWith<'addr' | 'flags' | 'len'>): bigint {
  const [hint, length, flags] = [big(locals, 'addr'), big(locals, 'len'), big(locals, 'flags')];
  const space = currentProcess(kernel)?.space ?? 0;
  if (flags & (MAP.FIXED | MAP.FIXED_NOREPLACE)) return fixedArea(kernel, space, hint, length, flags);
  const wanted = hint === 0n ? 0n : pageAligned(hint < LOWEST_MAPPING ? LOWEST_MAPPING : hint);
  const fits = wanted !== 0n && wanted <= TASK_SIZE - length;
  if (fits && !overlaps(kernel, space, Number(wanted), Number(length))) return wanted;
  const room = findRoom(kernel, space, Number(length));
  return room === undefined ? -BigInt(ERRNO.ENOMEM) : BigInt(room);
}

function fixedArea(kernel: KernelContext, space: number, at: bigint, length: bigint, flags: bigint): bigint {
  if (at > TASK_SIZE - length) return -BigInt(ERRNO.ENOMEM);
  if (!isPageAligned(at)) return -BigInt(ERRNO.EINVAL);
  if (at < LOWEST_MAPPING) return -BigInt(ERRNO.EPERM);
  const refuses = (flags & MAP.FIXED_NOREPLACE) !== 0n && overlaps(kernel, space, Number(at), Number(length));
  return refuses ? -BigInt(ERRNO.EEXIST) : at;
}

export const sysMunmap: Routine<'sys_munmap'> = {
  name: 'sys_munmap',
  signature: 'long sys_munmap(unsigned long addr, size_t len)',
  file: 'mm/mmap.c',
  summary: 'Takes the pages of a range away. That some of it was not mapped is no error.',
  steps: [
    {
      name: 'check',
      code: 'if (offset_in_page(start) || start > TASK_SIZE || len > TASK_SIZE - start) return -EINVAL; if (!PAGE_ALIGN(len)) return -EINVAL;',
      why: 'Whole pages of the user half.',
      run: (_kernel, locals) => {
        const [start, length] = [big(locals, 'addr'), big(locals, 'len')];
        const isRange = isPageAligned(start) && start <= TASK_SIZE && length <= TASK_SIZE - start;
        return isRange && pageAligned(length) !== 0n ? undefined : { return: -ERRNO.EINVAL };
      },
    },
    {
      name: 'unmap',
      code: 'unmap_region(mm, vma, start, end);',
      why: 'Accesses fault from here on: nothing is mapped there.',
      run: (kernel, locals) => {
        const process = currentProcess(kernel);
        if (process) kernel.memory.unmap(process.space, num(locals, 'addr'), Number(pageAligned(big(locals, 'len'))));
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
