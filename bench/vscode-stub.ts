/**
 * Stands for `vscode`: whatever is asked of it is there, can be called, constructed, iterated and written as text, and
 * does nothing.
 */

const nothing: object = new Proxy(class {}, {
  get: (_target, key) => {
    if (key === Symbol.iterator) return [][Symbol.iterator];
    if (key === Symbol.toPrimitive) return () => '';
    return nothing;
  },
  apply: () => nothing,
  construct: () => nothing,
});

// Bundled code looks at its imports through a copy that keeps the prototype.
module.exports = Object.create(nothing);
