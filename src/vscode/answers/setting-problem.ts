/** What is wrong with a kernel or a machine that somebody types in place of the trace's. */
import type { Diagnostic } from '../../language/errors/diagnostic';

/** Which declaration of a trace the text stands in. */
export type SettingKeyword = 'kernel' | 'machine';

/**
 * Undefined where nothing is wrong, and while nothing is typed.
 *
 * @param diagnose what is wrong with the text of a trace beside the one that the setting is for.
 */
export async function settingProblem(
  keyword: SettingKeyword,
  typed: string,
  diagnose: (text: string) => Promise<readonly Diagnostic[]>,
): Promise<string | undefined> {
  if (typed.trim() === '') return undefined;
  const diagnostics = await diagnose(`xtrace 1\n${keyword} ${typed.trim()}\n`);
  return diagnostics.find(({ severity }) => severity === 'error')?.message;
}
