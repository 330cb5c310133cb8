/** The formats of reports. */
import { githubReport } from './github';
import { jsonReport } from './json';
import { junitReport } from './junit';
import type { Report, Reports } from './report';
import { checkText, testText } from './text';

export const TEST_REPORTS = reports('xtrace test', testText);
export const CHECK_REPORTS = reports('xtrace check', checkText);

function reports(suite: string, text: Report): Reports {
  return { text, json: jsonReport, junit: junitReport(suite), github: githubReport(text) };
}
