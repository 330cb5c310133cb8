/**
 * The stack that a program begins with (create_elf_tables, fs/binfmt_elf.c; System V ABI, 3.4.1): from RSP upwards argc, argv,
 * envp, the auxiliary vector, and the strings that they point at.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { AddressSpaceId } from '../../machine/cpu/memory';
import { RIGHTS } from '../../machine/cpu/page';
import { randomBytes } from '../model/random';
import type { KernelContext } from '../routines/kernel-context';
import { auxiliaryVector, type StartedProgram } from './auxv';

/** STACK_TOP_MAX, and RLIMIT_STACK. */
const STACK_TOP = 0x7fff_ffff_f000;
export const STACK_SIZE = 8 * 1024 * 1024;
/** Strings of arguments and environment: a quarter of the stack (`prepare_arg_pages`). */
const MOST_STRINGS = STACK_SIZE / 4;
const RANDOM_BYTES = 16;
const PLATFORM = 'x86_64';
const POINTER = 8;

export interface ProgramCall {
  /** As it was called: AT_EXECFN. */
  readonly path: string;
  readonly arguments: readonly string[];
  readonly environment: readonly string[];
}

/** Whether the strings of a call do not fit (E2BIG). */
export function areTooLarge(call: ProgramCall): boolean {
  return stringBytes(call) > MOST_STRINGS;
}

/** Bytes of strings with their ends and of the pointers to them. */
export function stringBytes({ path, arguments: values, environment }: ProgramCall): number {
  return [path, ...values, ...environment].reduce((sum, { length }) => sum + length + 1 + POINTER, 0);
}

/** The initial RSP. Strings are not too large. */
export function setUpStack(
  kernel: KernelContext,
  space: AddressSpaceId,
  program: StartedProgram,
  call: ProgramCall,
): LinearAddress {
  const { memory, state } = kernel;
  const stack = new DownwardStack(STACK_TOP - 8);
  const path = stack.pushString(call.path);
  const environment = call.environment.toReversed().map((text) => stack.pushString(text));
  const values = call.arguments.toReversed().map((text) => stack.pushString(text));
  stack.align(16);
  const platform = stack.pushString(PLATFORM);
  const random = stack.push(randomBytes(state, RANDOM_BYTES));
  const vector = auxiliaryVector(kernel, program, { random, path, platform });
  const pointers = [call.arguments.length, ...values.toReversed(), 0, ...environment.toReversed(), 0];
  stack.align(16);
  if ((pointers.length + vector.length) % 2 === 1) stack.push(new Uint8Array(8));
  const words = BigUint64Array.from([...pointers.map((pointer) => BigInt(pointer)), ...vector]);
  const rsp = stack.push(new Uint8Array(words.buffer));
  const rights = program.executableStack ? { ...RIGHTS.data, executable: true } : RIGHTS.data;
  memory.map(space, STACK_TOP - STACK_SIZE, STACK_SIZE, rights);
  for (const [at, bytes] of stack.pushed) memory.poke(space, at, bytes);
  return rsp;
}

class DownwardStack {
  readonly pushed: (readonly [LinearAddress, Uint8Array])[] = [];

  constructor(private top: LinearAddress) {}

  push(bytes: Uint8Array): LinearAddress {
    this.top -= bytes.length;
    this.pushed.push([this.top, bytes]);
    return this.top;
  }

  pushString(text: string): LinearAddress {
    return this.push(Uint8Array.from(`${text}\0`, (character) => character.charCodeAt(0)));
  }

  align(to: number): void {
    this.top -= this.top % to;
  }
}
