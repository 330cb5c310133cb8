/** The outline of a trace: what it declares, labels inside their procedures. */
import { parseTrace } from '../../language/parser';
import type { Statement } from '../../language/syntax';
import { declaredBy, type TraceNameKind } from '../../language/trace-names';

export interface OutlineItem {
  readonly name: string;
  readonly kind: TraceNameKind;
  /** Zero-based; `last` is inclusive. */
  readonly line: number;
  readonly last: number;
  /** Of the name, in its line. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly OutlineItem[];
}

export function outline(text: string): readonly OutlineItem[] {
  const { statements } = parseTrace(text);
  const items: OutlineItem[] = [];
  let proc: { readonly item: OutlineItem; readonly children: OutlineItem[] } | undefined;
  statements.forEach((statement, index) => {
    const name = declaredBy(statement, index);
    if (!name) return;
    const { line, start, end } = name.name.range;
    const children: OutlineItem[] = [];
    const last = lastLine(statement, statements);
    const item: OutlineItem = { name: name.name.text, kind: name.kind, line, last, start, end, children };
    if (proc && line <= proc.item.last) proc.children.push(item);
    else items.push(item);
    if (name.kind === 'proc') proc = { item, children };
  });
  return items;
}

function lastLine(statement: Statement, statements: readonly Statement[]): number {
  const isProc = statement.kind === 'declaration' && statement.declaration.kind === 'proc';
  const end = isProc && statement.declaration.kind === 'proc' ? statements[statement.declaration.end] : undefined;
  return end?.line ?? statement.line;
}
