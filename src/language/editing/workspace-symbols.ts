/** What lists of all that a workspace declares have in common, whichever editor shows them. */

/** Traces that are looked through. */
export const MOST_TRACES = 1000;
/** Names that are listed. */
export const MOST_SYMBOLS = 2000;

/** Whether a name has the letters of the query in their order: lists of editors match so. */
export function matchesQuery(query: string, name: string): boolean {
  let at = 0;
  const letters = name.toLowerCase();
  for (const letter of query.toLowerCase().replace(/\s/g, '')) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
