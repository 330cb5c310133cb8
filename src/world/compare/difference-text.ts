/** A tree of differences as lines of text: two blanks for each level. */
import { countFields, type Difference } from './difference';

/** More parts of one group than this are counted. */
const MOST_PARTS = 16;

/** @param most parts of one group that are shown. */
export function differenceLines(differences: readonly Difference[], most = MOST_PARTS, indent = ''): readonly string[] {
  const shown = differences.slice(0, most);
  const rest = countFields(differences.slice(most));
  return [
    ...shown.flatMap(({ name, values, parts }) => {
      const inner = differenceLines(parts, most, `${indent}  `);
      const head = values ? `${name}: ${values.before} → ${values.after}` : `${name}:${countText(parts)}`;
      return [`${indent}${head}`, ...inner];
    }),
    ...(rest > 0 ? [`${indent}and ${rest} more`] : []),
  ];
}

function countText(parts: readonly Difference[]): string {
  const count = countFields(parts);
  return ` ${count} ${count === 1 ? 'difference' : 'differences'}`;
}
