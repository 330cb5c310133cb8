/**
 * A guest's state in the hands of KVM: XCR0, IA32_XSS and PKRU around VM entries, MSRs, and a snapshot with its restore. By
 * arch/x86/kvm/x86.c, arch/x86/kvm/vmx/vmx.c and arch/x86/kernel/fpu/core.c of 6.1.192 and 6.12.117.
 */
import assert from 'node:assert/strict';
import { problems, run, trace } from '../harness';

const HEAD = `data image = zero 11008 align=64
data cfg  = tilecfg { tmm0: 16x64 }
data tile = u8[16][64] ramp(1, 3)
data wide = u8[32] fill(7)
task A
task B in A
`;
const PERMIT = 'syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0\n';
const xsetbv = (xcr0: number, outcome: string) =>
  `xor ecx, ecx\nxor edx, edx\nmov eax, ${xcr0}\nxsetbv => ${outcome}\n`;
const rdmsr = (msr: string, outcome: string) => `mov ecx, ${msr}\nrdmsr => ${outcome}\n`;
const wrmsr = (msr: string, value: number, outcome: string) =>
  `mov ecx, ${msr}\nmov eax, ${value}\nxor edx, edx\nwrmsr => ${outcome}\n`;
const XSTATE_BV = 'u64[image + 512]';

function check(body: string, version = '6.12', machine = 'sapphire-rapids'): string[] {
  return problems(run(trace(`linux version=${version}`, HEAD + body).replace('sapphire-rapids', machine)));
}

describe('XCR0 of a guest', () => {
  /** __kvm_set_xcr(). */
  const VALUES: readonly (readonly [xcr0: number, isLegal: boolean])[] = [
    [0, false],
    [1, true],
    [2, false],
    [3, true],
    [5, false],
    [7, true],
    [0x27, false],
    [0x47, false],
    [0xe3, false],
    [0xe7, true],
    [0x207, true],
    [0x20007, false],
    [0x40007, false],
    [0x60007, true],
    [0x100007, false],
  ];

  it('may be what a processor takes, by XSETBV and by KVM_SET_XCRS, and is as it was after anything else', () => {
    const steps = VALUES.map(([xcr0, isLegal]) => xsetbv(xcr0, isLegal ? 'ok' : '#GP(0)'));
    assert.deepEqual(check(`switch A\n${PERMIT}kvm_set_cpuid2\nvmenter\n${steps.join('')}expect xcr0 == 0x60007`), []);
    const calls = VALUES.map(([xcr0, isLegal]) => `kvm_set_xcrs ${xcr0} => = ${isLegal ? '0' : '-EINVAL'}\n`);
    const after = 'expect A.guest.xcr0 == 0x60007\nvmenter\nexpect xcr0 == 0x60007';
    assert.deepEqual(check(`switch A\n${PERMIT}kvm_set_cpuid2\n${calls.join('')}${after}`), []);
  });

  it('has MPX in both components or in neither', () => {
    const body = `switch A\nkvm_set_cpuid2\nvmenter\n${xsetbv(0xb, '#GP(0)')}${xsetbv(0x13, '#GP(0)')}${xsetbv(0x1b, 'ok')}`;
    assert.deepEqual(check(body, '6.12', 'skylake-sp'), []);
  });

  it('is loaded only while the guest has CR4.OSXSAVE, and the host has its own behind every exit', () => {
    const body = `switch A
kvm_set_cpuid2 7
vmenter
expect xcr0 == 1
mov  rbx, cr4
mov  rax, rbx
btr  rax, 18
mov  cr4, rax
expect xcr0 == 0x602e7, "the host's"
xor  ecx, ecx
xgetbv => #UD
mov  cr4, rbx
xgetbv => = 1
vmexit
expect xcr0 == 0x602e7`;
    assert.deepEqual(check(body), []);
  });
});

describe('IA32_XSS and PKRU of a guest', () => {
  it('are its own, and the host gets back what it had', () => {
    const body = `switch A
xor ecx, ecx
xor edx, edx
mov eax, 0x30
wrpkru
kvm_set_cpuid2
vmenter
expect xss == 0 && pkru == 0
xor ecx, ecx
mov eax, 0xc
wrpkru
${rdmsr('IA32_XSS', '= 0')}${wrmsr('IA32_XSS', 1 << 15, '#GP(0)')}${wrmsr('IA32_XSS', 0, 'ok')}vmexit
expect xss == 1 << 15 && pkru == 0x30 && A.guest.pkru == 0xc && A.guest.xss == 0
vmenter
expect xss == 0 && pkru == 0xc`;
    // Without ENQCMD and shadow stacks, LBR is all that a host has in IA32_XSS, however it is configured.
    assert.deepEqual(check(body, '6.12', 'sapphire-rapids -enqcmd -cet-ss -cet-ibt'), []);
  });
});

describe('MSRs of a guest', () => {
  it('are those that KVM knows, and of XFD those that its CPUID tells of', () => {
    const without = `switch A
kvm_set_cpuid2 7
vmenter
${rdmsr('IA32_XFD', '#GP(0)')}${rdmsr('IA32_XFD_ERR', '#GP(0)')}${wrmsr('IA32_XFD', 0, '#GP(0)')}${wrmsr('IA32_XFD_ERR', 0, '#GP(0)')}${rdmsr('IA32_U_CET', '#GP(0)')}${rdmsr('IA32_PASID', '#GP(0)')}`;
    assert.deepEqual(check(without), []);
    // KVM_GET_SUPPORTED_CPUID has XFD whatever the permission, and then there is nothing that it could disable.
    const told = `switch A
kvm_set_cpuid2
vmenter
${rdmsr('IA32_XFD', '= 0')}${wrmsr('IA32_XFD', 0, 'ok')}${wrmsr('IA32_XFD', 0x40000, '#GP(0)')}${rdmsr('IA32_XFD_ERR', '= 0')}`;
    assert.deepEqual(check(told), []);
  });

  it('that VM entry and VM exit exchange are nobody else’s', () => {
    const body = `switch A
kvm_set_cpuid2
vmenter
${wrmsr('IA32_FS_BASE', 0x1000, 'ok')}${rdmsr('IA32_FS_BASE', '= 0x1000')}vmexit
ring0
${rdmsr('IA32_FS_BASE', '= 0')}end
vmenter
${rdmsr('IA32_FS_BASE', '= 0x1000')}vmexit
kvm_set_msrs IA32_FS_BASE = 0x2000 => = 1
vmenter
${rdmsr('IA32_FS_BASE', '= 0x2000')}`;
    assert.deepEqual(check(body), []);
  });

  it('are set by its monitor as far as KVM takes the value', () => {
    const body = `switch A
${PERMIT}kvm_set_cpuid2
kvm_set_msrs IA32_XFD = 0x40000 => = 1
kvm_set_msrs IA32_XFD = 0x20000 => = 0
kvm_set_msrs IA32_XFD_ERR = 0x40000 => = 1
kvm_set_msrs IA32_XSS = 0x100 => = 0
kvm_set_msrs 0x6a0 = 0 => = 0
expect A.guest.xfd == XTILEDATA && A.guest.xfd_err == XTILEDATA && xfd == XTILEDATA
vmenter
${rdmsr('IA32_XFD', '= 0x40000')}${rdmsr('IA32_XFD_ERR', '= 0x40000')}`;
    assert.deepEqual(check(body), []);
  });
});

describe('KVM_GET_MSRS, KVM_SET_MSRS and KVM_GET_XCRS', () => {
  /** `struct kvm_msrs` of arch/x86/include/uapi/asm/kvm.h. */
  const list = (name: string, ...msrs: readonly string[]) =>
    `data ${name} = u32[${2 + 4 * msrs.length}] { ${msrs.length}, 0${msrs.map((msr) => `, ${msr}, 0, 0, 0`).join('')} }\n`;

  it('read what the virtual CPU keeps, in the order of the list, and say how many', () => {
    const body = `${list('msrs', 'IA32_XFD', 'IA32_XFD_ERR', 'IA32_FS_BASE', 'IA32_XSS')}data xcrs = zero 392
switch A
${PERMIT}kvm_set_cpuid2
kvm_set_msrs IA32_XFD = XTILEDATA, IA32_XFD_ERR = XTILEDATA, IA32_FS_BASE = 0x1234 => = 3
kvm_set_xcrs 0x60007 => = 0
kvm_get_msrs msrs => = 4
expect u64[msrs + 16] == XTILEDATA && u64[msrs + 32] == XTILEDATA && u64[msrs + 48] == 0x1234 && u64[msrs + 64] == 0
kvm_get_xcrs xcrs => = 0
expect u32[xcrs] == 1 && u32[xcrs + 4] == 0 && u32[xcrs + 8] == 0 && u64[xcrs + 16] == 0x60007`;
    for (const version of ['5.18', '6.1', '6.12', '6.19']) assert.deepEqual(check(body, version), [], version);
  });

  it('give another virtual CPU the same registers, from the list in memory', () => {
    const body = `${list('msrs', 'IA32_XFD', 'IA32_XFD_ERR', 'IA32_XSS')}switch A
${PERMIT}kvm_set_cpuid2
kvm_set_msrs IA32_XFD = XTILEDATA => = 1
kvm_get_msrs msrs => = 3
switch B
kvm_set_cpuid2
kvm_set_msrs msrs => = 3
expect B.guest.xfd == XTILEDATA && B.guest.xfd_err == 0`;
    assert.deepEqual(check(body), []);
  });

  it('stop at the first register that KVM does not know or whose value it refuses', () => {
    const body = `${list('msrs', 'IA32_XFD', '0x6e0', 'IA32_FS_BASE')}switch A
${PERMIT}kvm_set_cpuid2
kvm_set_msrs IA32_FS_BASE = 5, IA32_XFD = 0x20000, IA32_XFD_ERR = XTILEDATA => = 1
expect A.guest.xfd_err == 0
kvm_get_msrs msrs => = 1
expect u64[msrs + 48] == 0, "never reached"
kvm_set_msrs msrs => = 1`;
    assert.deepEqual(check(body), []);
  });

  it('refuse lists that are too long or not there', () => {
    const body = `data many = u32[2] { 256, 0 }
data none = u32[2] { 0, 0 }
switch A
kvm_set_cpuid2
kvm_get_msrs many => = -E2BIG
kvm_set_msrs many => = -E2BIG
kvm_get_msrs none => = 0
kvm_set_msrs none => = 0
kvm_get_msrs 0x10 => = -EFAULT
kvm_set_msrs 0x10 => = -EFAULT
kvm_get_xcrs 0x10 => = -EFAULT`;
    assert.deepEqual(check(body), []);
  });
});

describe('CET of a guest', () => {
  const cpuid = (leaf: number, subleaf: number) => `mov eax, ${leaf}\nmov ecx, ${subleaf}\ncpuid\n`;
  const osxsave = 'mov rax, cr4\nbts rax, 18\nmov cr4, rax\n';

  it('is there since 6.18: IA32_XSS, CPUID, MSRs, and components 11 and 12 by XSAVES', () => {
    const body = `data area = zero 1024 align=64
switch A
kvm_set_cpuid2
vmenter
${xsetbv(7, 'ok')}${cpuid(7, 0)}expect (ecx >> 7 & 1) == 1 && (edx >> 20 & 1) == 1 && (ecx >> 29 & 1) == 0 && (edx >> 5 & 1) == 0 && (edx >> 19 & 1) == 0
${cpuid(0xd, 1)}expect ecx == 0x1800 && ebx == 576 + 256
${cpuid(0xd, 11)}expect eax == 16 && ecx == 1
${cpuid(0xd, 12)}expect eax == 24 && ecx == 1
${wrmsr('IA32_XSS', 0x1800, 'ok')}${cpuid(0xd, 1)}expect ebx == 576 + 256 + 16 + 24
${wrmsr('IA32_U_CET', 1, 'ok')}${wrmsr('IA32_PL3_SSP', 0x1000, 'ok')}${wrmsr('IA32_PL0_SSP', 0x2000, 'ok')}mov eax, 0x1800
xor edx, edx
xsaves [area]
expect u64[area + 512] == 0x1800 && u64[area + 576 + 8] == 0x1000 && u64[area + 576 + 16] == 0x2000
${wrmsr('IA32_XSS', 0x800, 'ok')}${wrmsr('IA32_XSS', 0x8000, '#GP(0)')}vmexit
expect A.guest.xss == 0x800
ring0
${rdmsr('IA32_U_CET', '= 0')}${rdmsr('IA32_PL0_SSP', '= 0')}end
vmenter
${rdmsr('IA32_PL0_SSP', '= 0x2000')}`;
    for (const version of ['6.18', '6.19', '7.3']) assert.deepEqual(check(`${body}${osxsave}`, version), [], version);
  });

  it('is in the lists of a monitor, which loads the area of the guest for that', () => {
    const body = `data msrs = u32[10] { 2, 0, IA32_U_CET, 0, 0, 0, IA32_PL3_SSP, 0, 0, 0 }
data wide2 = u8[32] fill(9)
switch A
kvm_set_cpuid2
vmovdqu ymm1, [wide2]
kvm_set_msrs IA32_U_CET = 1, IA32_PL3_SSP = 0x7000, IA32_PL0_SSP = 8 => = 3
kvm_set_msrs IA32_PL3_SSP = 2 => = 0
kvm_set_msrs IA32_PL3_SSP = 1 << 62 => = 0
kvm_get_msrs msrs => = 2
expect u64[msrs + 16] == 1 && u64[msrs + 32] == 0x7000 && has(A.guest.xstate_bv, CET_U | CET_S)
expect ymm1.u8[31] == 9, "the monitor's own registers"
vmenter
${rdmsr('IA32_PL3_SSP', '= 0x7000')}`;
    assert.deepEqual(check(body, '6.18'), []);
  });

  it('is not there before 6.18, nor where the host does not manage both components', () => {
    const body = `switch A
kvm_set_cpuid2
kvm_set_msrs IA32_U_CET = 0 => = 0
kvm_set_msrs IA32_XSS = 0x800 => = 0
vmenter
${cpuid(7, 0)}expect (ecx >> 7 & 1) == 0 && (edx >> 20 & 1) == 0
${cpuid(0xd, 1)}expect ecx == 0
${cpuid(6, 0)}expect eax == 4 && ebx == 0 && ecx == 0
${cpuid(0xd, 11)}expect eax == 0
${rdmsr('IA32_U_CET', '#GP(0)')}${wrmsr('IA32_XSS', 0x1800, '#GP(0)')}`;
    assert.deepEqual(check(body, '6.17'), []);
    assert.deepEqual(check(body, '6.18 config=minimal'), []);
    const without = body.replace('kvm_set_msrs IA32_U_CET = 0 => = 0\n', '');
    assert.deepEqual(check(without, '6.18', 'sapphire-rapids -cet-ss -cet-ibt'), []);
  });
});

const RUNNING = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${xsetbv(0x602e7, 'ok')}vmovdqu ymm1, [wide]
xor ecx, ecx
xor edx, edx
mov eax, 0xc
wrpkru
ldtilecfg [cfg]
mov eax, 64
tileloadd tmm0, [tile + rax*1]
vmexit
kvm_get_xsave2 image => = 0
`;

describe('A snapshot of a guest', () => {
  it('has all that its CPUID tells of, in standard format', () => {
    const body = `${RUNNING}expect A.guest.image_size == 11008 && ${XSTATE_BV} == 0x60206
expect u8[image + 576 + 16] == 7 && u32[image + offset(PKRU)] == 0xc && u8[image + offset(XTILEDATA) + 1] == 4`;
    assert.deepEqual(check(body), []);
  });

  it('is restored to another virtual CPU: CPUID, the image, XCR0, MSRs', () => {
    const body = `${RUNNING}switch B
kvm_set_cpuid2
kvm_set_xcrs 0x602e7 => = 0
kvm_set_xsave image  => = 0
kvm_set_msrs IA32_XFD = A.guest.xfd => = 1
expect B.guest.xstate_bv & XTILEDATA && B.guest.pkru == 0xc
vmenter
expect xcr0 == 0x602e7 && pkru == 0xc && ymm1.u8[31] == 7 && tmm0.u8[0][1] == 4 && xfd == 0`;
    for (const version of ['6.1', '6.12', '6.19']) assert.deepEqual(check(body, version), [], version);
  });

  it('is of no use where the guest is not told of its components, or the memory is not there', () => {
    const body = `${RUNNING}kvm_get_xsave2 0x10 => = -EFAULT
kvm_set_xsave 0x10 => = -EFAULT
mov  QWORD PTR [image + 520], 1
kvm_set_xsave image => = -EINVAL
mov  QWORD PTR [image + 520], 0
mov  DWORD PTR [image + 24], -1
kvm_set_xsave image => = -EINVAL
mov  DWORD PTR [image + 24], 0x1f80
mov  rax, 0x800000007
mov  [image + 512], rax
kvm_set_xsave image => = -EINVAL
expect A.guest.xstate_bv & XTILEDATA, "as it was"
switch B
kvm_set_cpuid2 0x2e7
mov  rax, 0x60207
mov  [image + 512], rax
kvm_set_xsave image => = -EINVAL`;
    assert.deepEqual(check(body), []);
    // The image of a guest with AVX-512 on a host without.
    const host = `switch A
kvm_set_cpuid2
mov  QWORD PTR [image + 512], 0xe7
kvm_set_xsave image => = -EINVAL
mov  QWORD PTR [image + 512], 7
kvm_set_xsave image => = 0`;
    assert.deepEqual(check(host, '6.12', 'sapphire-rapids -avx512f'), []);
  });

  it('leaves PKRU as it is where the image has none', () => {
    const body = `switch A
kvm_set_cpuid2
mov  DWORD PTR [image + 24], 0x1f80
mov  DWORD PTR [image + offset(PKRU)], 5
mov  QWORD PTR [image + 512], PKRU
kvm_set_xsave image => = 0
expect A.guest.pkru == 5
mov  QWORD PTR [image + 512], 1
kvm_set_xsave image => = 0
expect A.guest.pkru == 5`;
    for (const version of ['5.17', '6.1', '6.12']) assert.deepEqual(check(body, version), [], version);
  });

  it('has components that the guest is not told of, until 6.6', () => {
    const body = (bits: string) => `switch A
kvm_set_cpuid2 7
vmenter
nop
vmexit
kvm_get_xsave2 image => = 0
expect (${XSTATE_BV} & PKRU) == ${bits}`;
    for (const [version, bits] of [
      ['6.5', 'PKRU'],
      ['6.1.59', 'PKRU'],
      ['6.1.60', '0'],
      ['6.6', '0'],
    ] as const) {
      assert.deepEqual(check(body(bits), version), [], version);
    }
  });

  it('with tiles that XFD disables takes the host down before 6.19, and has them initial since', () => {
    const body = `${RUNNING}switch B
kvm_set_cpuid2
kvm_set_xcrs 0x602e7
kvm_set_msrs IA32_XFD = XTILEDATA => = 1
kvm_set_xsave image => = 0
`;
    const later = `${body}expect !has(B.guest.xstate_bv, XTILEDATA)
vmenter => ok
expect (xinuse & XTILEDATA) == 0 && ymm1.u8[31] == 7`;
    for (const version of ['6.1.162', '6.12.67', '6.19']) assert.deepEqual(check(later, version), [], version);
    const before = `${body}expect has(B.guest.xstate_bv, XTILEDATA)\nvmenter => WARN, oops`;
    for (const version of ['5.18', '6.1.161', '6.12', '6.18']) assert.deepEqual(check(before, version), [], version);
  });
});
