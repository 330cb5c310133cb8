/**
 * Memory references: what stands for a place in memory in the protocol. `0xffff...` for the kernel half, which all
 * address spaces share, `SPACE:0x...` for the user half of one, and `cpuN/REGISTER` for the bytes of a register.
 * A plain user address means that of the current address space.
 */
import { formatAddress, type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { UserError } from './user-error';

export type MemoryReference =
  | {
      readonly kind: 'memory' /** Undefined: the current one. */;
      readonly space?: number;
      readonly address: LinearAddress;
    }
  | { readonly kind: 'register'; readonly cpu: number; readonly file: 'tmm' | 'zmm'; readonly index: number };

export function memoryReference(space: number, address: LinearAddress): string {
  return address < 0 ? formatAddress(address) : `${space}:${formatAddress(address)}`;
}

export function registerReference(cpu: number, register: string): string {
  return `cpu${cpu}/${register}`;
}

export function parseMemoryReference(text: string): MemoryReference {
  const register = /^cpu(\d+)\/(tmm|zmm)(\d+)$/.exec(text);
  if (register) {
    return {
      kind: 'register',
      cpu: Number(register[1]),
      file: register[2] as 'tmm' | 'zmm', // what the pattern takes
      index: Number(register[3]),
    };
  }
  const memory = /^(?:(\d+):)?(0x[0-9a-f]+|\d+)$/i.exec(text);
  const address = memory && toLinear(BigInt(memory[2]!)); // the group takes part in every match
  if (address === undefined || address === null) {
    throw new UserError(
      'bad-reference',
      `\`${text}\` is no memory reference: write a canonical address such as 0x1000000.`,
    );
  }
  const space = memory?.[1];
  return space === undefined ? { kind: 'memory', address } : { kind: 'memory', space: Number(space), address };
}
