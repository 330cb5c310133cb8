/** Verdicts as CI systems collect them: JUnit's XML, one test case for each trace. */
import path from 'node:path';
import type { Problem, Verdict } from '../judging/verdict';
import type { Report } from './report';

/** One document: nothing can be written before the counts are known. */
export function junitReport(suite: string): Report {
  return { one: () => '', all: (verdicts) => document(suite, verdicts) };
}

function document(suite: string, verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter(({ kind }) => kind === 'failed').length;
  const errors = verdicts.filter(({ kind }) => kind === 'unusable' || kind === 'mistake').length;
  const total = verdicts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const counts = { tests: verdicts.length, failures, errors, time: seconds(total) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(counts)}>`,
    `  <testsuite${attributes({ name: suite, ...counts })}>`,
    ...verdicts.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ name, kind, note, problems, milliseconds }: Verdict): string[] {
  const head = attributes({ name, classname: path.dirname(name), file: name, time: seconds(milliseconds) });
  if (kind === 'passed' && problems.length === 0) return [`    <testcase${head}/>`];
  const lines = problems.map((problem) => `${placeOf(name, problem)}: ${problem.message}`);
  const text = escapeXml(lines.join('\n'));
  const element = kind === 'failed' ? 'failure' : 'error';
  const inner =
    kind === 'passed'
      ? `      <system-out>${text}</system-out>`
      : `      <${element}${attributes({ message: problems[0]?.message ?? note, type: problems[0]?.code ?? kind })}>${text}</${element}>`;
  return [`    <testcase${head}>`, inner, '    </testcase>'];
}

function placeOf(name: string, { line, column }: Problem): string {
  return [name, line, column].filter((part) => part !== null).join(':');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Shows characters that XML forbids (XML 1.0, 2.2) in the caret notation of terminals: `^[`. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES.get(character) ?? character)
    .replace(FORBIDDEN, (character) =>
      character < ' ' ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : '\uFFFD',
    );
}

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
