/** Masks of state components as registers with named bits. */
import { COMPONENTS, hasBit } from '../component';
import type { BitField, RegisterRow } from './row';

/** The masks that a processor supports. */
export interface SupportedComponents {
  readonly xcr0Supported: bigint;
  readonly xssSupported: bigint;
  readonly xfdSupported: bigint;
}

/** The bits of a component mask that the processor supports, and every other bit that is set. */
export function componentBits(supported: bigint, value: bigint): readonly BitField[] {
  return COMPONENTS.filter(({ index }) => hasBit(supported | value, index)).map(
    ({ index, id, title, documentation }) => ({ name: id, bit: index, documentation: `${title}. ${documentation}` }),
  );
}

/** The components that the processor supports in a mask of this row. */
export function supportedIn({ components }: RegisterRow, processor: SupportedComponents): bigint {
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

/** The named parts of a register that holds `value`; empty for a register without named parts. */
export function fieldsOf(register: RegisterRow, processor: SupportedComponents, value: bigint): readonly BitField[] {
  if (register.kind === 'components') return componentBits(supportedIn(register, processor), value);
  return register.fields ?? [];
}
