/**
 * Symbols as compilers and the GNU assembler write them (manual of GNU as, "Symbol Names" and "Local Symbol Names"):
 * with dots, digits and dollar signs (`order.0`, `round_b.order`, `f$cold`), in quotes (`"f"`), as local labels (`1:`,
 * `1b`, `1f`), and with a relocation behind them (`v@GOTPCREL`). In an expression of the language a dot stands before a
 * member; in instructions and directives it belongs to the symbol.
 */
import type { Range } from '../errors/diagnostic';
import { makeToken, scanLine } from '../syntax/scanner';
import { statementRow } from '../syntax/statements';
import type { Token } from '../syntax/token';
import { RELOCATIONS, type Relocation } from './relocations';

/** A symbol with a relocation, as an instruction or a directive names it: `text` is `symbol@RELOCATION`. */
export interface RelocatedName {
  readonly text: string;
  readonly symbol: string;
  readonly relocation: Relocation;
  /** Where it is used first. */
  readonly range: Range;
}

/** Whether a line may hold such a symbol at all; most lines do not. */
const UNUSUAL = /["$@]|\w\.|\d[bf](?!\w)|^\s*\d+\s*:/;
const QUOTED_SYMBOL = /^[A-Za-z_.$][\w.$]*$/;
const LOCAL_REFERENCE = /^(\d+)([bf])$/;

export class AssemblyNames {
  /** How often each local label has been defined so far, by its number as it is written. */
  private readonly definitions = new Map<string, number>();
  /** Whether a name was read that other lines define: a local label, or a symbol with a relocation. */
  leadElsewhere = false;
  private readonly relocatedNames = new Map<string, RelocatedName>();

  /** What the relocations of the trace name, in the order of their first uses. */
  get relocated(): Iterable<RelocatedName> {
    return this.relocatedNames.values();
  }

  /** The tokens of a line that may begin with labels; behind a keyword of the language they stay as they are. */
  ofLine(text: string, line: number, column = 0): readonly Token[] {
    const scanned = scanLine(text);
    if (beginsWithKeyword(scanned) || !UNUSUAL.test(text)) return scanned;
    const labelled = this.withLocalLabel(scanned);
    const joined = this.join(labelled, line, column);
    const at = behindLabels(joined);
    const first = joined[at]!; // there is an `end` token at least
    const isMnemonic = scanned.some(({ start, end }) => start === first.start && end === first.end);
    if (isMnemonic && !(first.kind === 'name' && statementRow(first.text))) return joined;
    return [...joined.slice(0, at), ...scanned.filter(({ start }) => start >= first.start)];
  }

  /** The tokens of operands: what stands behind a mnemonic or the name of a directive. */
  ofOperands(text: string, line: number, column: number): readonly Token[] {
    const scanned = scanLine(text);
    return UNUSUAL.test(text) ? this.join(scanned, line, column) : scanned;
  }

  /** `1:` at the beginning of a line defines the local label 1 once more. */
  private withLocalLabel(tokens: readonly Token[]): readonly Token[] {
    const at = tokens[0]?.kind === 'time' ? 1 : 0;
    const [number, colon] = [tokens[at], tokens[at + 1]];
    if (number?.kind !== 'integer' || colon?.text !== ':' || !/^\d+$/.test(number.text)) return tokens;
    this.leadElsewhere = true;
    const count = (this.definitions.get(number.text) ?? 0) + 1;
    this.definitions.set(number.text, count);
    return tokens.with(at, makeToken('name', localName(number.text, count), number.start, number.end));
  }

  /** One token for each symbol, up to `=>`, behind which expressions of the language stand. */
  private join(tokens: readonly Token[], line: number, column: number): readonly Token[] {
    const joined: Token[] = [];
    for (let at = 0; at < tokens.length; ) {
      const token = tokens[at]!; // within the list
      if (token.kind === 'operator' && token.text === '=>') return [...joined, ...tokens.slice(at)];
      const symbol = this.symbolAt(tokens, at);
      at = symbol.end;
      joined.push(this.relocate(symbol.token, line, column));
    }
    return joined;
  }

  private symbolAt(tokens: readonly Token[], at: number): { readonly token: Token; readonly end: number } {
    const token = tokens[at]!; // the caller's index is within the list
    if (token.kind === 'bad') return { token: this.localReference(token) ?? token, end: at + 1 };
    if (token.kind === 'string') return { token: unquoted(token) ?? token, end: at + 1 };
    return token.kind === 'name' ? joinedName(tokens, at) : { token, end: at + 1 };
  }

  private localReference(token: Token): Token | undefined {
    const match = LOCAL_REFERENCE.exec(token.text);
    if (!match) return undefined;
    this.leadElsewhere = true;
    const [, number = '', direction] = match;
    const count = (this.definitions.get(number) ?? 0) + (direction === 'f' ? 1 : 0);
    return makeToken('name', localName(number, count), token.start, token.end);
  }

  private relocate(token: Token, line: number, column: number): Token {
    const at = token.kind === 'name' ? token.text.indexOf('@') : -1;
    if (at < 0) return token;
    this.leadElsewhere = true;
    const symbol = token.text.slice(0, at);
    const relocation = RELOCATIONS[token.text.slice(at).toLowerCase()]!; // `joinedName` joins no others
    if (relocation.kind === 'direct') return makeToken('name', symbol, token.start, token.end);
    const text = `${symbol}${relocation.suffix}`;
    const range = { line, start: column + token.start, end: column + token.end };
    if (!this.relocatedNames.has(text)) this.relocatedNames.set(text, { text, symbol, relocation, range });
    return makeToken('name', text, token.start, token.end);
  }
}

/** Whether a line begins with a keyword, and no mark behind that makes another symbol or a label of it. */
function beginsWithKeyword([first, second]: readonly Token[]): boolean {
  if (first?.kind !== 'name' || second === undefined) return false;
  return second.start !== first.end && second.text !== ':' && statementRow(first.text) !== undefined;
}

/** No identifier begins with a digit, so that such a name is nobody's own. */
function localName(number: string, count: number): string {
  return `${number}.${count}`;
}

function behindLabels(tokens: readonly Token[]): number {
  let at = tokens[0]?.kind === 'time' ? 1 : 0;
  while (tokens[at]?.kind === 'name' && tokens[at + 1]?.text === ':') at += 2;
  return at;
}

function unquoted(token: Token): Token | undefined {
  const { value } = token;
  if (typeof value !== 'string' || !QUOTED_SYMBOL.test(value)) return undefined;
  return makeToken('name', value, token.start, token.end);
}

/** A name with the dots, dollar signs and parts that follow it without a gap, and a relocation that is known. */
function joinedName(tokens: readonly Token[], at: number): { readonly token: Token; readonly end: number } {
  let token = tokens[at]!; // the caller's index is within the list
  let end = at + 1;
  for (;;) {
    const next = tokens[end];
    if (next?.start !== token.end) break;
    const rest = tokens[end + 1];
    const isMark = next.text === '$' || (next.text === '.' && rest !== undefined && isPart(rest, next.end));
    if (isMark || isPart(next, token.end)) token = extended(token, next);
    else if (next.kind === 'relocation' && Object.hasOwn(RELOCATIONS, next.text.toLowerCase())) {
      return { token: extended(token, next), end: end + 1 };
    } else break;
    end++;
  }
  return { token, end };
}

function isPart({ kind, start }: Token, end: number): boolean {
  return start === end && (kind === 'name' || kind === 'integer' || kind === 'float');
}

function extended(token: Token, next: Token): Token {
  return makeToken('name', token.text + next.text, token.start, next.end);
}
