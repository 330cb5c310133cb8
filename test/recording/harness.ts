/** Recordings as tests have them, and the traces that come of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Imported, importRecording, isImportProblem } from '../../src/recording/import-recording';
import type { Source } from '../../src/recording/source';

/** The trace buffer of a real Linux 6.1 on a processor with AMX, in fifteen parts. */
export const LINUX_TRACE = gunzipSync(readFileSync(path.join(__dirname, '../fixtures/linux/trace.txt.gz'))).toString(
  'latin1',
);

/** One part of it, without the line that names the part. */
export function part(name: string): string {
  const [, text = ''] = LINUX_TRACE.split(`##TRACE ${name}\n`);
  return text.split('##TRACE')[0] ?? '';
}

export function source(content: string | Uint8Array): Source {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : Buffer.from(content);
  return { bytes, text: (from, to) => bytes.toString('latin1', from, to) };
}

export function imported(content: string | Uint8Array, format?: string): Imported {
  const result = importRecording(source(content), { name: 'recording' }, format);
  assert.ok(!isImportProblem(result), 'problem' in result ? result.problem : '');
  return result;
}

export function problemOf(content: string | Uint8Array, format?: string): string {
  const result = importRecording(source(content), { name: 'recording' }, format);
  assert.ok(isImportProblem(result), 'it was imported');
  return result.problem;
}
