/** The steps of a trace, in the order of their addresses: columns, and a step as an object when somebody asks for it. */

import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Layout } from '../../machine/assembler/layout';
import type { Sites } from './sites';
import type { Step } from './step';

export interface StepColumns {
  readonly sites: Sites;
  readonly layout: Layout;
  /** By step, the site that it comes from: ascending, and mostly one step a site. */
  readonly siteOf: Int32Array;
  /** Steps of directives: a directive has as many as there are instructions in its bytes. */
  readonly emitted: ReadonlyMap<number, Step>;
  /** The step of that index, which comes from that site; called once for each that is asked for. */
  readonly make: (index: number, site: number) => Step;
}

export class Steps implements Iterable<Step> {
  private readonly made: Map<number, Step>;
  private readonly byAddress = new Map<LinearAddress, Step>();
  /** The step that ends a block, by the step that begins the block. */
  private readonly ends = new Map<number, number>();
  /** The index that was found last by an address. */
  private found = -1;
  private stepLines: readonly number[] | undefined;

  constructor(private readonly columns: StepColumns) {
    this.made = new Map(columns.emitted);
    for (const [end, begin] of columns.sites.blocks) this.ends.set(this.ofSite(begin), this.ofSite(end));
  }

  get length(): number {
    return this.columns.siteOf.length;
  }

  *[Symbol.iterator](): Iterator<Step> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!; // in range
  }

  at(index: number): Step | undefined {
    const known = this.made.get(index);
    if (known || index < 0 || index >= this.length) return known;
    const step = this.columns.make(index, this.columns.siteOf[index]!); // in range
    this.made.set(index, step);
    return step;
  }

  /** The step that begins at an address. */
  beginningAt(address: LinearAddress): Step | undefined {
    const known = this.byAddress.get(address);
    if (known) return known;
    const { layout } = this.columns;
    if (address < layout.base || address >= layout.end) return undefined;
    // Mostly the flow goes on with the step that follows the one found last.
    const index = this.addressOf(this.found + 1) === address ? this.found + 1 : this.search(address);
    if (this.addressOf(index) !== address) return undefined;
    const step = this.at(index);
    if (step) this.byAddress.set(address, step);
    this.found = index;
    return step;
  }

  /** Index of the first step that ends behind an address; the number of steps behind them all. */
  endingBehind(address: LinearAddress): number {
    const index = this.search(address);
    const step = this.at(index);
    return step && step.address + step.size > address ? index : index + 1;
  }

  /** The first step on a line. */
  onLine(line: number): Step | undefined {
    const { siteOf, sites } = this.columns;
    return this.at(siteOf.findIndex((site) => sites.lineAt(site) === line));
  }

  /** The `end` of the block that begins with the step of that index. */
  endOf(begin: number): Step | undefined {
    return this.at(this.ends.get(begin) ?? -1);
  }

  /** Indices of the steps that begin the blocks around a step, outermost first. */
  blocksAround({ index, proc }: Step): readonly number[] {
    const around = [...this.ends].filter(([begin, end]) => begin < index && index <= end);
    const inProc = around.filter(([begin]) => this.at(begin)?.proc === proc);
    return inProc.map(([begin]) => begin).sort((a, b) => a - b);
  }

  /** Sorted zero-based lines on which execution can stop. */
  get lines(): readonly number[] {
    this.stepLines ??= this.findLines();
    return this.stepLines;
  }

  /** The index of the step of a site that is no directive. */
  ofSite(site: number): number {
    return lastNotAbove(this.length, (index) => this.columns.siteOf[index]! - site); // in range
  }

  private findLines(): readonly number[] {
    const { siteOf, sites } = this.columns;
    const lines = new Set<number>();
    for (const site of siteOf) if (sites.statementAt(site)) lines.add(sites.lineAt(site));
    return Array.from(Int32Array.from(lines).sort());
  }

  private addressOf(index: number): LinearAddress | undefined {
    const { siteOf, layout, emitted } = this.columns;
    const site = siteOf[index];
    return site === undefined ? undefined : (emitted.get(index)?.address ?? layout.addressOf(site));
  }

  /** The last step that does not begin behind an address; 0 before them all. */
  private search(address: LinearAddress): number {
    return lastNotAbove(this.length, (index) => this.addressOf(index)! - address); // in range
  }
}

/** The last of `count` ascending places at which `difference` is not above 0; 0 where there is none. */
function lastNotAbove(count: number, difference: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (difference(middle) <= 0) low = middle;
    else high = middle;
  }
  return low;
}
