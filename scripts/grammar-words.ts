/** The words in the grammar of traces that follow from tables: events, functions, components. */
import { EVENTS } from '../src/language/events';
import { FUNCTIONS } from '../src/language/expressions/functions';
import { COMPONENTS } from '../src/machine/architecture/component';

/** Of a TextMate grammar what is looked at here. */
interface Rule {
  readonly begin?: string;
  readonly match?: string;
  readonly patterns?: readonly Rule[];
}

interface Grammar {
  readonly repository: Readonly<Record<string, Rule>>;
}

/** The grammar with its lists of words made anew. @throws Error where it has no place for one. */
export function withWords(text: string): string {
  const { repository }: Grammar = JSON.parse(text);
  const lists: readonly (readonly [string | undefined, readonly string[]])[] = [
    [repository['plain-event']?.begin, plainEvents(repository.event?.patterns ?? [])],
    [repository.function?.match, FUNCTIONS.map(({ name }) => name)],
    [repository.constant?.patterns?.[0]?.match, COMPONENTS.map(({ id }) => id)],
  ];
  return lists.reduce((grammar, [expression, words]) => {
    if (expression === undefined || !LIST.test(expression)) throw new Error(`the grammar has no list for ${words[0]}`);
    const anew = expression.replace(LIST, () => words.join('|'));
    return grammar.replace(JSON.stringify(expression), () => JSON.stringify(anew));
  }, text);
}

/** Words with `|` between them. */
const LIST = /\w+(?:\|\w+)+/;

/** The events that have no rule of their own. */
function plainEvents(rules: readonly Rule[]): string[] {
  const own = rules.flatMap(({ begin = '' }) => /\\b\((\w+(?:\|\w+)*)\)/.exec(begin)?.[1]?.split('|') ?? []);
  return EVENTS.map(({ keyword }) => keyword).filter((keyword) => !own.includes(keyword));
}
