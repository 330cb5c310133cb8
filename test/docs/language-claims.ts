/** What docs/language.md says in words and in its tables, each sentence with a trace that shows it. Examples are tests already. */

export interface Claim {
  /** Words of the page, as they stand there but for their line breaks. */
  readonly says: string;
  /** Behind `xtrace 1`: it runs to its end, every expectation true and every outcome as written. */
  readonly trace: string;
}

export const CLAIMS: readonly Claim[] = [
  // Words
  { says: 'Upper and lower case differ.', trace: 'const a = 1\nconst A = 2\nexpect a == 1 && A == 2' },
  { says: 'A name that may begin with a dot.', trace: 'jmp .L3\nud2\n.L3:\nexpect rip == .L3' },
  {
    says: '| keyword, mnemonic, register | `expect`, `TILEZERO`, `Rax` | In any case. |',
    trace: 'MOV Eax, 7\nExpect RAX == 7',
  },
  {
    says: '`10`, `0x1f`, `0b1010`, `1_000_000`',
    trace: 'expect 0b1010 == 10 && 0x1f == 31 && 1_000_000 == 1000 * 1000',
  },
  { says: '`1.5`, `1e-3`, `inf`, `nan`', trace: 'expect 1e-3 == 0.001 && inf > 1e300 && nan != nan' },
  {
    says: 'With `\\"`, `\\\\`, `\\n` and `\\t`.',
    trace: 'expect "a\\tb" == "a\tb" && contains("a\\\\b", "\\\\") && contains("a\\"b", "\\"")',
  },
  { says: '(labels may stand before it)', trace: 'one: two: mov eax, 1\nexpect one == two' },
  // Declarations
  { says: 'Without it: `sapphire-rapids cpus=1`.', trace: 'expect size(XTILEDATA) == 8192 && cpu[0].xcr0 == 0x602e7' },
  {
    says: 'steps may use what is declared further down',
    trace: 'mov eax, c\nexpect rax == c && u8[d] == 7\nconst c = 5\ndata d = u8[1] {7}',
  },
  { says: 'Without it: `linux`.', trace: 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0' },
  {
    says: 'With `in` it is one more thread of that process, else the first thread of a process that has its name.',
    trace:
      'data d = zero 8\ntask A\ntask B in A\ntask C\nswitch A\nmov BYTE PTR [d], 7\nswitch B\nexpect u8[d] == 7\nswitch C\nexpect u8[d] == 0',
  },
  {
    says: '`run` starts it at `entry`.',
    trace:
      'task A entry=here\nproc here\nmov eax, 5\nsyscall exit(0)\nend\nrun A\nexpect A.state == "exited" && A.exit_code == 0',
  },
  // Data
  {
    says: 'on a 64-byte boundary unless `align=` says otherwise',
    trace:
      'data a = zero 1\ndata b = zero 1\ndata c = zero 1 align=4096\ndata d = zero 1 align=1\nexpect b == a + 64 && c % 4096 == 0 && d == c + 1',
  },
  {
    says: 'below 2 GiB so that `[NAME + rcx*1]` can be encoded',
    trace: 'data a = u8[4] { 1, 2, 3, 4 }\nmov ecx, 2\nmovzx eax, BYTE PTR [a + rcx*1]\nexpect a < 1 << 31 && rax == 3',
  },
  {
    says: 'Every process has its own copy.',
    trace: 'data a = u8[1] { 1 }\ntask A\ntask B\nswitch A\nmov BYTE PTR [a], 9\nswitch B\nexpect u8[a] == 1',
  },
  {
    says: 'elements, the last index running fastest; the rest is zero',
    trace: 'data a = u8[2][3] { 1, 2, 3, 4 }\nexpect u8[a + 3] == 4 && u8[a + 4] == 0 && u8[a + 5] == 0',
  },
  {
    says: '| `TYPE[N]... fill(v)` | all the same |',
    trace: 'data a = i16[3] fill(-2)\nexpect i16[a] == -2 && i16[a + 4] == -2',
  },
  { says: 'integers wrap to the type', trace: 'data a = u8[3] ramp(254, 1)\nexpect u8[a] == 254 && u8[a + 2] == 0' },
  {
    says: 'the same for the same seed everywhere; integers of all bits, floats in [-1, 1)',
    trace:
      'data a = u64[2] random(7)\ndata b = u64[2] random(7)\ndata f = f32[1] random(7)\nexpect u64[a] == u64[b] && u64[a + 8] == u64[b + 8] && u64[a] != u64[a + 8]\nexpect f32[f] >= -1 && f32[f] < 1',
  },
  {
    says: 'palette 1 and start row 0 unless given',
    trace:
      'data c = tilecfg { tmm0: 4x16 }\nexpect u8[c] == 1 && u8[c + 1] == 0 && u8[c + 48] == 4 && u16[c + 16] == 16',
  },
  // Instructions
  {
    says: 'Names of data are addresses; `[NAME]` is what lies there.',
    trace: 'data t = u64[1] { 5 }\nmov rax, [t]\nlea rbx, [t]\nexpect rax == 5 && rbx == t',
  },
  {
    says: 'Constants and expressions of constants may stand for numbers.',
    trace: 'const N = 3\nmov eax, 1 << 18\nmov ebx, N * 2\nexpect rax == 0x40000 && rbx == 6',
  },
  {
    says: 'Without an index the stride is 0: all rows at one address.',
    trace:
      'kernel linux-rfc-2020\ndata cfg = tilecfg { tmm0: 2x4 }\ndata d = u32[2] { 7, 8 }\nmov esi, OFFSET d\nldtilecfg [cfg]\ntileloadd tmm0, [rsi]\nexpect tmm0.u32[0][0] == 7 && tmm0.u32[1][0] == 7',
  },
  {
    says: '`vpgatherdd zmm0{k1}, [rsi + zmm1*4]`',
    trace:
      'data d = u32[16] ramp(0, 1)\ndata i = u32[16] ramp(15, -1)\nmov esi, OFFSET d\nvmovdqu32 zmm1, [i]\nkxnorw k1, k1, k1\nvpgatherdd zmm0{k1}, [rsi + zmm1*4]\nexpect zmm0.u32[0] == 15 && zmm0.u32[15] == 0 && k1 == 0',
  },
  {
    says: '`vaddps zmm0{k1}{z}, zmm1, [rsi]{1to16}`',
    trace:
      'data d = f32[1] { 1.5 }\nmov esi, OFFSET d\nmov eax, 3\nkmovw k1, eax\nvaddps zmm0{k1}{z}, zmm1, [rsi]{1to16}\nexpect zmm0.f32[0] == 1.5 && zmm0.f32[1] == 1.5 && zmm0.f32[2] == 0',
  },
  { says: '`vcmpps k1, zmm1, zmm2, {sae}, 1`', trace: 'vcmpps k1, zmm1, zmm2, {sae}, 0\nexpect k1 == 0xffff' },
  {
    says: '`vcmpltps k1, zmm1, zmm2`, `vpcmpnequb k1, zmm1, zmm2`',
    trace: 'vcmpltps k1, zmm1, zmm2\nvpcmpnequb k2, zmm1, zmm2\nexpect k1 == 0 && k2 == 0',
  },
  {
    says: '`{vex} vpdpbusd ymm0, ymm1, ymm2`',
    trace: '{vex} vpdpbusd ymm0, ymm1, ymm2\na:\n{evex} vpdpbusd ymm0, ymm1, ymm2\nb:\nexpect b - a == 6',
  },
  {
    says: '`mov rax, QWORD PTR fs:40`',
    trace: 'data d = u64[6] ramp(0, 1)\nmov eax, OFFSET d\nwrfsbase rax\nmov rax, QWORD PTR fs:40\nexpect rax == 5',
  },
  {
    says: 'Only inside `#APP` ... `#NO_APP`',
    trace: '#APP\nmov eax, 1; mov ebx, 2\n#NO_APP\nexpect rax == 1 && rbx == 2',
  },
  // Events
  { says: 'A trace begins on CPU 0.', trace: 'expect cpu == 0' },
  {
    says: "without moving that task's own position",
    trace:
      'task A entry=code\nproc code\nmov eax, 1\nmov ebx, 2\nend\nrun A for 1\nmov ecx, 3\nexpect rbx == 0\nrun A for 1\nexpect rax == 1 && rbx == 2 && rcx == 3',
  },
  { says: 'NAME counts from 0.', trace: 'xor ecx, ecx\nrepeat 3 as i\nexpect rcx == i\ninc ecx\nend' },
  { says: 'its result comes into RAX', trace: 'task A\nswitch A\nmov eax, 39\nsyscall\nexpect rax == A.pid' },
  {
    says: 'Makes the next N buffer allocations fail',
    trace:
      'data cfg = tilecfg { tmm0: 1x4 }\nsyscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)\nldtilecfg [cfg]\ninject alloc-fail\ntilezero tmm0 => #NM, SIGSEGV, killed',
  },
  {
    says: 'files are -EBADF, and shared memory, which is not modelled, is -EINVAL',
    trace:
      'syscall mmap(0, 4096, PROT_READ, MAP_PRIVATE, 3, 0) => = -EBADF\nsyscall mmap(0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0) => = -EINVAL',
  },
  { says: 'Data is not executable.', trace: 'data d = hex "c3"\nlea rax, [d]\ncall rax => #PF, SIGSEGV, killed' },
  {
    says: 'Signal 0 only asks whether there is somebody.',
    trace: 'task A\ntask B\nswitch A\nsyscall kill(B.pid, 0) => = 0\nexpect B.pending == 0',
  },
  {
    says: '-ESRCH where T is no thread of it, -EINVAL for numbers that are not positive',
    trace:
      'task A\ntask B\nswitch A\nsyscall tgkill(A.pid, B.pid, SIGUSR1) => = -ESRCH\nsyscall tgkill(0, 0, SIGUSR1) => = -EINVAL',
  },
  { says: '`{{` and `}}` stand for braces', trace: 'print "{{rax}} is {rax}"' },
  {
    says: 'braces there that are no expression stay as they are',
    trace: 'expect 1, "this {is no expression} and {rax} is"',
  },
  // Outcomes
  { says: 'for #PF with this address', trace: 'mov eax, DWORD PTR [0x1000] => #PF(0x1000), SIGSEGV, killed' },
  { says: 'That exception, whatever its error code.', trace: 'mov eax, DWORD PTR [0x1000] => #PF, SIGSEGV, killed' },
  { says: 'That exception with this error code', trace: 'xor ecx, ecx\nxsetbv => #GP(0), SIGSEGV, killed' },
  { says: 'and the register that is its first operand for others', trace: 'mov ebx, 6 => = 6\nadd ebx, 1 => = 7' },
  {
    says: 'The result of an instruction is EDX:EAX for `rdmsr`, `xgetbv`, `rdpkru` and `rdtsc`',
    trace: 'xor ecx, ecx\nxgetbv => = 0x602e7',
  },
  {
    says: 'A fault in `ring0` is an `oops` under every policy that has a kernel.',
    trace: 'ring0\nud2 => #UD, oops\nend',
  },
  // Expressions
  { says: 'each tighter than the one before it', trace: 'expect (1 | 2 ^ 2 & 1) == 3 && (4 ^ 6 & 2) == 6' },
  {
    says: '1 or 0; the right side is looked at only when needed',
    trace: 'expect (1 || u8[0] == 1) && !(0 && u8[0] == 1) && (2 || 0) == 1',
  },
  {
    says: '`<<` keeps 64 bits; `>>` of a negative number stays negative',
    trace: 'expect 1 << 64 == 0 && -8 >> 1 == -4',
  },
  { says: 'integers are divided toward zero', trace: 'expect -7 / 2 == -3 && 7 / -2 == -3' },
  { says: 'Everything but 0 and the empty text is true.', trace: 'expect !"" && "x" && -1 && 0.5 && !0.0' },
  {
    says: 'but a trace may declare these names, and `ftw`, which then mean what it declares',
    trace: 'const fip = 9\nexpect fip == 9 && cpu[0].fip == 0',
  },
  {
    says: 'the CPU it runs on (-1: none)',
    trace: 'task A\ntask B\nswitch A\nexpect A.cpu == 0 && B.cpu == -1 && A.signal == ""',
  },
  {
    says: 'as a shell gives it (-1 before)',
    trace:
      'task A\ntask B\nswitch A\nexpect A.exit_code == -1\nud2 => #UD, SIGILL, killed\nswitch B\nexpect A.exit_code == 128 + SIGILL && A.signal == "SIGILL"',
  },
  {
    says: 'the number of the current CPU; `cpu[1].xfd` is a register of another',
    trace: 'machine sapphire-rapids cpus=2\ncpu 1\nexpect cpu == 1 && cpu[0].xfd == cpu[1].xfd',
  },
  {
    says: 'setting one in the debugger obeys the rules of the instruction that writes it. Their parts have names, behind a dot: `rflags.CF`, `cr0.TS`, `xfd.XTILEDATA`.',
    trace: 'stc\nexpect rflags.CF == 1 && cr0.TS == 0 && xfd.XTILEDATA == 1',
  },
  { says: 'their masks: `XTILEDATA` is 0x40000', trace: 'expect XTILEDATA == 0x40000 && X87 == 1 && SSE == 2' },
  {
    says: '| `has(mask, COMPONENT)` | 1 when all bits of the second are set in the first |',
    trace: 'expect has(7, 5) == 1 && has(5, 7) == 0',
  },
  {
    says: "A trace may declare any of these names but a component's for itself",
    trace: 'const SIGSEGV = 5\nconst contains = 2\nexpect SIGSEGV == 5 && contains == 2',
  },
  // Without a kernel
  {
    says: 'at CPL 0, in 64-bit mode, with CR4.OSFXSR, OSXSAVE and PKE set, XCR0 = 1, IA32_XSS = 0 and IA32_XFD = 0',
    trace:
      'kernel none\nexpect cpl == 0 && cr4.OSFXSR && cr4.OSXSAVE && cr4.PKE && xcr0 == 1 && xss == 0 && xfd == 0 && efer.LMA',
  },
  { says: 'With `boot=reset`, CR4.OSXSAVE is clear.', trace: 'kernel none boot=reset\nexpect cr4.OSXSAVE == 0' },
  {
    says: 'then it is taken as recorded, and the flow goes on at the next step',
    trace: 'kernel none\nud2 => #UD\nmov eax, 3\nexpect rax == 3',
  },
  // Questions and finer points
  {
    says: 'Under `linux` a process asks first',
    trace: 'data cfg = tilecfg { tmm0: 1x4 }\nldtilecfg [cfg]\ntilezero tmm0 => #NM, SIGILL, killed',
  },
  {
    says: 'As in C, `==` binds tighter than `&`',
    trace: 'mov eax, 3\nexpect (rax & 1) == 1 && has(rax, 1) && (rax & 2 == 2) == 1',
  },
  {
    says: 'Registers are unsigned: compare with `~0`, or look through a signed view.',
    trace: 'mov rax, -1\npush rax\nexpect rax == ~0 && rax != -1 && i64[rsp] == -1',
  },
  {
    says: 'The calling task goes on.',
    trace: 'task A\nswitch A\nsyscall fork() as C\nexpect A.state == "running" && C.state == "ready"',
  },
  { says: '**The code lies at 0x401000**', trace: 'a:\nnop\nexpect a == 0x401000' },
  { says: 'data begins at 0x1000000', trace: 'data d = zero 1\nexpect d == 0x1000000' },
  { says: 'Execution past the end of the flow ends the run.', trace: 'jmp out\nud2\nout:' },
  {
    says: 'traps (#DB, SIGTRAP) behind each instruction that begins with it set',
    trace: 'pushfq\nor DWORD PTR [rsp], 0x100\npopfq\nnop => #DB, SIGTRAP, killed',
  },
  {
    says: '#AC (SIGBUS) where CR0.AM is set, as Linux sets it',
    trace:
      'data d = zero 8\nexpect cr0.AM\npushfq\nor DWORD PTR [rsp], 0x40000\npopfq\nmov eax, DWORD PTR [d + 1] => #AC, SIGBUS, killed',
  },
  {
    says: "Setting IA32_XFD keeps the tiles' contents",
    trace:
      'kernel none\ndata cfg = tilecfg { tmm0: 1x4 }\ndata d = u32[1] { 9 }\nxor ecx, ecx\nxor edx, edx\nmov eax, 0x60007\nxsetbv\nldtilecfg [cfg]\nmov esi, OFFSET d\ntileloadd tmm0, [rsi]\nmov ecx, IA32_XFD\nmov eax, 1 << 18\nwrmsr\nexpect tmm0.u32[0][0] == 9 && xinuse.XTILEDATA',
  },
];

/** What the page calls a mistake, with the code that a trace of it gets. */
export const MISTAKES: readonly (Claim & { readonly code: string })[] = [
  { says: '`inc DWORD PTR [rsi]`, not `inc [rsi]`', trace: 'inc [rsi]', code: 'ambiguous-size' },
  {
    says: 'An address has at most two registers, one of them times 1, 2, 4 or 8.',
    trace: 'mov eax, [rbx + rcx*3]',
    code: 'bad-scale',
  },
  {
    says: 'stand wherever an encoding has room for them: with REX2 or EVEX, but not in XSAVE and XRSTOR',
    trace: 'xsave64 [r16]',
    code: 'wrong-operand',
  },
  {
    says: 'The machine needs `apx-f`.',
    trace: 'machine sapphire-rapids\nadd r16, [r17 + r31*8]',
    code: 'instruction-not-on-machine',
  },
  {
    says: 'A constant and data themselves use only constants and data above their own line.',
    trace: 'const X = Y\nconst Y = 1',
    code: 'used-before-declaration',
  },
  { says: 'one name cannot be a task and a label', trace: 'task A\nA:', code: 'duplicate-name' },
  {
    says: 'none may be that of a register or of anything that expressions know already',
    trace: 'const rax = 1',
    code: 'reserved-name',
  },
  {
    says: 'An instruction that is valid on some x86 processor but not modelled says just that',
    trace: 'senduipi rax',
    code: 'not-modelled',
  },
  {
    says: "A trace may declare any of these names but a component's for itself",
    trace: 'const XTILEDATA = 1',
    code: 'reserved-name',
  },
  {
    says: 'What a policy does not know is a warning (`needs-policy`)',
    trace: 'kernel_amx_begin',
    code: 'needs-policy',
  },
  {
    says: 'Why is there no `running` in `A.state == running`?',
    trace: 'task A\nexpect A.state == running',
    code: 'unknown-name',
  },
  {
    says: 'is a warning: the trace may want to see that',
    trace: 'data c = tilecfg { tmm0: 17x64 }',
    code: 'tilecfg-limit',
  },
];
