/** The GNU assembler as an oracle for encodings. Where it is missing, tests that need it say so and are skipped. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';

/** Bytes from one instruction to the next in what `assembleLines` makes. */
export const SLOT = 32;

/** GNU's assembler and disassembler. */
export function gnuBinutils({ hasPrograms }: Host = hostUnder()): Oracle<true> | Want {
  const isThere = process.arch === 'x64' && hasPrograms('as', 'objcopy', 'objdump');
  return isThere ? { against: 'GNU binutils', use: true } : { want: 'GNU binutils for x86-64 (as, objcopy, objdump)' };
}

/**
 * The bytes of each line of Intel syntax, or the assembler's message. Line i lies at address 32 * i; warnings count as
 * errors.
 */
export function assembleLines(lines: readonly string[]): (Uint8Array | string)[] {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-as-'));
  try {
    const messages = new Map<number, string>();
    run(folder, lines);
    const errors = readFileSync(join(folder, 'errors'), 'utf8');
    for (const [, line, message] of errors.matchAll(/in\.s:(\d+): (?:Error|Warning): (.*)/g)) {
      messages.set((Number(line) - 3) / 2, message ?? '');
    }
    if (messages.size > 0) {
      run(
        folder,
        lines.map((line, index) => (messages.has(index) ? 'nop' : line)),
      );
    }
    const image = section(folder, '.text');
    const lengths = section(folder, '.lengths');
    return lines.map((_, i) => messages.get(i) ?? image.slice(i * SLOT, i * SLOT + (lengths[i] ?? 0)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of each instruction in Intel syntax, with `(bad)` in it where it is none. */
export function disassembleAll(instructions: readonly Uint8Array[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-objdump-'));
  try {
    const image = new Uint8Array(SLOT * instructions.length).fill(0x90);
    for (const [index, bytes] of instructions.entries()) image.set(bytes, SLOT * index);
    writeFileSync(join(folder, 'in.bin'), image);
    const options = ['-D', '-b', 'binary', '-m', 'i386:x86-64', '-M', 'intel', '--no-show-raw-insn'];
    const output = execFileSync('objdump', [...options, 'in.bin'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const lines = new Map<number, string>();
    for (const [, address = '', text = ''] of output.matchAll(/^ *([0-9a-f]+):\t(.*)$/gm)) {
      lines.set(Number.parseInt(address, 16), text.replace(/ *#.*/, '').trim());
    }
    return instructions.map((bytes, index) => {
      // What does not end where the bytes do has not been read as one instruction.
      const whole = lines.has(SLOT * index + bytes.length);
      return whole ? (lines.get(SLOT * index) ?? '(bad)') : '(bad)';
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The code that GNU as makes of a whole text in Intel syntax. Throws with its message. */
export function gnuCode(text: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-as-'));
  try {
    writeFileSync(join(folder, 'in.s'), `.intel_syntax noprefix\n${text}\n`);
    execFileSync('as', ['--64', '-o', 'out.o', 'in.s'], { cwd: folder, stdio: 'pipe' });
    return section(folder, '.text');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function section(folder: string, name: string): Uint8Array {
  execFileSync('objcopy', ['-O', 'binary', '--set-section-flags', `${name}=alloc`, '-j', name, 'out.o', 'out.bin'], {
    cwd: folder,
  });
  return new Uint8Array(readFileSync(join(folder, 'out.bin')));
}

/** Two lines of source for each instruction, from the third on: the instruction is the second of them. */
function run(folder: string, lines: readonly string[]): void {
  const measure = '2: .pushsection .lengths; .byte 2b-1b; .popsection';
  const text = lines.map((line) => `.balign ${SLOT}; 1:\n${line}; ${measure}\n`);
  writeFileSync(join(folder, 'in.s'), `.intel_syntax noprefix\n${text.join('')}`);
  const { stderr } = spawnSync('as', ['--64', '-o', 'out.o', 'in.s'], { cwd: folder, encoding: 'utf8' });
  writeFileSync(join(folder, 'errors'), stderr);
}
