/**
 * What the check of a step has asked of the machine and the kernel. Where one of the two changes, only steps that have asked
 * for what is otherwise now are to be checked again.
 */
import type { Processor } from '../../machine/processor/processor';
import type { PolicyNames, Setting } from './check-context';

/** Bits, one for each part of a setting; the last one is for values of constants and addresses of data. */
export const ASKED = { processor: 1, cpuCount: 2, policy: 4, noKernel: 8, values: 16 } as const;

const ASKED_BITS = 5;

/** Numbers of forms fit into what is left of 16 bits; 0 is no form. */
const MOST_FORMS = 2 ** (16 - ASKED_BITS) - 1;

/** A setting that notes what is asked of it. */
export class AskedSetting implements Setting {
  /** Bits of `ASKED`, and above them the number of a form; as much as a column of 16 bits holds. */
  asked = 0;

  constructor(private readonly setting: Setting) {}

  get processor(): Processor {
    this.asked |= ASKED.processor;
    return this.setting.processor;
  }

  /** Asked for by nobody but messages. What is said of a line is said anew whatever has changed. */
  get machine(): string {
    return this.setting.machine;
  }

  get cpuCount(): number {
    this.asked |= ASKED.cpuCount;
    return this.setting.cpuCount;
  }

  get policy(): PolicyNames | undefined {
    this.asked |= ASKED.policy;
    return this.setting.policy;
  }

  get hasNoKernel(): boolean {
    this.asked |= ASKED.noKernel;
    return this.setting.hasNoKernel;
  }

  /** Notes that the value of a name was asked for, and not only whether it is an address. */
  noteValue(): void {
    this.asked |= ASKED.values;
  }

  /** Notes that what a form needs was asked for. */
  noteForm(number: number): void {
    this.asked |= number > MOST_FORMS ? ASKED.processor : number << ASKED_BITS;
  }
}

/** Forms of instructions that have been seen, by name and by number, and whether the machine has what each needs. */
export class FormsOnMachine {
  private readonly numbers = new Map<string, number>();
  private readonly available = [false];

  constructor(private readonly hasAllOf: (form: string) => boolean) {}

  /** From 1 on. */
  numberOf(form: string): number {
    let number = this.numbers.get(form);
    if (number === undefined) {
      number = this.available.length;
      this.numbers.set(form, number);
      this.available.push(this.hasAllOf(form));
    }
    return number;
  }

  has(number: number): boolean {
    return this.available[number] === true;
  }

  /** By number, 1 for forms that only one of two machines has. */
  differencesFrom(hasAllOf: (form: string) => boolean): Uint8Array {
    const differences = new Uint8Array(this.available.length);
    for (const [form, number] of this.numbers) differences[number] = hasAllOf(form) === this.has(number) ? 0 : 1;
    return differences;
  }
}

/** Whether what a step has asked is among `bits`, or for a form that differs. */
export function concerns(asked: number, bits: number, forms: Uint8Array): boolean {
  return (asked & bits) !== 0 || forms[asked >> ASKED_BITS] === 1;
}
