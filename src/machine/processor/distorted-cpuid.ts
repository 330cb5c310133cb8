/** CPUID as a monitor distorts it: single registers of single answers that are not the processor's. */
import type { CpuidResult } from './cpuid-leaves';

export interface CpuidDistortion {
  readonly leaf: number;
  readonly subleaf: number;
  /** Index in EAX, EBX, ECX, EDX. */
  readonly register: number;
  /** 32 bits, unsigned. */
  readonly value: number;
}

/** The answer with what the distortions put in its place; a later one wins. */
export function distorted(
  result: CpuidResult,
  leaf: number,
  subleaf: number,
  distortions: readonly CpuidDistortion[],
): CpuidResult {
  const [eax, ebx, ecx, edx] = result;
  const registers: [number, number, number, number] = [eax, ebx, ecx, edx];
  for (const distortion of distortions) {
    if (distortion.leaf === leaf && distortion.subleaf === subleaf) registers[distortion.register] = distortion.value;
  }
  return registers;
}
