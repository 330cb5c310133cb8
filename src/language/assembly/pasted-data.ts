/**
 * What directives emit in pasted compiler output. Behind a label it is a `data` declaration, as are `.comm` and `.set`;
 * behind an instruction, and in inline assembly, it is code. All other directives mean nothing here (see `directives.ts`).
 */

import { tableOf } from '../../machine/table';
import type { Range } from '../errors/diagnostic';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import type { DataValue, EmittedPart } from '../tree/data';
import type { Declaration } from '../tree/declaration';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { Statement } from '../tree/statement';
import type { AssemblyNames } from './assembly-names';
import { directiveReader, EMITTING, readAlias, readCommon } from './data-directives';
import { directiveName } from './directives';
import { leadsToSection, Sections } from './sections';
import { rangeOf, type SourceLine } from './source-line';

type Data = Declaration & { kind: 'data' };

export class PastedData {
  /** Of the data that was begun last, as long as directives follow. */
  private parts: EmittedPart[] | undefined;
  /** What the last directive of alignment said, until something stands there. */
  private alignment: Expression | undefined;
  private readonly sections = new Sections();
  /** Nothing that data could stand behind has come since the last code. */
  private followsCode = false;

  constructor(
    private readonly statements: Statement[],
    private readonly add: (statement: Statement) => void,
    private readonly names: AssemblyNames,
  ) {}

  /** Whether no section is left out. */
  get isIdle(): boolean {
    return !this.sections.current.isDiscarded;
  }

  /** Whether the line belongs to a section that is left out; anything but directives and their labels ends that. */
  skips(line: string, start: number): boolean {
    if (!this.sections.current.isDiscarded) return false;
    const name = directiveName(line, start);
    if (name !== undefined) return !SYMBOLS.has(name) && !leadsToSection(name);
    const isLabel = /^\d+:|^\.L\w+:/.test(line.slice(start));
    if (!isLabel) this.sections.returnToCode();
    return isLabel;
  }

  /** Reads the directive `name` if it declares data or code; whether it did. Throws `LineProblem`. */
  read(name: string, source: SourceLine, start: number, isInline: boolean): boolean {
    const behind = start + name.length;
    const operands = source.text.slice(behind);
    const reader = () => directiveReader(source, behind, this.names);
    const read = EMITTING[name];
    if (read) {
      if (this.sections.current.isCode && (isInline || this.followsCode)) {
        this.addCode(read(reader(), operands), rangeOf(source, start));
        return true;
      }
      const parts = this.parts ?? this.begin();
      if (!parts) return false;
      if (this.alignment) parts.push({ kind: 'align', to: this.alignment });
      this.alignment = undefined;
      parts.push(read(reader(), operands));
      return true;
    }
    if (this.sections.follow(name, operands)) return false;
    if (name in ALIGNING) this.alignment = ALIGNING[name]?.(parseExpression(reader()));
    else if (name === '.comm' || name === '.lcomm') this.declare(readCommon(reader()));
    else if (ALIASES.has(name)) this.readAlias(operands, reader);
    return false;
  }

  /** A statement of another kind follows; a label may still turn out to be one of data. */
  precede(statement: Statement): void {
    const kind = statement.kind === 'declaration' ? statement.declaration.kind : statement.kind;
    if (kind === 'instruction') return this.precedeInstruction();
    this.parts = undefined;
    if (kind !== 'label') this.alignment = undefined;
    if (kind === 'data') return;
    this.followsCode = AMONG_CODE.has(kind);
    if (this.followsCode) this.sections.returnToCode();
  }

  /** The same of an instruction. */
  precedeInstruction(): void {
    this.parts = undefined;
    this.alignment = undefined;
    this.followsCode = true;
    this.sections.returnToCode();
  }

  private addCode(part: EmittedPart, range: Range): void {
    this.add({ line: range.line, range, kind: 'declaration', declaration: { kind: 'code', parts: [part] } });
  }

  /** Turns the labels that stand last into data. The first ones have no bytes, and so the same address. */
  private begin(): EmittedPart[] | undefined {
    let first = this.statements.length;
    while (first > 0 && labelOf(this.statements[first - 1])) first--;
    for (let index = first; index < this.statements.length; index++) {
      const statement = this.statements[index]!; // within the list
      const parts: EmittedPart[] = [];
      const align = (index === first ? this.alignment : undefined) ?? unaligned(statement.range);
      const name = labelOf(statement)!; // by the loop above
      const declaration = this.placed({ kind: 'data', name, value: { kind: 'emitted', parts }, align });
      const { line, range } = statement;
      this.statements[index] = { line, range, kind: 'declaration', declaration };
      this.parts = parts;
    }
    if (this.parts) this.alignment = undefined;
    return this.parts;
  }

  private readAlias(operands: string, reader: () => LineReader): void {
    // `.set NAME, .-NAME` and the like only describe the object file.
    if (/[,+-]\s*\.(?![\w.])/.test(operands)) return;
    const { name, value } = readAlias(reader());
    this.declare({ name, value, align: unaligned(name.range) });
  }

  private declare(data: { name: Name; value: DataValue; align?: Expression }): void {
    const { range } = data.name;
    const declaration = this.placed({ kind: 'data', ...data });
    this.add({ line: range.line, range, kind: 'declaration', declaration });
  }

  private placed(data: Data): Data {
    return this.sections.current.isThreadLocal && data.value.kind !== 'alias' ? { ...data, threadLocal: true } : data;
  }
}

/** Directives right behind these emit code, as they do behind an instruction. */
const AMONG_CODE: ReadonlySet<string> = new Set(['event', 'proc', 'code']);
const ALIASES: ReadonlySet<string> = new Set(['.set', '.equ', '.equiv']);
/** What they declare lies in no section, or in one of its own, wherever they stand. */
const SYMBOLS: ReadonlySet<string> = new Set([...ALIASES, '.comm', '.lcomm']);

const ALIGNING = tableOf<(operand: Expression) => Expression>({
  '.align': (operand: Expression) => operand,
  '.balign': (operand: Expression) => operand,
  '.p2align': (operand: Expression): Expression => {
    const { range } = operand;
    return { kind: 'binary', operator: '<<', left: { kind: 'integer', value: 1n, range }, right: operand, range };
  },
});

function unaligned(range: Range): Expression {
  return { kind: 'integer', value: 1n, range };
}

function labelOf(statement: Statement | undefined): Name | undefined {
  if (statement?.kind !== 'declaration' || statement.declaration.kind !== 'label') return undefined;
  return statement.declaration.name;
}
