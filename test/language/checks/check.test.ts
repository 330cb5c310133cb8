import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkTrace, diagnose } from '../../../src/language/check';
import { LIMITS } from '../../../src/language/errors/limits';
import { parseTrace } from '../../../src/language/parser';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';
import { exampleNames, exampleText } from '../../examples';
import { CONTEXT } from '../context';

function codes(text: string): readonly string[] {
  return diagnose(text, CONTEXT).map(({ code }) => code);
}

describe('The checker', () => {
  it('finds nothing wrong with the examples', () => {
    for (const name of exampleNames) {
      assert.deepEqual(checkTrace(parseTrace(exampleText(name)), CHECK_CONTEXT), [], name);
    }
  });

  it('says nothing of an instruction that the machine lacks where the step has #UD, and says so of the next without', () => {
    const step = 'tilezero tmm0';
    assert.deepEqual(codes(`xtrace 1\nmachine zen4\nkernel none\n${step} => #UD`), []);
    assert.deepEqual(codes(`xtrace 1\nmachine zen4\nkernel none\n${step} => #UD\n${step}\n${step} => #NM`), [
      'instruction-not-on-machine',
      'instruction-not-on-machine',
    ]);
  });

  it('asks for the header where it is missing', () => {
    assert.deepEqual(codes(''), ['missing-header']);
    assert.deepEqual(codes('; nothing\n'), ['missing-header']);
    assert.deepEqual(codes('nop'), ['missing-header']);
  });

  it('says nothing about a trace of another version but which versions it knows', () => {
    const found = diagnose('xtrace 2\nnonsense here', CONTEXT).filter(({ code }) => code === 'unknown-version');
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? '', /Known: 1/);
  });

  it('does not ask for a header that could not be read', () => {
    assert.deepEqual(codes('xtrace one'), ['unexpected-token']);
  });

  it('says nothing more about a file that is no text', () => {
    assert.deepEqual(codes('\0'), ['not-text']);
  });

  it('lets blocks one after the other use the same counter', () => {
    assert.deepEqual(codes('xtrace 1\nrepeat 2 as i\nend\nrepeat 3 as i\nexpect i < 3\nend'), []);
    assert.deepEqual(codes('xtrace 1\nrepeat 2 as i\nrepeat 3 as i\nend\nend'), ['duplicate-name']);
  });

  it('lets fork make a task again under the name of one that is gone', () => {
    const text =
      'xtrace 1\ntask A\nswitch A\nsyscall fork() as C\nswitch C\nsyscall exit(0)\nswitch A\nsyscall fork() as C';
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes('xtrace 1\ntask C\nsyscall fork() as C'), ['duplicate-name']);
  });

  it('lets constants and data use those above them, and operands all of them', () => {
    const text = [
      'xtrace 1',
      'mov eax, N',
      'const N = 4 * 4',
      'data a = i8[N][N] fill(1)',
      'data b = zero N * N align=N',
      'const END = b + N * N',
      'data c = u64[1] { END }',
      'mov rax, [c]',
    ].join('\n');
    assert.deepEqual(codes(text), []);
  });

  it('reports a constant that has no value once, not at its uses', () => {
    assert.deepEqual(codes('xtrace 1\nconst A = 1 / 0\nconst B = A + 1\nmov eax, B'), ['division-by-zero']);
  });

  it('knows where labels are before they are reached', () => {
    assert.deepEqual(codes('xtrace 1\njmp done\nproc p\nret\nend\ncall p\ndone:\nnop'), []);
  });

  it('accepts text where it is compared, and rejects it where it is calculated with', () => {
    assert.deepEqual(codes('xtrace 1\ntask A\nexpect A.state == "running" && A.signal != "SIGILL"'), []);
    assert.deepEqual(codes('xtrace 1\ntask A\nexpect (1 ? A.state : "x") == "running"'), []);
    assert.deepEqual(codes('xtrace 1\ntask A\nexpect A.state + 1'), ['not-a-number']);
  });

  it('knows everything that expressions can name', () => {
    const expressions = [
      'rax + r15d + al + ah + rip + rflags + cpl',
      'xcr0 & xss & xfd & xfd_err & xinuse',
      'cpu[0].xfd == 0 && cpu[0].tmm0.i32[1][2] == 0',
      'tmm7.bf16[15][31] == 0.0 && tmm0.rows * tmm0.colsb == 1024',
      'tilecfg.palette == 1 && tilecfg.start_row == 0',
      'zmm31.f32[15] + xmm1.u8[15] + ymm2.i64[3] + k1 + mxcsr + pkru + cr0 + cr4',
      'A.cpu + A.perm + A.xfd + A.fpstate.size + A.fpstate.user_size + A.fpstate.xfeatures + A.fpstate.address',
      'A.fpstate.xstate_bv + A.fpstate.xcomp_bv + A.sigaltstack.size + A.rax + A.tmm0.i32[0][0]',
      'u8[rsp] + f64[a + 8] + i16[a]',
      'kernel.allocs + kernel.frees + kernel.buffer_bytes + kernel.xfd_writes + kernel.nm',
      'last.exception == "#NM" || last.result == -EPERM',
      'has(xinuse, XTILEDATA) + popcount(XTILECFG | APX) + abs(-1) + min(1, 2) + max(1, 2)',
      'size(XTILEDATA) + offset(XTILEDATA)',
      'X87 | SSE | AVX | OPMASK | ZMM_HI256 | HI16_ZMM | PKRU | PASID | CET_U | CET_S | XTILECFG | XTILEDATA | APX',
    ];
    const lines = expressions.map((expression) => `expect ${expression}`);
    assert.deepEqual(diagnose(['xtrace 1', 'task A', 'data a = zero 8', ...lines].join('\n'), CONTEXT), []);
  });

  it('gives its diagnostics in the order of the lines', () => {
    const found = diagnose('xtrace 1\nswitch X\nmov eax,\nswitch Y\nkernel bad\nswitch Z', CONTEXT);
    assert.deepEqual(
      found.map(({ range }) => range.line),
      [1, 2, 3, 4, 5],
    );
  });

  it('never throws, whatever it is given', () => {
    const word = fc.constantFrom(
      ...'const data task A x = zero i8[4] ramp( , ) 1.5 -1 ~0 1 / 0 mov eax rax [ ] * tmm0 => #GP( expect A.state'.split(
        ' ',
      ),
      ...'u8[ xfd has( XTILEDATA { } tilecfg tmm0 : 16x64 idt #NM proc end repeat as syscall fork( "a {x}" \n \n'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = `xtrace 1\n${words.join(' ')}`;
        const lines = text.split('\n');
        for (const { range, message } of diagnose(text, CONTEXT)) {
          assert.ok(message !== '' && range.start <= range.end && range.end <= (lines[range.line]?.length ?? 0));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives up on a trace where nothing is right', () => {
    const found = diagnose(`xtrace 1\n${'foo bar\n'.repeat(100_000)}`, CONTEXT);
    assert.equal(found.length, LIMITS.problems.most + 1);
  });
});
