import assert from 'node:assert/strict';
import { problems, run } from '../harness';

const check = (machine: string, body: string): readonly string[] =>
  problems(run(`xtrace 1\nmachine ${machine}\nkernel linux version=6.12\n${body}\n`));

describe('erratum amd-1386', () => {
  const body = (first: number, second: number) => `data one = u8[64] fill(1)
data two = u8[64] fill(2)
task A
task B
switch A
vmovdqu ymm0, [one]
switch B
switch A
expect xmm0.u8[0] == ${first} && ymm0.u8[16] == 1
vmovdqu ymm0, [two]
switch B
switch A
expect xmm0.u8[0] == ${second}`;

  it('makes XSAVES leave the XMM registers out once: an older value comes back', () => {
    assert.deepEqual(check('zen4 errata=amd-1386', body(0, 2)), []);
    assert.deepEqual(check('zen4', body(1, 2)), []);
  });

  it('is nothing to a processor without XSAVES', () => {
    assert.deepEqual(check('zen4 -xsaves errata=amd-1386', body(1, 2)), []);
  });
});

describe('erratum spr4', () => {
  const guest = (byte: number) => `data cfg = tilecfg { tmm0: 16x64 }
data tile = u8[1024] fill(7)
task vmm
switch vmm
syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0
kvm_set_cpuid2 => = 0
vmenter
xor ecx, ecx
xor edx, edx
mov eax, 0x60007
xsetbv
ldtilecfg [cfg]
mov eax, 64
tileloadd tmm0, [tile + rax*1]
vmexit
vmenter
expect tmm0.u8[0][0] == ${byte} && tilecfg.palette == 1
tileloadd tmm0, [tile + rax*1]
vmexit
vmenter
expect tmm0.u8[0][0] == 7`;

  it('makes the tiles of a guest zeros across one VM exit', () => {
    assert.deepEqual(check('sapphire-rapids errata=spr4', guest(0)), []);
    assert.deepEqual(check('sapphire-rapids', guest(7)), []);
  });

  it('does nothing where there is no guest', () => {
    const body = `data cfg = tilecfg { tmm0: 16x64 }
data tile = u8[1024] fill(7)
task A
task B
switch A
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
ldtilecfg [cfg]
mov eax, 64
tileloadd tmm0, [tile + rax*1]
switch B
switch A
expect tmm0.u8[0][0] == 7`;
    assert.deepEqual(check('sapphire-rapids errata=spr4', body), []);
  });
});

describe('x87 pointers of AMD processors at FXRSTOR and XRSTOR', () => {
  // CVE-2006-1056: AMD64 Architecture Programmer's Manual vol. 2, 11.5.2 (RstrFpErrPtrs is CPUID 80000008H.EBX[2]).
  const body = (fip: string) => `data a = zero 512 align=64
data b = zero 512 align=64
data c = zero 512 align=64
mov DWORD PTR [a], 0x0081037e
mov DWORD PTR [a + 24], 0x1f80
mov QWORD PTR [a + 8], 0x1234
mov QWORD PTR [a + 16], 0x5678
fxrstor64 [a]
mov DWORD PTR [b], 0x037f
mov DWORD PTR [b + 24], 0x1f80
mov QWORD PTR [b + 8], 0x99
fxrstor64 [b]
fxsave64 [c]
expect u64[c + 8] == ${fip}`;
  const check = (machine: string, fip: string) =>
    problems(run(`xtrace 1\nmachine ${machine}\nkernel none\n${body(fip)}\n`));

  it('are loaded by Intel, cleared by AMD, and kept by AMD of old while no exception waits', () => {
    assert.deepEqual(check('sapphire-rapids', '0x99'), []);
    assert.deepEqual(check('zen4', '0'), []);
    assert.deepEqual(check('zen4 -xsaveerptr', '0x1234'), []);
  });
});
