/** What VS Code gives a command of a variable's menu, as far as it matters here. */
export interface VariableContext {
  readonly container?: { readonly variablesReference?: number };
  readonly variable?: { readonly name?: string; readonly evaluateName?: string };
}

/** As the adapter names a variable; undefined where no variable was chosen. */
export function namedVariable(
  context: VariableContext | undefined,
): { readonly variablesReference: number; readonly name: string } | undefined {
  const variablesReference = context?.container?.variablesReference;
  const name = context?.variable?.name;
  return variablesReference === undefined || name === undefined ? undefined : { variablesReference, name };
}
