/** The names of a file's symbols as a trace can declare them: none twice, and none that the language has itself. */
import type { ObjectSymbol } from '../../elf/object-file';
import { builtInMeaning } from '../../language/checks/check-names';

export class DeclaredNames {
  /** Those that had to be others, by the symbols' own. */
  readonly changed = new Map<string, string>();
  private readonly names = new Map<ObjectSymbol, string>();
  private readonly taken = new Set<string>();
  /** By name: the number to try next. */
  private readonly next = new Map<string, number>();

  constructor(symbols: readonly ObjectSymbol[]) {
    for (const symbol of symbols)
      if (symbol.kind !== 'section' || symbol.name !== '') this.names.set(symbol, this.nameFor(symbol));
  }

  of(symbol: ObjectSymbol): string {
    return this.names.get(symbol) ?? symbol.name;
  }

  /** A name that nobody has, and that nobody gets from here on: like `wanted`. */
  take(wanted: string): string {
    const word = wanted.replace(/[^\w.$]/g, '_').replace(/^(?=\d)/, '_') || 'unnamed';
    const base = builtInMeaning(procName(word)) === undefined ? word : `${word}_`;
    let name = base;
    if (this.isTaken(name)) {
      let number = this.next.get(base) ?? 2;
      while (this.isTaken(`${base}_${number}`)) number++;
      this.next.set(base, number + 1);
      name = `${base}_${number}`;
    }
    this.taken.add(procName(name));
    return name;
  }

  /** What lies in no section is declared by a statement, whose names have no dots. */
  private nameFor({ name: own, section }: ObjectSymbol): string {
    const name = this.take(section === undefined || section === 'common' ? procName(own) : own);
    if (name !== own && name !== procName(own)) this.changed.set(own, name);
    return name;
  }

  /** Procedures have names without dots, so no two names may differ in these alone. */
  private isTaken(name: string): boolean {
    return this.taken.has(procName(name));
  }
}

/** Names of procedures have no dots. */
export function procName(name: string): string {
  return name.replace(/\W/g, '_');
}
