/** Names of files: what `machine from`, `data ... file` and `exec` take from beside the trace. */
import type { TraceFiles } from '../../data/data-bytes';
import type { Completion } from './item';

const FILE_NAME =
  /^\s*(?:machine\s+from|kernel\s+(?:policy|vmlinux(?:\s+"[^"]*"\s+config)?)|data\b[^"]*=\s*file|task\b[^"]*\b(?:exec|core))\s*"([^"]*)$/i;

/** What has been written of a file's name at the end of `before`; undefined where none is being written. */
export function fileNameAt(before: string): string | undefined {
  return FILE_NAME.exec(before)?.[1];
}

/** The files in the trace's folder that are no traces. */
export function fileCompletions(files: TraceFiles | undefined): readonly Completion[] {
  const names = files?.list?.('') ?? [];
  return names.filter((name) => !name.endsWith('.xtrace')).map((label) => ({ label, kind: 'file' }));
}
