/** Masks in the views' snapshot are hex strings; these name their bits. */
import { componentsIn, hasBit } from '../../machine/architecture/component';

/** `XTILECFG, XTILEDATA`, or "none"; bits that name no component by their number. */
export function maskNames(mask: string): string {
  const value = BigInt(mask);
  const named = componentsIn(value);
  const nameless = Array.from({ length: 64 }, (_, bit) => bit).filter(
    (bit) => hasBit(value, bit) && !named.some(({ index }) => index === bit),
  );
  const names = [...named.map(({ id }) => id), ...nameless.map((bit) => `bit ${bit}`)];
  return names.length === 0 ? 'none' : names.join(', ');
}

/** The mask, with the names of its bits where they are few. */
export function maskText(mask: string): string {
  const names = maskNames(mask);
  const few = names !== 'none' && names.split(', ').length <= 2;
  return few ? `${mask}  ${names}` : mask;
}
