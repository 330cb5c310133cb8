/**
 * Names of compilers with dots and digits in them: `order.0`, `CSWTCH.16`, `round_b.order`, `work.part.0`. In an
 * expression a dot stands before a member; in instructions and directives it belongs to the name.
 */
import { makeToken } from './scanner';
import type { Token } from './token';

const LABEL = /^\s*(?:@\S+\s+)?[A-Za-z_]\w*(?:\.\w+)+\s*:/;

/** Whether `line` begins with a label of that kind. */
export function beginsWithDottedLabel(line: string): boolean {
  return LABEL.test(line);
}

/** The tokens with such names as one name each, up to `=>`, behind which expressions stand. */
export function joinDottedNames(tokens: readonly Token[]): readonly Token[] {
  const joined: Token[] = [];
  let isOperand = true;
  for (let at = 0; at < tokens.length; at++) {
    let token = tokens[at]!; // within the list
    if (token.kind === 'operator' && token.text === '=>') isOperand = false;
    while (isOperand && token.kind === 'name') {
      const [dot, rest] = [tokens[at + 1], tokens[at + 2]];
      if (!rest || dot?.text !== '.' || !isPartOfName(rest) || dot.start !== token.end || rest.start !== dot.end) break;
      token = makeToken('name', `${token.text}.${rest.text}`, token.start, rest.end);
      at += 2;
    }
    joined.push(token);
  }
  return joined;
}

function isPartOfName({ kind }: Token): boolean {
  return kind === 'name' || kind === 'integer' || kind === 'float';
}
