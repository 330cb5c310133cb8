/** Watches the methods of all typed arrays while some work is done. */

/** What every typed array inherits its methods from. */
const TYPED_ARRAY = Object.getPrototypeOf(Int32Array.prototype) as object;

/** The methods as they are while nobody watches. */
const WITHOUT_WATCH = { set: Int32Array.prototype.set };

/** The views and the copies of typed arrays that some work makes: each costs as much as copying a page. */
export function arraysMade(work: () => void): number {
  let made = 0;
  watchCalls(['subarray', 'slice'], () => made++, work);
  return made;
}

/** The most bytes that one call of `set` copies from another typed array. */
export function longestCopy(work: () => void): number {
  return Math.max(0, ...copiesMade(work));
}

/** The bytes that each call of `set` copies from another typed array. */
export function copiesMade(work: () => void): number[] {
  const copies: number[] = [];
  const note = (source: unknown) => {
    if (ArrayBuffer.isView(source)) copies.push(source.byteLength);
  };
  watchCalls(['set'], note, () => watchMethodAtHand(note, work));
  return copies;
}

/** Watches a caller that has kept the method `set` and calls it by `set.call`. */
function watchMethodAtHand(note: (source: unknown) => void, work: () => void): void {
  const { set } = WITHOUT_WATCH;
  Object.defineProperty(set, 'call', {
    configurable: true,
    value(target: Int32Array, source: ArrayLike<number>, at: number) {
      note(source);
      Reflect.apply(set, target, [source, at]);
    },
  });
  try {
    work();
  } finally {
    Reflect.deleteProperty(set, 'call');
  }
}

function watchCalls(
  names: readonly ('subarray' | 'slice' | 'set')[],
  note: (firstArgument: unknown) => void,
  work: () => void,
): void {
  const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(TYPED_ARRAY, name) ?? {}] as const);
  for (const [name, descriptor] of kept) {
    const { value: method } = descriptor as { value: (...args: unknown[]) => unknown };
    Object.defineProperty(TYPED_ARRAY, name, {
      ...descriptor,
      value(this: unknown, ...args: unknown[]) {
        note(args[0]);
        return method.apply(this, args);
      },
    });
  }
  try {
    work();
  } finally {
    for (const [name, descriptor] of kept) Object.defineProperty(TYPED_ARRAY, name, descriptor);
  }
}
