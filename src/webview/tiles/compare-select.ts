/** The drop-down list of what the tiles are compared with. */
import { element } from '../page/element';
import type { Comparison } from './baseline';

/** What the user chose: `keep` is to keep the tiles of this moment. */
export type CompareChoice = 'before' | 'keep' | 'kept' | number;

const LABEL = 'What the tiles are compared with';

export class CompareSelect {
  readonly element: HTMLSelectElement;
  private readonly kept = element('option', { value: 'kept' });
  private readonly tiles: readonly HTMLOptionElement[];

  constructor(tileCount: number, choose: (choice: CompareChoice) => void) {
    this.tiles = Array.from({ length: tileCount }, (_, index) =>
      element('option', { value: String(index) }, `against tmm${index}`),
    );
    this.element = element(
      'select',
      { 'aria-label': LABEL, title: LABEL, class: 'compare' },
      element('option', { value: 'before' }, 'against the stop before'),
      element('option', { value: 'keep' }, 'against this moment, from now on'),
      this.kept,
      ...this.tiles,
    );
    this.element.addEventListener('change', () => choose(choiceOf(this.element.value)));
  }

  /** `configured` are the tiles that have a shape. */
  show(comparison: Comparison, configured: readonly boolean[]): void {
    const kept = comparison.kind === 'kept' ? comparison.kept.when : undefined;
    this.kept.textContent = kept === undefined ? '' : `against ${kept}`;
    this.kept.hidden = kept === undefined;
    for (const [index, option] of this.tiles.entries()) option.hidden = !configured[index];
    this.element.value = comparison.kind === 'tile' ? String(comparison.index) : comparison.kind;
  }
}

function choiceOf(value: string): CompareChoice {
  if (value === 'keep' || value === 'kept' || value === 'before') return value;
  return Number(value);
}
