/** Recordings from disk: their bytes, and the same as text. */

import type { Core } from '../adapter/core';
import { inSlices } from '../adapter/launch/in-slices';
import { UserError } from '../adapter/protocol/user-error';
import { importingRecording, isImportProblem } from '../recording/import-recording';
import type { Source } from '../recording/source';
import { viewRecording as view } from '../recording/viewing/view-recording';

/** A character for each byte: names of tasks may hold anything, and the text of a trace buffer has no encoding. */
export function sourceOf(bytes: Uint8Array): Source {
  const decoder = new TextDecoder('latin1');
  return { bytes, text: (from, to) => decoder.decode(bytes.subarray(from, to)) };
}

/** Rejects with `UserError` for what is no recording. */
export const importTrace: Core['importTrace'] = async (host, bytes, name, driving) => {
  const imported = await inSlices(host, importingRecording(sourceOf(bytes), { name }), driving);
  if (isImportProblem(imported)) throw new UserError('not-a-recording', imported.problem);
  return { trace: imported.trace, unused: imported.unknown };
};

/** Rejects with `UserError` for what is neither a core file nor an area. */
export const viewRecording: Core['viewRecording'] = async (bytes, name) => {
  const shown = view(bytes, name);
  if ('problem' in shown) throw new UserError('not-a-recording', shown.problem);
  return shown;
};
