/** The types of the pages that answer questions about a trace, beside it. */
export const ANSWER_PAGES = ['xtrace.explained', 'xtrace.explored', 'xtrace.worlds', 'xtrace.sideBySide'] as const;

export type AnswerPage = (typeof ANSWER_PAGES)[number];
