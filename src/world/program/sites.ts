/** What code is made of, in the order in which it lies in memory: the flow first, then each proc. Columns, not objects. */
import type { Event } from '../../language/tree/event';
import type { Statement, Trace } from '../../language/tree/statement';
import { type Pausable, PIECE } from '../../machine/pausable';

export interface LabelSite {
  readonly site: number;
  readonly kind: 'label' | 'proc';
  readonly line: number;
}

/** No statement: behind the last one of a proc or of the flow. */
const END = -1;

export class Sites {
  readonly labels = new Map<string, LabelSite>();
  /** By the `end` of a block, its beginning. */
  readonly blocks = new Map<number, number>();
  /** Directives that emit bytes, in their order; most traces have none. */
  readonly directives: number[] = [];
  private readonly statements: Int32Array;
  private readonly lines: Int32Array;
  /** By number; the flow is 0. */
  private readonly procs: Int32Array;
  private readonly procNames: (string | null)[] = [null];
  private readonly found: { readonly name: string; readonly begin: number; readonly end: number }[] = [];
  /** By the statement that begins a block. */
  private readonly begins = new Map<number, number>();
  private count = 0;

  /** In pieces. */
  static *arranging(trace: Trace): Pausable<Sites> {
    const sites = new Sites(trace);
    yield* sites.arrange();
    return sites;
  }

  private constructor(private readonly trace: Trace) {
    // Each statement is at most one site, and each `end` of a proc is one.
    const most = trace.statements.length + 1;
    this.statements = new Int32Array(most);
    this.lines = new Int32Array(most);
    this.procs = new Int32Array(most);
  }

  get length(): number {
    return this.count;
  }

  /** Undefined behind the last step of a proc or of the flow. */
  statementAt(site: number): Statement | undefined {
    const index = this.statements[site]!; // of a site
    return index === END ? undefined : this.trace.statements[index];
  }

  /** Zero-based. */
  lineAt(site: number): number {
    return this.lines[site]!; // of a site
  }

  /** The proc that it is in; null for the flow. */
  procAt(site: number): string | null {
    return this.procNames[this.procs[site]!]!; // of a site
  }

  private *arrange(): Pausable<void> {
    const { statements } = this.trace;
    yield* this.place(0, statements.length);
    this.add(END, statements.at(-1)?.line ?? 0);
    for (const { name, begin, end } of this.found) {
      this.labels.set(name, { site: this.count, kind: 'proc', line: statements[begin]!.line }); // parsed with its end
      this.procNames.push(name);
      yield* this.place(begin + 1, end);
      this.add(END, statements[end]?.line ?? 0);
    }
    this.nameAgain();
  }

  /** Statements from one index to another, but for the procs among them, which are found. */
  private *place(from: number, to: number): Pausable<void> {
    for (let index = from; index < to; index++) {
      if (index % PIECE === PIECE - 1) yield 0;
      const statement = this.trace.statements[index]!; // within the list
      if (statement.kind !== 'declaration') {
        if (statement.kind === 'event' && isBlock(statement.event)) this.begins.set(index, this.count);
        this.add(index, statement.line);
        continue;
      }
      const { declaration } = statement;
      if (declaration.kind === 'proc') {
        this.found.push({ name: declaration.name.text, begin: index, end: declaration.end });
        index = declaration.end;
      } else if (declaration.kind === 'label' && declaration.target === undefined) {
        this.labels.set(declaration.name.text, { site: this.count, kind: 'label', line: statement.line });
      } else if (declaration.kind === 'code') {
        this.directives.push(this.count);
        this.add(index, statement.line);
      } else if (declaration.kind === 'end') this.endBlock(index, statement.line, declaration.block);
    }
  }

  private add(statement: number, line: number): void {
    this.statements[this.count] = statement;
    this.lines[this.count] = line;
    this.procs[this.count] = this.procNames.length - 1;
    this.count++;
  }

  /** The `end` of a block that executes: `repeat` or `ring0`, not `proc`. */
  private endBlock(index: number, line: number, block: number): void {
    const begin = this.begins.get(block);
    if (begin === undefined) return;
    this.blocks.set(this.count, begin);
    this.add(index, line);
  }

  /** Second names of labels and procs, which `.set` gives. */
  private nameAgain(): void {
    for (const { declaration, line } of this.trace.declarations) {
      if (declaration.kind !== 'label' || declaration.target === undefined) continue;
      const site = this.labels.get(declaration.target);
      if (site) this.labels.set(declaration.name.text, { ...site, line });
    }
  }
}

function isBlock({ kind }: Event): boolean {
  return kind === 'repeat' || kind === 'ring0';
}
