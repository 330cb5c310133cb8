/** Counts the views and the copies of typed arrays that some work makes: each costs as much as copying a page. */

/** What every typed array inherits its methods from. */
const TYPED_ARRAY = Object.getPrototypeOf(Int32Array.prototype) as object;
const MAKERS = ['subarray', 'slice'] as const;

export function arraysMade(work: () => void): number {
  const kept = MAKERS.map((name) => [name, Object.getOwnPropertyDescriptor(TYPED_ARRAY, name) ?? {}] as const);
  let made = 0;
  for (const [name, descriptor] of kept) {
    const { value: method } = descriptor as { value: (...args: unknown[]) => unknown };
    Object.defineProperty(TYPED_ARRAY, name, {
      ...descriptor,
      value(this: unknown, ...args: unknown[]) {
        made++;
        return method.apply(this, args);
      },
    });
  }
  try {
    work();
  } finally {
    for (const [name, descriptor] of kept) Object.defineProperty(TYPED_ARRAY, name, descriptor);
  }
  return made;
}
