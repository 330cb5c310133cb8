/** What a hover says, apart from where. */
export interface Explanation {
  /** Lines of code: the form of a statement, the declaration of a name. */
  readonly code: string;
  /** Markdown. */
  readonly text: string;
}
