/** Sections of pasted compiler output, and the directives that go from one to another (manual of GNU as, ".section"). */
import { tableOf } from '../../machine/table';

export interface Section {
  /** Never comes to memory: notes, and what debuggers read. */
  readonly isDiscarded: boolean;
  /** Each thread has its data for itself. */
  readonly isThreadLocal: boolean;
  /** What is emitted there is executed. */
  readonly isCode: boolean;
}

const CODE: Section = { isDiscarded: false, isThreadLocal: false, isCode: true };
const DATA: Section = { ...CODE, isCode: false };

const DISCARDED = /^\s*"?\.(note|debug|eh_frame|comment|llvm|stab)/;
const THREAD_LOCAL = /^\s*"?\.t(data|bss)\b/;
/** By its name, or by `x` among the flags. */
const EXECUTABLE = /^\s*"?\.(text|init|fini)(?![\w])|,\s*"[^"]*x[^"]*"/;

/** By what stands behind `.section`. */
function sectionOf(operands: string): Section {
  return {
    isDiscarded: DISCARDED.test(operands),
    isThreadLocal: THREAD_LOCAL.test(operands),
    isCode: EXECUTABLE.test(operands),
  };
}

export class Sections {
  /** A trace begins with code. */
  private here = CODE;
  private before = CODE;
  private readonly pushed: { readonly here: Section; readonly before: Section }[] = [];

  get current(): Section {
    return this.here;
  }

  /** Follows the directive `name`; whether it is one that leads to a section. */
  follow(name: string, operands: string): boolean {
    const move = MOVES[name];
    move?.(this, operands);
    return move !== undefined;
  }

  /** An instruction stands in code, whatever the directives before it said. */
  returnToCode(): void {
    if (!this.here.isCode) this.enter(CODE);
  }

  enter(section: Section): void {
    this.before = this.here;
    this.here = section;
  }

  push(section: Section): void {
    this.pushed.push({ here: this.here, before: this.before });
    this.enter(section);
  }

  /** As it was before the last `push`. */
  pop(): void {
    const pushed = this.pushed.pop();
    if (!pushed) return;
    this.here = pushed.here;
    this.before = pushed.before;
  }

  swap(): void {
    this.enter(this.before);
  }
}

const MOVES = tableOf<(sections: Sections, operands: string) => void>({
  '.text': (sections: Sections) => sections.enter(CODE),
  '.data': (sections: Sections) => sections.enter(DATA),
  '.bss': (sections: Sections) => sections.enter(DATA),
  '.section': (sections: Sections, operands: string) => sections.enter(sectionOf(operands)),
  '.pushsection': (sections: Sections, operands: string) => sections.push(sectionOf(operands)),
  '.popsection': (sections: Sections) => sections.pop(),
  '.previous': (sections: Sections) => sections.swap(),
});

export function leadsToSection(name: string): boolean {
  return name in MOVES;
}
