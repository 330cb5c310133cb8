/** The markup of a page without a script. Nothing that is shown becomes markup. */

export interface DocumentHtml {
  readonly title: string;
  /** Markup. */
  readonly body: string;
  readonly styles: readonly string[];
  readonly policy: string;
}

export function documentHtml({ title, body, styles, policy }: DocumentHtml): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  ${styles.map((style) => `<link rel="stylesheet" href="${escaped(style)}">`).join('\n  ')}
  <title>${escaped(title)}</title>
</head>
<body class="in-tab">
<main>
${body}
</main>
</body>
</html>`;
}

export function link(target: string, text: string, title: string): string {
  return `<a href="${escaped(target)}" title="${escaped(title)}">${escaped(text)}</a>`;
}

/** Sentences: what stands between backticks in them is code. */
export function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
