import assert from 'node:assert/strict';
import fc from 'fast-check';
import { childOf, KeptChildren } from '../../src/webview/page/kept-children';

/** As much of an element as `KeptChildren` asks of one, and a count of what is put in. */
class Place {
  readonly children: Leaf[] = [];
  insertions = 0;

  get firstElementChild(): Leaf | null {
    return this.children[0] ?? null;
  }

  insertBefore(child: Leaf, next: Leaf | null): void {
    child.remove();
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, child);
    this.insertions++;
  }
}

class Leaf {
  constructor(
    private readonly place: Place,
    readonly text: string,
  ) {}

  get nextElementSibling(): Leaf | null {
    return this.place.children[this.place.children.indexOf(this) + 1] ?? null;
  }

  remove(): void {
    const at = this.place.children.indexOf(this);
    if (at >= 0) this.place.children.splice(at, 1);
  }
}

function openPlace() {
  const place = new Place();
  const kept = new KeptChildren(place as never);
  const show = (texts: readonly string[]): void =>
    kept.show(texts.map((text) => childOf(text, () => new Leaf(place, text) as never)));
  return { place, kept, show, texts: () => place.children.map(({ text }) => text) };
}

/** Few different ones, so that many are equal. */
const TEXTS = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 });

describe('the children of an element that are kept', () => {
  it('are what was asked for, in that order, whatever was shown before', () => {
    fc.assert(
      fc.property(fc.array(TEXTS, { maxLength: 5 }), (stops) => {
        const { show, texts } = openPlace();
        for (const stop of stops) {
          show(stop);
          assert.deepEqual(texts(), stop);
        }
      }),
    );
  });

  it('stay where they are, where one between them is another or gone', () => {
    const { place, show } = openPlace();
    show(['a', 'b', 'c', 'd']);
    const [a, , c, d] = place.children;
    place.insertions = 0;
    show(['a', 'other', 'c', 'd']);
    assert.deepEqual([place.insertions, place.children[0], place.children[2], place.children[3]], [1, a, c, d]);
    show(['a', 'd']);
    assert.deepEqual([place.insertions, ...place.children], [1, a, d]);
  });

  it('are made anew where somebody else has changed them, once', () => {
    const { place, kept, show } = openPlace();
    show(['a', 'b', 'b']);
    const [a, b, second] = place.children;
    kept.forget(b as never);
    show(['a', 'b', 'b']);
    assert.equal(place.children[0], a);
    assert.ok(!place.children.includes(b!)); // three were shown
    const now = [...place.children];
    show(['a', 'b', 'b']);
    assert.deepEqual(place.children, now);
    assert.equal(place.children[2], second);
  });
});
