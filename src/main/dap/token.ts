/** Compares tokens in constant time, so that the time does not tell where two tokens differ. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AcceptToken } from '../../adapter/protocol/gate';

export function accepting(token: string): AcceptToken {
  const wanted = digest(token);
  return (given) => typeof given === 'string' && timingSafeEqual(digest(given), wanted);
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
