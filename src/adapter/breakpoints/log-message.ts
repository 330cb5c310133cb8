/** The message of a logpoint: text with expressions in braces. */
import { parseTemplateText, type TemplateParts } from '../../language/syntax/parse-template';
import { asUserError } from './condition';

/** Undefined for an empty text. Throws `UserError`. */
export function parseLogMessage(text: string | undefined): TemplateParts | undefined {
  if (text === undefined || text === '') return undefined;
  return asUserError('bad-log-message', 'The log message', () => parseTemplateText(text));
}
