// A configuration file: text to Config, or a list of mistakes.
import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { ShoptraceError } from '../model/errors.js';
import { type ConfigProblem, explainIssues } from './explain.js';
import { type Config, configSchema } from './schema.js';

export type ConfigReading =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] };

export function parseConfig(text: string): ConfigReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: `is not YAML: ${error.message}`,
    }));
    return { config: null, problems };
  }
  let given: unknown;
  try {
    given = document.toJS();
  } catch (error) {
    // Aliases without an anchor, or so many of them that they would fill the memory.
    return {
      config: null,
      problems: [{ line: null, path: '', message: `is not YAML: ${(error as Error).message}` }],
    };
  }
  const result = configSchema.safeParse(withoutEmptyGroups(given));
  if (result.success) return { config: result.data, problems: [] };
  const problems = explainIssues(result.error.issues, document, lines);
  return { config: null, problems: problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

/** A group of which everything is commented out reads as null and means its defaults. */
function withoutEmptyGroups(given: unknown): unknown {
  if (given === null || given === undefined) return {};
  if (typeof given !== 'object' || Array.isArray(given)) return given;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** @throws path-missing, path-unreadable, config-invalid */
export async function readConfig(file: string): Promise<Config> {
  const { config, problems } = parseConfig(await textOf(file));
  if (config !== null) return config;
  const count = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  throw new ShoptraceError(
    'config-invalid',
    [`${file} has ${count}:`, ...problems.map((problem) => `  ${problemText(problem)}`)].join('\n'),
    'Correct these lines and run `shoptrace config check`; all keys are listed in docs/reference/configuration.md.',
  );
}

export function problemText({ line, path, message }: ConfigProblem): string {
  return [line === null ? '' : `line ${line}: `, path === '' ? '' : `${path} `, message].join('');
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ShoptraceError(
      missing ? 'path-missing' : 'path-unreadable',
      missing
        ? `There is no configuration file ${file}`
        : `The configuration file ${file} cannot be read: ${(cause as Error).message}`,
      missing ? '`shoptrace config init` writes one.' : 'Check the permissions of the file.',
      { cause },
    );
  }
}
