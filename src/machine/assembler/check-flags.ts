/** What is written of flags before the operands: `{nf}`, and `{dfv=...}` of a conditional compare. */
import type { AssemblyError } from '../encoding/operand';
import { defaultFlagsOf, isConditionalCompare } from './default-flags';
import type { Form } from './form';
import { NO_FLAGS } from './pseudo-op';

interface Found {
  readonly form: Form;
}

/**
 * What a match has of default flags, or why it cannot have what is written.
 *
 * @param plain what matches without regard to the prefixes.
 */
export function checkFlags(
  mnemonic: string,
  prefixes: readonly string[],
  match: Found | undefined,
  plain: () => Found | undefined,
): { readonly defaultFlags?: number } | AssemblyError {
  const given = prefixes.length === 0 ? undefined : defaultFlagsOf(prefixes);
  if (given?.unknown !== undefined) {
    return problem(`\`${given.unknown}\` is none of the flags of {dfv=...}: \`of\`, \`sf\`, \`zf\` and \`cf\`.`);
  }
  if (given?.repeated !== undefined) return problem(`\`${given.repeated}\` is named twice in {dfv=...}.`);
  if (!match) {
    const isRefused = prefixes.includes(NO_FLAGS) && plain() !== undefined;
    return isRefused
      ? problem(`\`${mnemonic}\` cannot have {nf}: there is no form of it that leaves the flags alone.`)
      : {};
  }
  if (isConditionalCompare(match.form.name)) {
    if (given) return { defaultFlags: given.bits };
    const message = `\`${mnemonic}\` needs the flags that it sets where the condition is not met: \`${mnemonic} {dfv=zf} ...\`, \`{dfv=}\` for none.`;
    return problem(message);
  }
  return given ? problem(`\`${mnemonic}\` has no default flags: only CCMP and CTEST have {dfv=...}.`) : {};
}

function problem(message: string): AssemblyError {
  return { code: 'bad-prefix', message };
}
