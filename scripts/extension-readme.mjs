/**
 * README.md as the page of the extension: VS Code shows it far from the project's folder, where no relative link leads anywhere.
 * Pictures come along in the page; what leads to a file of the project is a word.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from './project.mjs';

const PICTURE = /!\[([^\]]*)\]\((?!https?:)([^)]+)\)/g;
const LINK = /\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g;

/** @param {string} text of README.md */
export function extensionReadme(text) {
  return text
    .replace(PICTURE, (_all, title, file) => {
      const bytes = readFileSync(inRoot(file)).toString('base64');
      return `<img alt="${title}" src="data:image/png;base64,${bytes}">`;
    })
    .replace(LINK, '$1');
}
