/** A trace's bytes as text. What is no text is said to be none, instead of being read as nonsense. */

/** Throws an error for the user. */
export function decodeTrace(path: string, bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new Error(`${path} is not a trace: byte ${zero} is zero, so this is no text file.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is not a trace: it is not UTF-8 text.`);
  }
}
