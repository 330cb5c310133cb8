/**
 * Stands for `vscode`: whatever is asked of it is there, can be called, constructed, extended, iterated and written as
 * text, and does nothing.
 */

/** Not a class: the prototype of one is fixed, and a proxy may not give another. */
function constructed(): void {}

const nothing: object = new Proxy(constructed, {
  get: (_target, key) => {
    if (key === Symbol.iterator) return [][Symbol.iterator];
    if (key === Symbol.toPrimitive) return () => '';
    return nothing;
  },
  set: () => true,
  apply: () => nothing,
  construct: () => nothing,
});

// Bundled code looks at its imports through a copy that keeps the prototype.
module.exports = Object.create(nothing);
