/** Puts a kernel's image into memory: sections at their addresses, and a per-CPU area for each CPU (setup_per_cpu_areas). */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { PageRights } from '../../machine/cpu/page';
import { PAGE_SIZE, RIGHTS } from '../../machine/cpu/page';
import type { ImageMemory } from './image-memory';
import type { Vmlinux } from './vmlinux';

/** Type information and tables for unwinding, modules and checksums: no code that runs here reads them. */
const LEFT_OUT = /^(\.BTF|\.orc_|__kcrctab|__ksymtab|\.notes|\.pci_fixup)/;
const PERCPU = '.data..percpu';
/** What a processor writes to while it starts: its pages become code and data in turn. */
const STARTUP: PageRights = { accessible: true, writable: true, executable: true, key: 0 };

/** Where the areas of the CPUs lie, one after the other. */
const PERCPU_AREAS = Number(BigInt.asIntN(64, 0xffff_8889_0000_0000n));
const PERCPU_STRIDE = 0x10_0000;
const POINTER = 8;

/** Between the address of a per-CPU variable's symbol and the variable of CPU `cpu`: `__per_cpu_offset[cpu]`. */
export function perCpuOffset(vmlinux: Vmlinux, cpu: number): LinearAddress {
  return PERCPU_AREAS + cpu * PERCPU_STRIDE - vmlinux.section(PERCPU).address;
}

/** @param cpus how many CPUs get an area. */
export function placeImage(vmlinux: Vmlinux, memory: ImageMemory, cpus: number): void {
  for (const section of vmlinux.sections) {
    const { name, isLoaded, address, offset, size, isInFile } = section;
    if (!isLoaded || size === 0 || address >= 0 || LEFT_OUT.test(name) || name === PERCPU) continue;
    memory.map(address, size, rightsOf(section));
    if (isInFile) memory.write(address, vmlinux.source.read(offset, size));
  }
  for (let cpu = 0; cpu < cpus; cpu++) placePerCpuArea(vmlinux, memory, cpu);
}

/** Two sections may share a page: code may be written then, as it is while a kernel boots. */
function rightsOf({
  isExecutable,
  isWritable,
}: {
  readonly isExecutable: boolean;
  readonly isWritable: boolean;
}): PageRights {
  if (isExecutable) return STARTUP;
  return isWritable ? RIGHTS.data : STARTUP;
}

function placePerCpuArea(vmlinux: Vmlinux, memory: ImageMemory, cpu: number): void {
  const { offset: from, size } = vmlinux.section(PERCPU);
  const offset = perCpuOffset(vmlinux, cpu);
  const area = PERCPU_AREAS + cpu * PERCPU_STRIDE;
  memory.map(area, size + PAGE_SIZE, RIGHTS.data);
  memory.write(area, vmlinux.source.read(from, size));
  memory.setPointer(vmlinux.at('__per_cpu_offset') + POINTER * cpu, offset);
  memory.setPointer(vmlinux.at('this_cpu_off') + offset, offset);
  const number = numberOfCpu(vmlinux);
  if (number !== undefined) memory.setU32(number + offset, cpu);
}

/** `raw_smp_processor_id()`: a variable of its own, or from 6.2 to 6.14 a member of `pcpu_hot`. */
function numberOfCpu(vmlinux: Vmlinux): LinearAddress | undefined {
  const [hot, member] = [vmlinux.find('pcpu_hot'), vmlinux.member('pcpu_hot', 'cpu_number')];
  return hot === undefined || !member ? vmlinux.find('cpu_number') : hot + member.offset;
}
