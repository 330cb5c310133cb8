/** Watches the methods of all typed arrays while some work is done. */

/** What every typed array inherits its methods from. */
const TYPED_ARRAY = Object.getPrototypeOf(Int32Array.prototype) as object;

/** The views and the copies of typed arrays that some work makes: each costs as much as copying a page. */
export function arraysMade(work: () => void): number {
  let made = 0;
  watchCalls(['subarray', 'slice'], () => made++, work);
  return made;
}

/** The most bytes that one call of `set` copies from another typed array. */
export function longestCopy(work: () => void): number {
  let longest = 0;
  const note = (source: unknown) => {
    if (ArrayBuffer.isView(source)) longest = Math.max(longest, source.byteLength);
  };
  watchCalls(['set'], note, work);
  return longest;
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
