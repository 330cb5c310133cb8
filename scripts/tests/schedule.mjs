/** Runs parts side by side: as many as there are workers, and only one whole VS Code at a time. */
import { failure } from './outcome.mjs';

/**
 * @typedef {import('./parts.mjs').Part} Part
 * @typedef {import('./outcome.mjs').Outcome} Outcome
 */

/**
 * @param {readonly Part[]} parts
 * @param {number} workers
 * @param {(part: Part, outcome: Outcome, milliseconds: number) => void} report called as each part ends
 */
export async function runParts(parts, workers, report) {
  const waiting = [...parts];
  /** @type {Map<string, Outcome | undefined>} undefined while it runs */
  const started = new Map();
  let editorBusy = false;

  const settled = (/** @type {string} */ name) =>
    !parts.some((p) => p.name === name) || started.get(name) !== undefined;
  const ready = (/** @type {Part} */ part) => part.needs.every(settled) && !(part.editor && editorBusy);

  const runOne = async (/** @type {Part} */ part) => {
    started.set(part.name, undefined);
    if (part.editor) editorBusy = true;
    const begin = Date.now();
    const missing = part.needs.find((name) => (started.get(name)?.failed ?? 0) > 0);
    const outcome = missing
      ? failure(`Not run: it needs "${missing}", which failed.`)
      : await part.run().catch((error) => failure(error instanceof Error ? error.message : String(error)));
    if (part.editor) editorBusy = false;
    started.set(part.name, outcome);
    report(part, outcome, Date.now() - begin);
  };

  await new Promise((resolve) => {
    let running = 0;
    const next = () => {
      if (waiting.length === 0 && running === 0) resolve(undefined);
      while (running < workers) {
        const index = waiting.findIndex(ready);
        const part = waiting[index];
        if (!part) return;
        waiting.splice(index, 1);
        running++;
        runOne(part).then(() => {
          running--;
          next();
        });
      }
    };
    next();
  });
}
