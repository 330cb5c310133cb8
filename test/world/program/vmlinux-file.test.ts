/** `kernel vmlinux "FILE"`: with the stand-in for a kernel that gcc makes. */
import assert from 'node:assert/strict';
import { type ByteSource, sourceOfBytes } from '../../../src/elf/image/byte-source';
import type { TraceFiles } from '../../../src/language/data/data-bytes';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { loadTrace, Run } from '../../../src/library';
import { loadProgram } from '../../../src/world/program/load-program';
import { needs } from '../../host/needs';
import { imageOf } from '../../kernel/native/images';
import { found } from '../programs/programs';

const IMAGE = 'build/vmlinux';

function beside(image: Uint8Array | undefined, config = ''): TraceFiles {
  return {
    sizeOf: () => config.length,
    read: () => Uint8Array.from(config, (letter) => letter.charCodeAt(0)),
    openImage: (name): ByteSource | undefined => {
      if (name !== IMAGE) throw new ExpressionError('file-not-read', `${name} does not exist.`);
      return image && sourceOfBytes(image);
    },
  };
}

const REST = `data cfg = tilecfg { tmm0: 16x64 }
task A
task B
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
`;
const USE = '    tilezero tmm0 => #NM\n';

function traceWith(lines: string, head = `kernel vmlinux "${IMAGE}"`): string {
  return `xtrace 1\nmachine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr\n${head}\n${REST}${lines}`;
}

function problems(text: string, files: TraceFiles): readonly string[] {
  return loadProgram(text, { files }).diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('an image that a trace names', () => {
  let files: TraceFiles;
  before(function () {
    needs(this, found('gcc'));
    files = beside(imageOf('kernel', '-mgeneral-regs-only'));
  });

  function failures(lines: string): readonly string[] {
    const run = new Run(loadTrace(traceWith(lines), { files }), { maxSteps: 1000 });
    for (const _happening of run);
    return run.failures.map(({ kind }) => kind);
  }

  it('is the kernel that the trace runs under, with the version that it says', () => {
    const { program, diagnostics } = loadProgram(traceWith(USE), { files });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual([program?.policy.name, program?.policy.version], ['vmlinux', '6.12.0']);
    assert.deepEqual(failures(`${USE}    expect A.fpstate.size == 10752 && xfd == 0\n`), []);
  });

  it('takes the options of linux but for the version', () => {
    assert.deepEqual(problems(traceWith('', `kernel vmlinux "${IMAGE}" memory=65536`), files), []);
    assert.match(
      problems(traceWith('', `kernel vmlinux "${IMAGE}" version=6.1`), files).join(),
      /^unknown-option: `kernel vmlinux` has no option `version`/,
    );
  });

  it('has the configuration that lies beside it, for what is the model’s', () => {
    const head = `kernel vmlinux "${IMAGE}" config ".config" memory=65536`;
    const image = imageOf('kernel', '-mgeneral-regs-only');
    const configured = (...lines: readonly string[]) =>
      beside(image, ['# Linux/x86 6.12.0 Kernel Configuration', 'CONFIG_X86_64=y', ...lines].join('\n'));
    const option = (config: TraceFiles) => loadProgram(traceWith('', head), { files: config }).program?.policyOptions;
    assert.equal(option(configured('CONFIG_X86_DEBUG_FPU=y'))?.config, 'distro');
    const without = option(configured('# CONFIG_X86_DEBUG_FPU is not set'));
    assert.deepEqual([without?.config, without?.memory], ['minimal', '65536']);
    const of = (config: TraceFiles, line = head) => problems(traceWith('', line), config).join();
    assert.match(
      of(beside(image, '# Linux/x86 6.1.7 Kernel Configuration\nCONFIG_X86_64=y\n')),
      /^bad-vmlinux: "\.config" is the configuration of Linux 6\.1\.7, and "build\/vmlinux" is 6\.12\.0\.$/,
    );
    assert.match(of(beside(image, 'CONFIG_ARM64=y\n')), /^bad-vmlinux: "\.config" is no configuration of a kernel/);
    assert.match(
      of(beside(image, '#'.repeat(2 ** 20 + 1))),
      /^file-too-large: The configuration of a kernel has at most/,
    );
    assert.match(of(configured(), `${head} config=minimal`), /^bad-option-value: "\.config" says how/);
    assert.match(of(configured(), head.replace('.config', '../.config')), /^path-outside/);
  });

  it('loses a function, or one instruction, and has it again', () => {
    // B may not use tiles: IA32_XFD is armed again when B runs, unless nobody does it.
    const forgotten = 'switch B\n    nop\n    expect xfd == 0\n';
    const done = 'switch B\n    nop\n    expect xfd == XTILEDATA\n';
    assert.deepEqual(failures(`${USE}without xfd_update_state\n${forgotten}`), []);
    assert.deepEqual(failures(`${USE}without xfd_update_state\nwith xfd_update_state\n${done}`), []);
    const image = imageOf('kernel', '-mgeneral-regs-only');
    const { program } = loadProgram(traceWith(''), { files: beside(image) });
    const vmlinux = program?.policy.vmlinux;
    assert.ok(vmlinux);
    const [start, size] = [vmlinux.at('xfd_update_state'), vmlinux.sizeOf('xfd_update_state')];
    const { offset = 0, address = 0 } = vmlinux.sections.find(({ name }) => name === '.text') ?? {};
    const code = image.subarray(start - address + offset, start - address + offset + size);
    const wrmsr = code.findIndex((byte, index) => byte === 0x0f && code[index + 1] === 0x30);
    assert.ok(wrmsr > 0);
    assert.deepEqual(failures(`${USE}without xfd_update_state+0x${wrmsr.toString(16)}\n${forgotten}`), []);
  });

  it('is asked for functions that a trace wants to take out of it', () => {
    const of = (line: string) => problems(traceWith(`${line}\n`), files).join();
    assert.equal(of('without xfd_update_state'), '');
    assert.match(
      of('without no_such_function'),
      /^unknown-kernel-function: The image has no function `no_such_function`/,
    );
    assert.match(of('with xfd_update_state+0x4000'), /^unknown-kernel-function: `xfd_update_state` has \d+ bytes/);
    assert.match(of('without exc_device_not_available.clear_xfd_err'), /^unknown-routine-step/);
    assert.match(
      problems(traceWith('without xfd_update_state\n', 'kernel linux'), files).join(),
      /^unknown-routine: `kernel linux[^`]*` has no functions that can be taken out/,
    );
  });

  it('is asked for functions at which a trace preempts it, and says where there are none', () => {
    const of = (line: string, kernel?: string) => problems(traceWith(`${line}\n`, kernel), files).join();
    for (const place of ['xfd_update_state', 'xfd_update_state+0x3']) {
      assert.equal(of(`inject preempt at ${place} by B`), '');
    }
    assert.match(of('inject preempt at no_such by B'), /^unknown-kernel-function: The image has no function `no_such`/);
    assert.match(
      of('inject preempt at xfd_update_state+0x4000 by B'),
      /^unknown-kernel-function: `xfd_update_state` has \d+/,
    );
    assert.match(
      of('inject preempt at switch_fpu_return by B', 'kernel linux'),
      /^unknown-routine-step: A step of the routine is missing, as in `switch_fpu_return\.\w+`\. Known: /,
    );
    const under = 'kernel linux';
    assert.equal(of('inject preempt at vzalloc+0x0 by B', under), '', 'the trace may be put under an image');
    const run = new Run(loadTrace(traceWith('inject preempt at vzalloc+0x0 by B\n', under)));
    const errors = [...run].flatMap((happening) => (happening.kind === 'error' ? [happening.message] : []));
    assert.match(errors.join(), /^`kernel linux` has no code that could be preempted at vzalloc\+0x0\. Run it under/);
  });

  it('must lie beside the trace, and be one', () => {
    const of = (head: string, where = files) => problems(traceWith('', head), where).join();
    assert.match(of('kernel vmlinux "../vmlinux"'), /^path-outside/);
    assert.match(of('kernel vmlinux "/boot/vmlinux"'), /^path-outside/);
    assert.match(of('kernel vmlinux "none"'), /^file-not-read: none does not exist\./);
    assert.match(
      of(`kernel vmlinux "${IMAGE}"`, beside(new Uint8Array(100))),
      /^bad-vmlinux: "build\/vmlinux" cannot be used/,
    );
    assert.match(of('kernel vmlinux'), /^unknown-kernel/);
  });

  it('is not read while somebody types', () => {
    assert.deepEqual(problems(traceWith('without xfd_update_state\nwithout foo.isra.0\n'), beside(undefined)), []);
  });
});
