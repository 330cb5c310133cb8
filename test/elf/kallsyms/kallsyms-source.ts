/**
 * kallsyms of an image as assembly, in the order and with the meanings of a version: what scripts/kallsyms.c of Linux says of the
 * symbols that `nm` lists. The image is linked twice, as that of Linux is: nothing that says more than its size changes in between.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageFile } from '../../kernel/native/images';

export interface Listed {
  /** As `nm` has it. */
  readonly letter: string;
  readonly name: string;
  readonly address: bigint;
}

/** What changed in the tables: 6.2, 6.5, 6.15 (no per-CPU variables at 0 any more) and 7.0. */
export const TABLES = ['6.1', '6.2', '6.5', '6.15', '7.0'] as const;
export type Tables = (typeof TABLES)[number];

const KERNEL = 1n << 63n;
/** Those of the kernel come last: `nm` sorts numbers without sign. */
const TOKENS: readonly string[] = ['__', 'fpu', 'xstate', 'task', 'ation', '_lock', 'get_', 'init'];
/** Bytes that no name has stand for tokens. */
const FIRST_TOKEN = 0x80;
const NAMES_A_MARKER = 256;

/** In the order of their addresses. */
export function listedBy(path: string): readonly Listed[] {
  const lines = execFileSync('nm', ['-n', path], { encoding: 'latin1' }).trim().split('\n');
  return lines.flatMap((line) => {
    const [address = '', letter = '', name = ''] = line.split(' ');
    return /^[AaUu]$/.test(letter) ? [] : [{ letter, name, address: BigInt(`0x${address}`) }];
  });
}

/** Without what kallsyms leaves out of itself, and, where all addresses count from one place, without what lies at 0. */
export function namedBy(tables: Tables, symbols: readonly Listed[]): readonly Listed[] {
  const hasPerCpu = tables !== '6.15' && tables !== '7.0';
  return symbols.filter(({ name, address }) => !name.startsWith('kallsyms_') && (hasPerCpu || address >= KERNEL));
}

/** CONFIG_KALLSYMS_ALL=n: the tables have functions only. */
const FUNCTIONS_ONLY = '-DFUNCTIONS_ONLY';

/** An image with kallsyms, and with its table of symbols still. @param options of gcc. */
export function imageWithKallsyms(tables: Tables, name: string, ...options: readonly string[]): string {
  const kept = (symbols: readonly Listed[]) =>
    namedBy(tables, symbols).filter(({ letter }) => !options.includes(FUNCTIONS_ONLY) || /[TtWw]/.test(letter));
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-kallsyms-'));
  try {
    const source = join(folder, 'kallsyms.S');
    const first = listedBy(imageFile(name, ...options));
    writeFileSync(source, sourceOf(tables, kept(first)));
    const second = listedBy(imageFile(name, ...options, source));
    writeFileSync(source, sourceOf(tables, kept(second)));
    return imageFile(name, ...options, source);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sourceOf(tables: Tables, symbols: readonly Listed[]): string {
  const base = symbols.find(({ address }) => address >= KERNEL)?.address ?? 0n;
  const align = `.balign ${tables === '7.0' ? 4 : 8}`;
  const label = (name: string, lines: readonly string[]) => [align, `kallsyms_${name}:`, ...lines];
  const encoded = symbols.map(({ letter, name }) => encode(letter + name));
  const starts = startsOf(encoded.map(({ length }) => length));
  const texts = Array.from({ length: 256 }, (_, byte) => tokenOf(byte));
  const index = startsOf(texts.map(({ length }) => length + 1));
  const parts = {
    offsets: label(
      'offsets',
      symbols.map((symbol) => offsetOf(tables, symbol, base)),
    ),
    base: label('relative_base', [`.quad ${base}`]),
    count: label('num_syms', [`.long ${symbols.length}`]),
    names: label(
      'names',
      encoded.map((bytes) => `.byte ${bytes.join()}`),
    ),
    markers: label(
      'markers',
      starts.filter((_, at) => at % NAMES_A_MARKER === 0).map((at) => `.long ${at}`),
    ),
    sequences: label(
      'seqs_of_names',
      symbols.map((_, at) => `.byte ${at >> 16}, ${(at >> 8) & 0xff}, ${at & 0xff}`),
    ),
    tokens: label(
      'token_table',
      texts.map((text) => `.asciz "${text}"`),
    ),
    index: label(
      'token_index',
      index.map((at) => `.short ${at}`),
    ),
  };
  const lines = ORDERS[tables].flatMap((part) => parts[part]);
  return `.section .rodata, "a"\n${lines.join('\n')}\n`;
}

function startsOf(lengths: readonly number[]): readonly number[] {
  let next = 0;
  return lengths.map((length) => {
    next += length;
    return next - length;
  });
}

type Part = 'offsets' | 'base' | 'count' | 'names' | 'markers' | 'sequences' | 'tokens' | 'index';

const SINCE_6_5: readonly Part[] = ['count', 'names', 'markers', 'tokens', 'index', 'offsets', 'base', 'sequences'];

const ORDERS: Readonly<Record<Tables, readonly Part[]>> = {
  '6.1': ['offsets', 'base', 'count', 'names', 'markers', 'tokens', 'index'],
  '6.2': ['offsets', 'base', 'count', 'names', 'markers', 'sequences', 'tokens', 'index'],
  '6.5': SINCE_6_5,
  '6.15': SINCE_6_5,
  '7.0': SINCE_6_5.filter((part) => part !== 'base'),
};

function offsetOf(tables: Tables, { address }: Listed, base: bigint): string {
  if (tables === '7.0') return `.long ${base} + ${address - base} - .`;
  if (tables === '6.15') return `.long ${address - base}`;
  return `.long ${address < KERNEL ? address : base - address - 1n}`;
}

function tokenOf(byte: number): string {
  const letter = String.fromCharCode(byte);
  return TOKENS[byte - FIRST_TOKEN] ?? (/[\w.$]/.test(letter) && byte < FIRST_TOKEN ? letter : '');
}

/** Behind its length, which has two bytes from 128 on. */
function encode(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const token = TOKENS.findIndex((part) => text.startsWith(part, at));
    bytes.push(token < 0 ? text.charCodeAt(at) : FIRST_TOKEN + token);
    at += TOKENS[token]?.length ?? 1;
  }
  const { length } = bytes;
  return [...(length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]), ...bytes];
}
