/** SSE4A by the words of AMD's manual (APM vol. 4), and MOVRS, which only AMD's and newer processors have. */
import assert from 'node:assert/strict';
import { problems, run } from '../../world/harness';

/** Steps that must keep what they expect, on a processor that has the feature. */
function keeps(machine: string, steps: string): void {
  assert.deepEqual(problems(run(`xtrace 1\nmachine ${machine}\nkernel linux\n${steps}\n`)), []);
}

describe('SSE4A', () => {
  const start = 'mov rax, 0x123456789abcdef0\n movq xmm0, rax\n mov rax, 0xfedcba9876543210\n movq xmm1, rax\n';

  it('extracts a field of bits, which immediates or a register give', () => {
    keeps('zen4', `${start} movhps xmm0, [rsp - 64]\n extrq xmm0, 12, 8\n expect xmm0.u64[0] == 0xcde`);
    // Length 20 in bits 5:0, index 4 in bits 13:8; the bits around them mean nothing.
    keeps('zen4', `${start} mov eax, 0xffffc4d4\n movq xmm2, rax\n extrq xmm0, xmm2\n expect xmm0.u64[0] == 0xbcdef`);
  });

  it('takes a length of 0 for 64 bits', () => {
    keeps('zen4', `${start} extrq xmm0, 0, 0\n expect xmm0.u64[0] == 0x123456789abcdef0`);
    keeps('zen4', `${start} insertq xmm0, xmm1, 0, 0\n expect xmm0.u64[0] == 0xfedcba9876543210`);
  });

  it('inserts a field of bits and keeps those around it', () => {
    keeps('zen4', `${start} insertq xmm0, xmm1, 8, 16\n expect xmm0.u64[0] == 0x123456789a10def0`);
    // Length and index are in the upper quadword.
    keeps(
      'zen4',
      `${start} mov rax, 0x1c0c\n movq xmm2, rax\n punpcklqdq xmm1, xmm2\n insertq xmm0, xmm1\n expect xmm0.u64[0] == 0x123456210abcdef0`,
    );
  });

  it('stores scalars', () => {
    keeps(
      'zen4',
      `${start} movntsd [rsp - 8], xmm1\n expect u64[rsp - 8] == 0xfedcba9876543210\n movntss [rsp - 8], xmm0\n expect u64[rsp - 8] == 0xfedcba989abcdef0`,
    );
  });

  it('is #UD on processors of Intel', () => {
    keeps('sapphire-rapids', 'extrq xmm0, 12, 8 => #UD, SIGILL, killed');
  });
});

describe('MOVRS', () => {
  const start = 'mov rax, 0x1122334455667788\n mov [rsp - 8], rax\n mov [rsp - 16], rax\n';

  it('loads what MOV loads', () => {
    keeps(
      'diamond-rapids',
      `${start} movrs rbx, [rsp - 8]\n movrs ecx, [rsp - 8]\n expect rbx == rax && rcx == 0x55667788`,
    );
    keeps(
      'diamond-rapids',
      `${start} movrs dl, [rsp - 7]\n expect dl == 0x77\n movrs r9w, [rsp - 8]\n expect r9w == 0x7788`,
    );
  });

  it('loads vectors, without reading what a mask leaves out', () => {
    keeps(
      'diamond-rapids',
      `${start} mov eax, 5\n kmovb k1, eax\n vmovrsd xmm3{k1}{z}, [rsp - 16]\n expect xmm3.u64[0] == 0x55667788 && xmm3.u64[1] == 0x55667788`,
    );
    keeps('diamond-rapids', 'kxorq k1, k1, k1\n mov rbx, 8\n vmovrsq zmm3{k1}{z}, [rbx]\n expect zmm3.u64[0] == 0');
  });

  it('is #UD on processors before it', () => {
    keeps('granite-rapids', 'movrs rbx, [rsp - 8] => #UD, SIGILL, killed');
  });
});
