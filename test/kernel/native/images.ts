/** Images that gcc makes of `test/fixtures/kernels`, in a machine of their own: to call their functions. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { ImageMemory } from '../../../src/kernel/native/image-memory';
import { beginCall, type NativeMachine, type StandIn, stepCall } from '../../../src/kernel/native/native-call';
import { perCpuOffset, placeImage } from '../../../src/kernel/native/place-image';
import { Vmlinux } from '../../../src/kernel/native/vmlinux';
import { programOf } from '../../../src/library/program-of';
import { loadTrace } from '../../../src/library/trace';
import { GPR } from '../../../src/machine/architecture/gpr';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { startWorld } from '../../../src/world/run/start';

const FOLDER = 'test/fixtures/kernels';
const OPTIONS = [
  '-O1',
  '-gbtf',
  '-mcmodel=kernel',
  '-fno-pic',
  '-no-pie',
  '-static',
  '-nostdlib',
  '-ffreestanding',
  '-mno-red-zone',
  '-fno-asynchronous-unwind-tables',
  '-fno-stack-protector',
  '-fcf-protection=none',
  `-Wl,-T,${FOLDER}/image.lds,--build-id=none,-z,noexecstack`,
];
const made = new Map<string, Uint8Array>();
const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The bytes of an image. */
export function imageOf(name: string, ...options: readonly string[]): Uint8Array {
  const key = [name, ...options].join(' ');
  const known = made.get(key);
  if (known) return known;
  const bytes = new Uint8Array(readFileSync(imageFile(name, ...options)));
  made.set(key, bytes);
  return bytes;
}

/** An image in a folder of its own. Its sources are beside this file's fixtures, by the path of the project's folder. */
export function imageFile(name: string, ...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-image-'));
  folders.push(folder);
  const path = join(folder, 'vmlinux');
  execFileSync('gcc', [...OPTIONS, ...options, '-o', path, `${FOLDER}/${name}.c`]);
  return path;
}

export function vmlinuxOf(bytes: Uint8Array): Vmlinux {
  const vmlinux = Vmlinux.read(sourceOfBytes(bytes));
  if (!(vmlinux instanceof Vmlinux)) throw new Error(vmlinux.problem);
  return vmlinux;
}

/** Where functions that are called here have their stack. */
const STACK = -0x3700_0000_0000;
const STACK_SIZE = 0x4000;
const MOST_INSTRUCTIONS = 1_000_000;

/** A machine with an image in it, at CPL 0. */
export class ImageMachine {
  readonly memory: ImageMemory;
  /** Places where the code has complained: WARN. */
  readonly complaints: string[] = [];
  readonly standIns = new Map<string, StandIn>();
  private readonly world = startWorld(programOf(loadTrace('xtrace 1\n', { kernel: 'none' })));

  constructor(readonly vmlinux: Vmlinux) {
    this.memory = new ImageMemory(this.world.memory);
    placeImage(vmlinux, this.memory, 1);
    this.memory.map(STACK, STACK_SIZE, RIGHTS.data);
    this.cpu.cpl = 0;
    this.cpu.gsBase = BigInt.asUintN(64, BigInt(perCpuOffset(vmlinux, 0)));
  }

  get cpu() {
    return this.world.cpu;
  }

  get patching() {
    return { vmlinux: this.vmlinux, memory: this.memory };
  }

  /** What the function returns in RAX. */
  call(name: string, ...values: readonly bigint[]): bigint {
    const machine = this.machine();
    this.cpu.gpr[GPR.RSP] = BigInt.asUintN(64, BigInt(STACK + STACK_SIZE));
    const call = beginCall(machine, name, values);
    for (let left = MOST_INSTRUCTIONS; !stepCall(machine, call); left--) {
      if (left === 0) throw new Error(`${name} does not come to an end`);
    }
    return this.cpu.gpr[GPR.RAX] ?? 0n;
  }

  private machine(): NativeMachine {
    const { vmlinux, memory, cpu, world } = this;
    return {
      vmlinux,
      memory,
      cpu,
      fetch: (access, address) => world.code.fetch(access, address),
      standIn: (address) => {
        const place = vmlinux.placeOf(address);
        return place?.offset === 0 ? this.standIns.get(place.name) : undefined;
      },
      isLeftOut: () => false,
      complain: (place) => {
        this.complaints.push(vmlinux.placeOf(place)?.name ?? '');
        return true;
      },
      note: () => undefined,
    };
  }
}
