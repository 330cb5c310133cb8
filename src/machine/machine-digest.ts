/** The digest of a machine: the registers of its CPUs, and all of its memory with the rights of each page. */
import { BYTES, OFFSET } from './architecture/register-file';
import type { Cpu } from './cpu/cpu';
import type { Memory, MemorySnapshot } from './cpu/memory';
import { PAGE_SIZE, type Page } from './cpu/page';
import { Digest } from './digest';

/** Leaves out the copy of the registers that XRSTOR loaded: the copy changes nothing that is saved. */
export function digestMachine(digest: Digest, cpus: readonly Cpu[], memory: Memory): void {
  for (const cpu of cpus) digestRegisters(digest, cpu.snapshot());
  digestMemory(digest, memory.snapshot());
}

/** Takes linear addresses as numbers. */
function digestRegisters(digest: Digest, state: ArrayBuffer): void {
  const endOfAddresses = OFFSET.doubles + BYTES.doubles;
  digest.bytes(new Uint8Array(state, 0, OFFSET.doubles));
  digest.value([...new Float64Array(state, OFFSET.doubles, BYTES.doubles / 8)]);
  digest.bytes(new Uint8Array(state, endOfAddresses, OFFSET.registersEnd - endOfAddresses));
}

function digestMemory(digest: Digest, { kernel, spaces, injected }: MemorySnapshot): void {
  for (const [space, table] of [[0, kernel] as const, ...spaces]) {
    digest.word(space);
    for (const [number, page] of [...table].sort(([a], [b]) => a - b)) {
      digest.value(number * PAGE_SIZE);
      digest.value(page.rights);
      digest.value(contents(page));
    }
  }
  digest.value([...injected]);
}

/** Of pages in snapshots, which are never written again: most are the same from one digest to the next. */
const CONTENTS = new WeakMap<Page, string>();

function contents(page: Page): string {
  const known = CONTENTS.get(page);
  if (known !== undefined) return known;
  const digest = new Digest();
  digest.bytes(page.bytes);
  const made = digest.toString();
  CONTENTS.set(page, made);
  return made;
}
