// Reads the saved dashboards of a folder and says exactly what is wrong with one that is not right.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dashboardSchema, type Dashboard } from '../model/dashboard.js';
import { ShoptraceError } from '../model/errors.js';

const ENDING = '.dashboard.json';

/**
 * @param folder holds `<slug>.dashboard.json` files
 * @returns by slug, ascending
 * @throws path-missing, config-invalid (names file, place and what was expected)
 */
export async function loadDashboards(folder: string): Promise<readonly Dashboard[]> {
  const names = await namesIn(folder);
  const dashboards: Dashboard[] = [];
  for (const name of names.filter((candidate) => candidate.endsWith(ENDING)).sort()) {
    const path = join(folder, name);
    const dashboard = parseDashboard(path, await readFile(path, 'utf8'));
    if (`${dashboard.slug}${ENDING}` !== name)
      throw invalid(path, `/slug: is ${dashboard.slug}, but the file is called ${name}`);
    dashboards.push(dashboard);
  }
  return dashboards;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new ShoptraceError(
      'path-missing',
      `There is no folder of dashboards at ${folder}.`,
      'Install shoptrace again, or name the folder that holds *.dashboard.json files.',
      { cause },
    );
  }
}

/** @throws config-invalid */
export function parseDashboard(path: string, text: string): Dashboard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, cause instanceof Error ? cause.message : 'is no JSON');
  }
  const result = dashboardSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(path, `/${issue?.path.map(String).join('/') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}

function invalid(path: string, what: string): ShoptraceError {
  return new ShoptraceError(
    'config-invalid',
    `The dashboard ${path} has a mistake at ${what}.`,
    'Compare it with dashboards/production-runs.dashboard.json.',
  );
}
