/**
 * README.md as the page of the extension: VS Code shows it far from the project's folder, where no relative link leads anywhere,
 * and loads pictures from the web only. So pictures stay out, and what leads to a file of the project is a word.
 */

const PICTURE = /!\[[^\]]*\]\((?!https:)[^)]+\)\n*/g;
const LINK = /\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g;

/** @param {string} text of README.md */
export function extensionReadme(text) {
  return text.replace(PICTURE, '').replace(LINK, '$1');
}
