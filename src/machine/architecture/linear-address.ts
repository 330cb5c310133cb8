/**
 * Linear addresses. A canonical 48-bit address, sign-extended to 64 bits, is exactly representable as a double in
 * [-2^47, 2^47): user addresses are positive numbers, kernel addresses negative numbers. All of the core passes
 * addresses as plain numbers; `toLinear` converts 64-bit register values.
 */

export type LinearAddress = number;

const HALF = 2 ** 47;

/** The canonical address in a 64-bit value; undefined for a value that is not canonical. */
export function toLinear(value: bigint): LinearAddress | undefined {
  // A number in this range is exact, and no value outside of it becomes one: conversion rounds to the nearest.
  const signed = Number(BigInt.asIntN(64, value));
  return signed >= -HALF && signed < HALF ? signed : undefined;
}

/** The unsigned 64-bit register value of an address. */
export function fromLinear(address: LinearAddress): bigint {
  return BigInt.asUintN(64, BigInt(address));
}

export function isKernelAddress(address: LinearAddress): boolean {
  return address < 0;
}

/** The address as the kernel prints it: 0x and at least one digit; kernel addresses in full. */
export function formatAddress(address: LinearAddress): string {
  return `0x${fromLinear(address).toString(16)}`;
}
