/** Calls of the command line, with what they write caught. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { CliStreams } from '../../src/main/cli/command';
import { runCommandLine } from '../../src/main/cli/command-line';

export interface Called {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** @param input what standard input holds. @param streams in place of those that only catch what is written. */
export async function xtrace(argv: readonly string[], input = '', streams: Partial<CliStreams> = {}): Promise<Called> {
  let out = '';
  let error = '';
  const status = await runCommandLine(argv, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    breathe: () => setImmediate(),
    startThread: () => undefined,
    onInterrupt: () => () => {},
    isTerminal: false,
    write: (stream, bytes) => {
      const text = Buffer.from(bytes).toString();
      if (stream === 'stdout') out += text;
      else error += text;
    },
    readInput: () => new TextEncoder().encode(input),
    readSome: onceOnly(new TextEncoder().encode(input)),
    ...streams,
  });
  return { status, out, error };
}

/** The bytes at first, and then the end. */
export function onceOnly(bytes: Uint8Array): () => Uint8Array {
  let left = bytes;
  return () => {
    const now = left;
    left = new Uint8Array();
    return now;
  };
}

/** A folder of the test's own, with these files in it; `remove` takes it away again. */
export class Folder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'xtrace-cli-'));

  write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A trace on bare metal: header and body. */
export function bare(...lines: string[]): string {
  return ['xtrace 1', 'kernel none', ...lines, ''].join('\n');
}
