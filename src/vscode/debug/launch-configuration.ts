/** Makes a launch configuration ready for the adapter: fills gaps, does without a launch.json, refuses with a clear message. */

export interface LaunchConfiguration {
  readonly type: string;
  readonly request: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

export interface LaunchContext {
  /** Path or URI of the trace in the active editor. */
  readonly activeTrace: string | undefined;
  /** File name in the active editor, whatever its language. */
  readonly activeFile: string | undefined;
  /** What the settings say, for what a configuration leaves open. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

export type Resolved =
  | { readonly kind: 'launch'; readonly configuration: LaunchConfiguration }
  | { readonly kind: 'refused'; readonly message: string };

export const TYPE = 'xtrace';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of launch.json
const OPEN_FILE = '${file}';

/** Before variables are substituted: the empty configuration of F5 without a launch.json becomes the open trace. */
export function fillConfiguration(given: Partial<LaunchConfiguration>, context: LaunchContext): Resolved {
  const isEmpty = !given.request && !given.name;
  const usesOpenFile = isEmpty || given.program === undefined || given.program === OPEN_FILE;
  if (usesOpenFile && context.activeTrace === undefined) return refused(noTraceMessage(context.activeFile));
  const launch = isEmpty ? launchOf(context.activeTrace ?? '') : given;
  return {
    kind: 'launch',
    configuration: {
      ...context.defaults,
      ...launch,
      type: TYPE,
      request: given.request ?? 'launch',
      name: given.name ?? launch.name ?? 'XTrace',
      program: usesOpenFile ? context.activeTrace : launch.program,
    },
  };
}

/** After variables are substituted: a relative program lies in the workspace folder. */
export function checkProgram(configuration: LaunchConfiguration, folder: string | undefined): Resolved {
  const { program } = configuration;
  if (typeof program !== 'string' || program.trim() === '') {
    return refused('"program" in launch.json must be the path of an .xtrace file, or of a program.');
  }
  if (configuration.request !== 'launch') {
    return refused(`XTrace knows the request "launch" only, and not "${configuration.request}".`);
  }
  const absolute = isAbsolute(program) || folder === undefined ? program : `${folder}/${program}`;
  return { kind: 'launch', configuration: { ...configuration, program: absolute } };
}

export function launchOf(program: string): LaunchConfiguration {
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return { type: TYPE, request: 'launch', name, program };
}

/** A POSIX path, a Windows path or a URI. */
function isAbsolute(program: string): boolean {
  return /^(?:\/|\\|[a-z]:[\\/]|[a-z][a-z0-9+.-]+:)/i.test(program);
}

function noTraceMessage(activeFile: string | undefined): string {
  const found = activeFile === undefined ? 'No file is open.' : `${activeFile} is not a trace.`;
  return `${found} Open an .xtrace file and start again, or name one as "program" in launch.json.`;
}

function refused(message: string): Resolved {
  return { kind: 'refused', message };
}
