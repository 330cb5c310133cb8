/** What a statement of a trace is, in a sentence: of an instruction by its row and operands, of an event by its documentation. */
import type { Checker } from '../../language/checks/checker';
import { assembleLine } from '../../language/editing/assembled-line';
import { listed } from '../../language/errors/nearest';
import { statementRow } from '../../language/syntax/statements';
import type { Statement, Trace } from '../../language/tree/statement';
import { effectsOf } from '../../machine/disassembler/effects';
import { rowOfForm } from '../../machine/instructions';

export class StatementSentences {
  private readonly statements: ReadonlyMap<number, Statement>;
  private readonly known = new Map<number, string>();

  constructor(
    { statements }: Trace,
    private readonly checker: Checker,
  ) {
    this.statements = new Map(statements.map((statement) => [statement.line, statement]));
  }

  /** Empty where nothing is known of the line. */
  of(line: number): string {
    let sentence = this.known.get(line);
    if (sentence === undefined) {
      const statement = this.statements.get(line);
      sentence = statement ? this.describe(statement) : '';
      this.known.set(line, sentence);
    }
    return sentence;
  }

  private describe(statement: Statement): string {
    if (statement.kind === 'instruction') return this.describeInstruction(statement);
    if (statement.kind === 'declaration') return '';
    const row = statementRow(statement.event.kind);
    return row ? firstSentence(row.documentation) : '';
  }

  private describeInstruction({ instruction }: Statement & { readonly kind: 'instruction' }): string {
    const assembled = assembleLine(this.checker, instruction);
    const row = assembled && rowOfForm(assembled.instruction.form);
    if (!assembled || !row) return '';
    const { reads, writes } = effectsOf(assembled.instruction);
    const effects = [
      reads.length > 0 ? `reads ${listed(reads, 'and')}` : '',
      writes.length > 0 ? `writes ${listed(writes, 'and')}` : '',
    ].filter((part) => part !== '');
    const what = `${row.mnemonic.toUpperCase()}, ${lowerFirst(row.summary)}`;
    return effects.length === 0 ? `${what}.` : `${what}: ${effects.join(', ')}.`;
  }
}

/** An abbreviation keeps its capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
}
