/** The scalar loop of `drive.ts` as other programs run it. */

/** A round's. */
export const LOOP_INSTRUCTIONS = 8;

/** For Linux. */
export const LOOP_PROGRAM = `.intel_syntax noprefix
.globl _start
_start:
    lea   rsi, [table]
    lea   rdi, [sums]
    xor   ecx, ecx
    xor   ebx, ebx
    mov   edx, 12345
    mov   r8d, ROUNDS
again:
    mov   eax, DWORD PTR [rsi+rcx*4]
    imul  eax, edx
    add   ebx, eax
    mov   DWORD PTR [rdi+rcx*4], ebx
    inc   ecx
    and   ecx, 1023
    dec   r8d
    jnz   again
done:
    mov   eax, 60
    xor   edi, edi
    syscall
.bss
table: .skip 4096
sums:  .skip 4096
`;

/** A boot sector, in real mode; a word to port 8900h turns the machine off. */
export const BOOT_SECTOR = `.intel_syntax noprefix
.code16
.globl _start
_start:
    cli
    xor   eax, eax
    mov   ds, ax
    xor   ecx, ecx
    xor   ebx, ebx
    mov   edx, 12345
    mov   esi, 0x1000
    mov   edi, 0x3000
    mov   ebp, ROUNDS
again:
    mov   eax, [esi+ecx*4]
    imul  eax, edx
    add   ebx, eax
    mov   [edi+ecx*4], ebx
    inc   ecx
    and   ecx, 1023
    dec   ebp
    jnz   again
    mov   dx, 0x8900
    mov   si, offset off
next:
    mov   al, cs:[si]
    test  al, al
    jz    stop
    out   dx, al
    inc   si
    jmp   next
stop:
    hlt
    jmp   stop
off: .asciz "Shutdown"
.org 510
.word 0xaa55
`;

/** A low number of instructions a second: the BIOS waits for its devices by them. */
export const BOCHS_SETTINGS = `megs: 32
romimage: file=/usr/share/bochs/BIOS-bochs-legacy
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
floppya: 1_44=disk, status=inserted
boot: floppy
display_library: term
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
cpu: count=1, ips=10000000
clock: sync=none
log: log
`;

export const BOCHS_COMMANDS = 'c\n';
