/** What a trace says of itself: the comment that it begins with. */

export interface Story {
  /** The first sentence. */
  readonly title: string;
  /** The rest, without the breaks of its lines. */
  readonly text: string;
}

export function storyOf(trace: string): Story {
  const lines = trace.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith(';'));
  const comment = lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^;\s?/, '').trim());
  const words = comment.join(' ').replace(/\s+/g, ' ').trim();
  // A title may stand alone on the first line, without a full stop.
  const alone = comment[1] === '' ? comment[0] : undefined;
  const title = alone ?? /^.*?[.!?](?=\s|$)/.exec(words)?.[0] ?? words;
  return { title, text: words.slice(title.length).trim() };
}
