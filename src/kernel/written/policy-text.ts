/**
 * The text of a policy, taken apart: which kernel it extends, which routines it writes or changes, line by line. What the lines
 * mean is found by `written-policy.ts`. Lines and columns are zero-based.
 */

/** A line of pseudo-C or a name, at its place. */
export interface PlacedText {
  readonly text: string;
  readonly line: number;
  readonly start: number;
}

export interface CodeLine extends PlacedText {
  /** The comment above the line; empty for none. */
  readonly comment: string;
}

/** What a `change` does to a routine of the kernel that is extended. */
export interface Edit {
  readonly verb: 'drop' | 'replace' | 'before' | 'after';
  /** The name of a step. */
  readonly step: PlacedText;
  /** None for `drop`. */
  readonly code: readonly CodeLine[];
}

export type PolicyItem =
  | {
      readonly kind: 'extends';
      readonly policy: PlacedText;
      readonly options: readonly PlacedText[];
      readonly comment: string;
    }
  | {
      readonly kind: 'entry';
      readonly entry: PlacedText;
      readonly routine: PlacedText;
      readonly comment: string;
    }
  | {
      readonly kind: 'routine';
      readonly name: PlacedText;
      readonly signature: string;
      readonly comment: string;
      readonly code: readonly CodeLine[];
    }
  | { readonly kind: 'change'; readonly name: PlacedText; readonly comment: string; readonly edits: readonly Edit[] };

export interface PolicyProblem extends PlacedText {
  readonly message: string;
  /** What `text` may have been meant to be. */
  readonly among?: readonly string[];
}

export interface PolicyText {
  readonly items: readonly PolicyItem[];
  readonly problems: readonly PolicyProblem[];
}

export function readPolicyText(text: string): PolicyText {
  return new Reader(text).read();
}

class Reader {
  private readonly lines: readonly string[];
  private at = 0;
  private comment: string[] = [];
  private readonly items: PolicyItem[] = [];
  private readonly problems: PolicyProblem[] = [];

  constructor(text: string) {
    this.lines = text.split(/\r\n|[\r\n]/);
  }

  read(): PolicyText {
    while (this.at < this.lines.length) this.readItem();
    return { items: this.items, problems: this.problems };
  }

  private readItem(): void {
    const line = this.lines[this.at] ?? '';
    const comment = /^\s*\/\/ ?(.*)$/.exec(line);
    if (comment) this.comment.push(comment[1] ?? '');
    else if (line.trim() === '') this.comment = [];
    else return this.readStatement(line);
    this.at++;
  }

  private readStatement(line: string): void {
    const words = this.words(line);
    const [keyword, name, ...rest] = words;
    if (keyword?.text === 'extends' && name) {
      this.add({ kind: 'extends', policy: name, options: rest, comment: this.takeComment() });
    } else if (keyword?.text === 'entry' && name && rest[0] && rest.length === 1) {
      this.add({ kind: 'entry', entry: name, routine: rest[0], comment: this.takeComment() });
    } else if (keyword?.text === 'change' && name) {
      this.readChange({ ...name, text: name.text.replace(/\{$/, '') });
    } else {
      this.readRoutine(line);
    }
  }

  private add(item: PolicyItem): void {
    this.items.push(item);
    this.at++;
  }

  private readRoutine(line: string): void {
    const found = /^(\S.*?)\b(\w+)\(.*\)\s*\{?$/.exec(line);
    if (!found) {
      const message =
        'A policy has `extends KERNEL`, `entry NAME ROUTINE`, `change ROUTINE { ... }`, and routines: a signature and `{ ... }`.';
      this.problem(this.whole(), message);
      this.at++;
      return;
    }
    const [, before = '', name = ''] = found;
    const comment = this.takeComment();
    const place = { text: name, line: this.at, start: before.length };
    const code = this.body();
    this.items.push({ kind: 'routine', name: place, signature: line.replace(/\s*\{$/, ''), comment, code });
  }

  private readChange(name: PlacedText): void {
    const comment = this.takeComment();
    const edits: { verb: Edit['verb']; step: PlacedText; code: CodeLine[] }[] = [];
    for (const line of this.body()) {
      const found = /^(drop|replace|before|after) +(\w+) *[;:]?$/.exec(line.text.trim());
      const [, verb, step = ''] = found ?? [];
      const last = edits.at(-1);
      if (verb) {
        const start = line.start + line.text.trim().lastIndexOf(step);
        edits.push({ verb: verb as Edit['verb'], step: { text: step, line: line.line, start }, code: [] }); // by the pattern
      } else if (!last || last.verb === 'drop') {
        this.problem(
          line,
          'A change is `drop STEP;`, or `replace STEP:`, `before STEP:` or `after STEP:` with lines behind it.',
        );
      } else {
        last.code.push(line);
      }
    }
    this.items.push({ kind: 'change', name, comment, edits });
  }

  /** The lines between the braces that begin here, or in the next line. */
  private body(): readonly CodeLine[] {
    const head = this.whole();
    const opens = (this.lines[this.at] ?? '').endsWith('{') || (this.lines[++this.at] ?? '').trim() === '{';
    if (!opens) {
      this.problem(head, 'A routine goes on with `{`.');
      return [];
    }
    const code: CodeLine[] = [];
    this.comment = [];
    for (this.at++; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] ?? '';
      if (/^\}\s*$/.test(line)) {
        this.at++;
        this.comment = [];
        return code;
      }
      this.readCode(line, code);
    }
    this.problem(head, 'This routine has no `}` at the beginning of a line behind it.');
    return code;
  }

  private readCode(line: string, code: CodeLine[]): void {
    const comment = /^\s*\/\/ ?(.*)$/.exec(line);
    if (comment) return void this.comment.push(comment[1] ?? '');
    if (line.trim() === '') return;
    code.push({ ...this.whole(), comment: this.takeComment() });
  }

  private takeComment(): string {
    const text = this.comment.join(' ').trim();
    this.comment = [];
    return text;
  }

  private whole(): PlacedText {
    const line = this.lines[this.at] ?? '';
    return { text: line.trim(), line: this.at, start: line.length - line.trimStart().length };
  }

  private words(line: string): readonly PlacedText[] {
    return [...line.replace(/\s*\{$/, '').matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      line: this.at,
      start: index,
    }));
  }

  private problem(place: PlacedText, message: string): void {
    this.problems.push({ text: place.text, line: place.line, start: place.start, message });
  }
}
