/** A trace that the stand-in for a kernel can run: it knows no supervisor components, and needs no registers but general ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { imageOf } from '../kernel/native/images';
import type { Folder } from './cli-harness';

const HEAD = `xtrace 1
machine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr
kernel linux version=6.12 config=minimal
data cfg = tilecfg { tmm0: 16x64 }
task A
task B

switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
`;

/** The second task never runs. */
export const ALONE = `${HEAD}    nop\n`;

export const IN_TURNS = `${HEAD}switch B
    nop
switch A
    nop
`;

/** Two tasks, one of which runs a guest with tiles: it disarms them without a VM exit, and loses the CPU meanwhile. */
export const GUEST = `${HEAD.slice(0, HEAD.indexOf('switch A'))}switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0
    kvm_set_cpuid2 => = 0
    expect A.guest.size == 10752 && A.guest.image_size == 11008
    vmenter
    xor ecx, ecx
    xor edx, edx
    mov eax, 0x602e7
    xsetbv
    ldtilecfg [cfg]
    tilezero tmm0
    mov ecx, IA32_XFD
    mov eax, XTILEDATA
    wrmsr => ok
    tilezero tmm0 => #NM
    xor eax, eax
    mov ecx, IA32_XFD_ERR
    wrmsr
    mov ecx, IA32_XFD
    wrmsr
    vmexit
switch B
    nop
switch A
    expect xfd == XTILEDATA && A.guest.xfd == 0
`;

/** A task reads the old register set of another into its own memory. */
export const TRACER = `${HEAD.slice(0, HEAD.indexOf('task A'))}data image = zero 512
data iov = u64[2] { image, 512 }
task A
task B
switch B
    mov eax, 0x12345678
    movd xmm15, eax
switch A
    syscall ptrace(PTRACE_ATTACH, B.pid) => = 0
    syscall ptrace(PTRACE_GETREGSET, B.pid, NT_PRFPREG, iov) => = 0
`;

export const GUEST_FUNCTIONS: readonly string[] = [
  'fpu_alloc_guest_fpstate',
  'fpu_enable_guest_xfd_features',
  'fpu_swap_kvm_fpstate',
  'fpu_update_guest_xfd',
  'fpu_sync_guest_vmexit_xfd_state',
];

/** Counted from 1. */
export const FIRST_USE = 11;

/** An image of the stand-in as a file. @param options of gcc. */
export function image(folder: Folder, name: string, ...options: readonly string[]): string {
  const file = folder.write(name, '');
  writeFileSync(file, imageOf('kernel', '-mgeneral-regs-only', ...options));
  return file;
}

/** The line of the stand-in's source that has a text, counted from 1. */
export function sourceLine(text: string): number {
  const lines = readFileSync('test/fixtures/kernels/kernel.c', 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
