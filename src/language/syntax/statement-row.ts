/** How a statement of the language is declared: the parser, completion, hover and the documentation read the rows. */

import type { Declaration } from '../tree/declaration';
import type { Event } from '../tree/event';
import type { LineReader } from './line-reader';

/** What is said of a statement. */
export interface StatementText {
  /** One line for each form. */
  readonly syntax: readonly string[];
  /** A few sentences: what it does and when one needs it. */
  readonly documentation: string;
  readonly example: string;
}

interface StatementRowBase extends StatementText {
  /** The word that begins the statement, in lower case. */
  readonly keyword: string;
}

export interface DeclarationRow extends StatementRowBase {
  readonly kind: 'declaration';
  /** Reads what follows the keyword. */
  readonly parse: (reader: LineReader) => Declaration;
}

export interface EventRow extends StatementRowBase {
  readonly kind: 'event';
  /** Reads what follows the keyword, up to the outcomes. */
  readonly parse: (reader: LineReader) => Event;
}

export type StatementRow = DeclarationRow | EventRow;

/** What `end` of a block is until the parser has matched it. */
export const UNMATCHED = -1;
