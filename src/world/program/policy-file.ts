/** The kernel of `kernel policy "FILE"`: a policy that lies beside the trace, read and checked. */
import { type PolicyProblem, readPolicy, type WrittenPolicy } from '../../kernel/written/written-policy';
import type { PolicyFile } from '../../language/checks/check-context';
import { filesOf, type TraceFiles } from '../../language/data/data-bytes';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { atRange, ExpressionError } from '../../language/errors/expression-error';
import { bytesText } from '../../language/errors/limits';
import { didYouMean } from '../../language/errors/nearest';
import type { Name } from '../../language/tree/name';

/** All routines of a kernel, printed, have less than half of that. */
const MOST_POLICY_BYTES = 1 << 20;

/** @throws ExpressionError for a file that may not or cannot be read, or is no text. */
export function policyFromFile({ text: path, range }: Name, files: TraceFiles | undefined): WrittenPolicy {
  return atRange(range, () => {
    const source = filesOf({ path, range }, files);
    if (source.sizeOf(path) > MOST_POLICY_BYTES) {
      throw new ExpressionError('file-too-large', `A policy has at most ${bytesText(MOST_POLICY_BYTES)}.`);
    }
    return readPolicy(path, utf8(path, source.read(path)));
  });
}

/** For the check of a trace: each problem names its place in the file. @throws ExpressionError as `policyFromFile`. */
export function checkPolicyFile(name: Name, files: TraceFiles | undefined): PolicyFile {
  const { policy, problems } = policyFromFile(name, files);
  const messages = problems.map(
    (problem) => `${name.text}:${problem.line + 1}:${problem.start + 1}: ${problemText(problem)}`,
  );
  return { ...(policy && { policy }), messages };
}

/** The problems of a policy's own text, at their places. */
export function checkPolicyText(text: string): readonly Diagnostic[] {
  return readPolicy('', text).problems.map((problem) => {
    const { line, start, text: wrong } = problem;
    return errorAt({ line, start, end: start + wrong.length }, 'bad-policy', problemText(problem));
  });
}

function problemText({ message, text, among }: PolicyProblem): string {
  return `${message}${among ? didYouMean(text, among) : ''}`;
}

function utf8(path: string, bytes: Uint8Array): string {
  const encoded = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new ExpressionError('bad-policy', `"${path}" is no policy: it is not UTF-8 text.`);
  }
}
