/** What a page cannot show. It has no disk: the files beside a trace are in it, but not the image of a kernel. */
import type { Trace } from '../language/tree/statement';

/** Why a trace is none for a page: one sentence, with what to do. Undefined where it is one. */
export function pageProblem({ statements }: Trace): string | undefined {
  const image = statements.find(
    (each) => each.kind === 'declaration' && each.declaration.kind === 'kernel' && each.declaration.image,
  );
  return (
    image &&
    `Line ${image.range.line + 1}: the code of a real kernel is too large for a page. Export the trace with \`kernel linux\` in its place.`
  );
}
