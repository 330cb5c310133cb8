/** Paths of the modelled file system: absolute, with one slash between names, without `.` and `..`. */

/** The folder of the trace, or of the program: what programs see of the machine that runs them. */
export const HOME_FOLDER = '/home/user';

/** @param folder absolute; what a relative path begins at. */
export function absolute(folder: string, path: string): string {
  const names: string[] = [];
  for (const name of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** The path below `HOME_FOLDER`; undefined for others. The folder itself is `''`. */
function insideHome(path: string): string | undefined {
  if (path === HOME_FOLDER) return '';
  return path.startsWith(`${HOME_FOLDER}/`) ? path.slice(HOME_FOLDER.length + 1) : undefined;
}

/** Folders of which nothing is given: what is in them is the kernel's. */
const KERNELS = /^\/(dev|proc|sys)(\/|$)/;

/** The name that an absolute path has among the given files; undefined where none can be given. */
export function givenName(path: string): string | undefined {
  const inside = insideHome(path);
  if (inside !== undefined) return decodeUtf8(inside);
  return KERNELS.test(path) ? undefined : decodeUtf8(path);
}

/** Where a path of the trace lies for its programs. */
export function atHome(path: string): string {
  return absolute(HOME_FOLDER, path.replaceAll('\\', '/'));
}

/** UTF-8, a character for each byte, as text; as it is where it is no UTF-8. */
export function decodeUtf8(bytes: string): string {
  try {
    return decodeURIComponent(bytes.replace(/[^A-Za-z0-9]/g, percent));
  } catch {
    return bytes;
  }
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as UTF-8, a character for each byte. */
export function encodeUtf8(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd')).replace(/%(..)/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
