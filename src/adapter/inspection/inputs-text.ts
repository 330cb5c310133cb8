/** What went into a value, in words: of the many factors of a product of tiles, what stands out comes first. */
import type { Input } from '../../world/origin/source';

const MOST_INPUTS = 16;
/** Of factors with the same values. */
const MOST_ALIKE = 2;
/** Of factors with other values than the ones before. */
const MOST_GROUPS = 8;

/** The lines, each a list; none for nothing. */
export function inputsText(inputs: readonly Input[]): readonly string[] {
  const plain = inputs.filter(({ times }) => times === undefined);
  const factors = inputs.filter(({ times }) => times !== undefined);
  return [...(plain.length > 0 ? [`from ${shortened(plain.map(valued), MOST_INPUTS)}`] : []), ...groupLines(factors)];
}

function valued({ name, value }: Input): string {
  return value === '' ? name : `${name} = ${value}`;
}

/** The fewer there are with some values, the more they say. */
function groupLines(factors: readonly Input[]): readonly string[] {
  const groups = new Map<string, Input[]>();
  for (const factor of factors) {
    const product = `${factor.value} · ${factor.times?.value}`;
    groups.set(product, [...(groups.get(product) ?? []), factor]);
  }
  const rareFirst = [...groups].sort(([, a], [, b]) => a.length - b.length);
  const lines = rareFirst.slice(0, MOST_GROUPS).map(([product, alike]) => {
    const names = alike.map(({ name, times }) => `${name} · ${times?.name}`);
    const count = alike.length > 1 ? `${alike.length} times ` : '';
    return `plus ${count}${product}: ${shortened(names, MOST_ALIKE)}`;
  });
  const more = factors.length - rareFirst.slice(0, MOST_GROUPS).reduce((sum, [, alike]) => sum + alike.length, 0);
  return more > 0 ? [...lines, `and ${more} more factors`] : lines;
}

function shortened(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return more > 0 ? `${texts.slice(0, most).join(', ')} and ${more} more` : texts.join(', ');
}
