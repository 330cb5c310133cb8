/** Verdicts as GitHub's runners show them: the text, with a workflow command for each problem, which marks its line. */
import type { Problem } from '../judging/verdict';
import type { Report } from './report';

/** @param text what people read beside the commands: for each verdict what it says without problems. */
export function githubReport(text: Report): Report {
  return {
    one: (verdict) => {
      const commands = verdict.problems.map((problem) => `${command(verdict.name, problem)}\n`);
      return `${text.one({ ...verdict, problems: [] })}${commands.join('')}`;
    },
    all: text.all,
  };
}

const COMMANDS: Readonly<Record<Problem['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
};

/** `::error file=a.xtrace,line=4,col=5,title=expect::message`. */
function command(file: string, { line, column, severity, code, message }: Problem): string {
  const properties = {
    file,
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { col: column }),
    title: code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${list.join(',')}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
