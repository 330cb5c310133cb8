/** Text of a trace inside a C program. */
import type { Step } from '../program/step';

/** A string literal. */
export function cString(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/\?\?/g, '?\\?');
  const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${escaped.replace(/\p{Cc}/gu, octal)}"`;
}

/** What may stand in a comment. */
export function cComment(text: string): string {
  return text
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** Bytes for the initializer of an array. */
export function cBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, '0')},`).join(' ');
}

/** Without the zeros at its end, which memory has anyway. */
export function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}ul`;
}

/** The address behind a step; where the flow begins without one. */
export function addressBehind(step: Step | undefined): string {
  return step ? `0x${(step.address + step.size).toString(16)}` : 'START';
}
