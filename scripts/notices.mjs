/** The notices of everything by others that is bundled, as their licences ask for. */
import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from './project.mjs';

/** The innermost package of a file of esbuild's list. */
const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(licen[cs]e|copying|notice|third-?party-?notices?)/i;

/**
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {string[]} folders of packages, from the project's folder
 */
export function bundledPackages(metafiles) {
  const files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  return [...new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []))].sort();
}

/** @param {readonly string[]} packages folders of them */
export function noticesText(packages) {
  const notices = packages.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(inRoot(folder))
      .filter((file) => LICENCE.test(file))
      .sort()
      .map((file) => readFileSync(inRoot(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
    if (texts.length === 0) throw new Error(`${name} is bundled, and has no text of its licence (${license}).`);
    return `## ${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
  });
  return `# Third-party notices\n\nXTrace contains the following packages by others.\n\n${notices.join('\n')}`;
}
