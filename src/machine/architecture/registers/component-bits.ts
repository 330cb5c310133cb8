/** Masks of state components as registers with named bits. */
import { COMPONENTS, hasBit } from '../component';
import type { Register } from './index';
import type { BitField } from './row';

/** What a mask can have is the processor's business. */
export interface SupportedComponents {
  readonly xcr0Supported: bigint;
  readonly xssSupported: bigint;
  readonly xfdSupported: bigint;
}

/** The bits of a mask of state components that a processor can have, and any other that is set. */
export function componentBits(supported: bigint, value: bigint): readonly BitField[] {
  return COMPONENTS.filter(({ index }) => hasBit(supported | value, index)).map(
    ({ index, id, title, documentation }) => ({ name: id, bit: index, documentation: `${title}. ${documentation}` }),
  );
}

/** The components that a mask of this row can have on a processor. */
export function supportedIn({ components }: Register, processor: SupportedComponents): bigint {
  switch (components) {
    case 'xcr0':
      return processor.xcr0Supported;
    case 'xss':
      return processor.xssSupported;
    case 'xfd':
      return processor.xfdSupported;
    default:
      return processor.xcr0Supported | processor.xssSupported;
  }
}

/** The named parts of a register that holds `value`; empty for one that has none. */
export function fieldsOf(register: Register, processor: SupportedComponents, value: bigint): readonly BitField[] {
  if (register.kind === 'components') return componentBits(supportedIn(register, processor), value);
  return register.fields ?? [];
}
