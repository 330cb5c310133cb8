/** Pages that are written by hand but for their tables, which stand between marks. */

/** The page with another table behind `<!-- mark -->`. @throws Error where the mark is missing. */
export function replaceTable(page: string, mark: string, table: string): string {
  const place = new RegExp(`<!-- ${mark} -->\\n[\\s\\S]*?<!-- end -->`);
  if (!place.test(page)) throw new Error(`the page has no place for the ${mark}`);
  return page.replace(place, () => `<!-- ${mark} -->\n${table}\n<!-- end -->`);
}

export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...cells] = rows;
  return [header, header.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
