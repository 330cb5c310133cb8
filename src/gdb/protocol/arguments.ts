/** What stands behind the name of a packet: hexadecimal numbers, bytes, addresses. */
import { formatAddress, type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { bytesOfHex } from '../../machine/hex';
import { refuse } from './refusal';

const NUMBER = /^[0-9a-f]{1,8}$/i;
const ADDRESS = /^[0-9a-f]{1,16}$/i;

/** A number of at most 32 bits. @throws UserError */
export function numberOf(text: string | undefined): number {
  if (text === undefined || !NUMBER.test(text)) return refuse(`A hexadecimal number is missing, or is no number.`);
  return Number.parseInt(text, 16);
}

/** @throws UserError for what is no address of 48 bits, sign-extended. */
export function addressOf(text: string | undefined): LinearAddress {
  if (text === undefined || !ADDRESS.test(text)) return refuse('An address is missing, or is no number.');
  const value = BigInt(`0x${text}`);
  return toLinear(value) ?? refuse(`0x${value.toString(16)} is not a canonical address.`);
}

/** @throws UserError for what is not two hexadecimal digits for each byte. */
export function bytesOfDigits(text: string): Uint8Array {
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) return refuse('Bytes have two hexadecimal digits each.');
  return bytesOfHex(text);
}

/** @throws UserError for what is no UTF-8 in hexadecimal digits. */
export function textOfDigits(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytesOfDigits(text));
  } catch (error) {
    if (error instanceof TypeError) return refuse('The text is no UTF-8.');
    throw error;
  }
}

/** A piece of memory. */
export interface Span {
  readonly address: LinearAddress;
  readonly length: number;
}

/** `ADDR,LENGTH`. @throws UserError; also for a piece that goes beyond the canonical addresses. */
export function spanOf(text: string, most: number): Span {
  const [start, size] = text.split(',');
  const address = addressOf(start);
  const length = numberOf(size);
  if (length > most) return refuse(`At most ${most} bytes at a time.`);
  if (!Number.isSafeInteger(address + length)) return refuse(`${formatAddress(address)} is too far up.`);
  return { address, length };
}
