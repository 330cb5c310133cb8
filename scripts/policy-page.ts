/** docs/policies.md is written by hand but for its tables, which stand between marks. */
import { replaceTable } from './marked-table';
import { failureTable, workloadTable } from './policy-tables';

/** The page with its tables made anew. @throws Error where a mark or the trace is missing. */
export function withTables(page: string): string {
  const workload = /<!-- workload -->\n```xtrace\n([\s\S]*?)```/.exec(page)?.[1];
  if (workload === undefined) throw new Error('the page has no workload');
  return replaceTable(replaceTable(page, 'table', workloadTable(workload)), 'failures', failureTable());
}
