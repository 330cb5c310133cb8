import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { Vmlinux } from '../../../src/kernel/native/vmlinux';
import { needs } from '../../host/needs';
import { compiled, found } from '../../world/programs/programs';
import { ImageMachine, imageOf, vmlinuxOf } from './images';

/** The sentence about a file that is no usable image. */
function problemOf(bytes: Uint8Array): string {
  const read = Vmlinux.read(sourceOfBytes(bytes));
  return read instanceof Vmlinux ? '' : read.problem;
}

/** A copy with other bytes from `at` on. */
function changed(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

const EHDR = { CLASS: 4, TYPE: 16, MACHINE: 18, SHOFF: 40 } as const;
const AARCH64 = 183;

/** A copy whose section `.BTF` has another name. */
function withoutBtf(image: Uint8Array): Uint8Array {
  return changed(image, Buffer.from(image).lastIndexOf('.BTF\0') + 1, 0x58);
}

describe('an image of a kernel', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  it('has the layouts that the compiler says', () => {
    const vmlinux = vmlinuxOf(imageOf('patched'));
    const { memory } = new ImageMachine(vmlinux);
    const place = (struct: string, path: string) => vmlinux.member(struct, path);
    const said = Array.from({ length: 8 }, (_, index) => Number(memory.u64(vmlinux.at('offsets') + 8 * index)));
    assert.deepEqual(
      [
        place('task_struct', 'pids')?.offset,
        place('task_struct', 'thread')?.offset,
        place('task_struct', 'thread.sp')?.offset,
        place('task_struct', 'thread.gs')?.offset,
        place('alt_instr', 'instrlen')?.offset,
        vmlinux.sizeOfStruct('task_struct'),
        place('task_struct', 'pids')?.size,
        vmlinux.sizeOfStruct('alt_instr'),
      ],
      said,
    );
  });

  it('has bit fields by their first bit and how many there are', () => {
    const vmlinux = vmlinuxOf(imageOf('patched'));
    assert.deepEqual(vmlinux.member('thread_struct', 'armed')?.bits, { first: 0, count: 1 });
    assert.deepEqual(vmlinux.member('thread_struct', 'key')?.bits, { first: 1, count: 4 });
    assert.equal(vmlinux.member('thread_struct', 'key')?.offset, 8);
  });

  it('has no member and no structure that it does not describe', () => {
    const vmlinux = vmlinuxOf(imageOf('patched'));
    assert.equal(vmlinux.member('task_struct', 'thread.nothing'), undefined);
    assert.equal(vmlinux.member('nothing', 'thread'), undefined);
    assert.equal(vmlinux.member('task_struct', 'flags.more'), undefined);
    assert.throws(() => vmlinux.offset('task_struct', 'nothing'), /struct task_struct has no nothing/);
  });

  it('knows which function an address lies in', () => {
    const vmlinux = vmlinuxOf(imageOf('patched'));
    const called = vmlinux.at('called');
    assert.deepEqual(vmlinux.placeOf(called), { name: 'called', offset: 0 });
    assert.deepEqual(vmlinux.placeOf(called + 3), { name: 'called', offset: 3 });
    assert.equal(vmlinux.placeOf(0), undefined);
    assert.throws(() => vmlinux.at('nothing'), /has no nothing/);
  });

  it('says in one sentence what a file lacks that is no image', () => {
    const image = imageOf('patched');
    assert.match(problemOf(new Uint8Array(10)), /has 10 bytes/);
    assert.match(problemOf(changed(image, 0, 0x4d, 0x5a)), /no ELF file: a `vmlinux` is wanted/);
    assert.match(problemOf(changed(image, EHDR.MACHINE, AARCH64)), /for another processor/);
    assert.match(problemOf(changed(image, EHDR.CLASS, 1)), /for another processor/);
    const remedy = 'Give the `vmlinux` that a build of Linux leaves, or a `bzImage`.';
    const typed = (type: number) => problemOf(changed(image, EHDR.TYPE, type));
    const program = `It is no image of a kernel but a program or a shared library: its type (e_type) is 3, not 2. ${remedy}`;
    assert.equal(typed(3), program);
    assert.match(typed(1), /but an object file or a module: its type \(e_type\) is 1/);
    assert.match(typed(9), /but something else: its type \(e_type\) is 9/);
    const built = (...options: readonly string[]) =>
      problemOf(readFileSync(compiled('gcc', 'arguments.c', ...options)));
    assert.equal(built('-O1', '-pie', '-fPIE'), program);
    const lower = `It is no image of a kernel but a program: all of it lies where programs lie. ${remedy}`;
    assert.equal(built('-O1', '-static', '-g'), lower);
    assert.equal(built('-O1', '-static', '-s'), lower);
    assert.match(problemOf(changed(image, EHDR.SHOFF, 0, 0, 0, 0, 0, 0, 0, 0)), /no table of sections/);
    assert.match(problemOf(image.slice(0, image.length - 100)), /cut off/);
    assert.match(problemOf(imageOf('patched', '-s')), /no symbols: neither a table of them.* nor kallsyms/);
    assert.match(problemOf(withoutBtf(image)), /neither BTF nor debugging information.*CONFIG_DEBUG_INFO_DWARF5/);
  });

  it('has the same layouts by debugging information, where there is no BTF', () => {
    const image = imageOf('kernel', '-mgeneral-regs-only', '-g');
    const [btf, dwarf] = [vmlinuxOf(image), vmlinuxOf(withoutBtf(image))];
    const members: readonly (readonly [string, string])[] = [
      ['task_struct', 'thread_info.flags'],
      ['task_struct', 'thread.fpu.fpstate'],
      ['task_struct', 'thread.fpu.__fpstate.regs'],
      ['task_struct', 'comm'],
      ['fpstate', 'is_valloc'],
      ['fpstate', 'is_guest'],
      ['fpu_guest', 'uabi_size'],
      ['pcpu_hot', 'current_task'],
      ['cpuinfo_x86', 'x86_capability'],
      ['signal_struct', 'thread_head'],
    ];
    const placesIn = (vmlinux: Vmlinux) => members.map(([struct, path]) => vmlinux.member(struct, path));
    assert.ok(placesIn(btf).every((place) => place !== undefined));
    assert.deepEqual(placesIn(dwarf), placesIn(btf));
    for (const struct of ['task_struct', 'alt_instr', 'bug_entry']) {
      assert.equal(dwarf.sizeOfStruct(struct), btf.sizeOfStruct(struct));
    }
    assert.equal(dwarf.member('task_struct', 'nothing'), undefined);
    assert.equal(dwarf.member('nothing', 'thread'), undefined);
  });

  it('ends with an image or a sentence, whichever byte of its tables is another', () => {
    const image = imageOf('patched');
    const vmlinux = vmlinuxOf(image);
    const { offset, size } = vmlinux.section('.BTF');
    for (let at = 0; at < size; at += 7) {
      const read = Vmlinux.read(sourceOfBytes(changed(image, offset + at, 0xff)));
      if (read instanceof Vmlinux) assert.ok((read.sizeOfStruct('task_struct') ?? 0) >= 0);
      else assert.match(read.problem, /BTF/);
    }
  });
});
