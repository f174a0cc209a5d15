// The checks of `doctor`: program, folder, store, datasets, sources.
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Settings } from '../config/schema.js';
import { loadSettings, type SettingFlags } from '../config/settings.js';
import { ledgerProblems } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import { judgedSentence, startJudging } from '../model/texts/judged.js';
import { zoneOfDataset } from '../queries/generation-notes.js';
import { judged } from '../queries/judged.js';
import { ledgers } from '../queries/ledger.js';
import type { Dataset } from '../queries/question.js';
import type { CommandContext } from './context.js';
import { amount, byteText } from './output/table.js';
import type { Project } from '../app/project-contract.js';

export interface Check {
  readonly name: string;
  readonly result: 'good' | 'warning' | 'bad';
  readonly message: string;
  readonly hint: string | null;
}

const LEAST_FREE_BYTES = 1_000_000_000;

/** Every check by itself: a failed one does not keep the others from being made, unless they need it. */
export async function examine(command: Command, context: CommandContext): Promise<Check[]> {
  const checks = [nodeVersion(process.versions.node)];
  let settings: Settings;
  try {
    settings = await loadSettings(command.optsWithGlobals<SettingFlags>(), context.around);
  } catch (error) {
    return [...checks, failed('configuration', error)];
  }
  checks.push(good('configuration', settings.file ?? 'no file; defaults hold'));
  checks.push(await dataFolder(settings.data), ...(await sourcePaths(settings)), ...privacy(settings));
  checks.push(...(await storeChecks(settings, context)));
  return checks;
}

/** Node 20.19 or newer. */
export function nodeVersion(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return good('node', version);
  return bad('node', `${version} is too old`, 'Install Node 20.19 or newer.');
}

async function dataFolder(folder: string): Promise<Check> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const message = `${folder}, ${byteText(free)} free`;
    if (free >= LEAST_FREE_BYTES) return good('data folder', message);
    return {
      name: 'data folder',
      result: 'warning',
      message,
      hint: 'Make room, or choose another folder with --data.',
    };
  } catch (error) {
    return bad(
      'data folder',
      `${folder}: ${(error as Error).message}`,
      'Choose a folder you may write to with --data.',
    );
  }
}

async function sourcePaths(settings: Settings): Promise<Check[]> {
  const checks: Check[] = [];
  for (const source of settings.sources)
    for (const path of [...source.trace, ...source.mail]) {
      const name = `source ${source.name}`;
      if (/[*?[\]{}]/.test(path)) checks.push(good(name, `${path} (a glob; files may appear later)`));
      else checks.push(await readable(name, path));
    }
  return checks;
}

async function readable(name: string, path: string): Promise<Check> {
  try {
    await access(path, constants.R_OK);
    return good(name, path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing)
      return {
        name,
        result: 'warning',
        message: `${path} is not there (yet)`,
        hint: 'It is followed as soon as it appears.',
      };
    return bad(name, `${path} cannot be read`, 'Give this user the right to read the file.');
  }
}

function privacy(settings: Settings): Check[] {
  return settings.sources
    .filter((source) => source.masking === 'off')
    .map((source) => ({
      name: `source ${source.name}`,
      result: 'warning' as const,
      message:
        'masking is off: the store holds names, e-mail addresses and PayPal data as the shop wrote them',
      hint: 'Leave `masking` out to replace them before they are stored. Mail bodies and passwords are never stored.',
    }));
}

async function storeChecks(settings: Settings, context: CommandContext): Promise<Check[]> {
  let project: Project;
  try {
    project = await context.openProject(settings);
  } catch (error) {
    return [failed('store', error)];
  }
  try {
    const infos = await project.store.datasets();
    const names = infos.map(({ name }) => name);
    const checks = [
      good('store', `${settings.store.replace(/\/\/[^@/]*@/, '//…@')}, ${amount(names.length, 'dataset')}`),
    ];
    for (const name of names) checks.push(...(await datasetChecks(name, project)));
    return checks;
  } catch (error) {
    return [failed('store', error)];
  } finally {
    await project.close();
  }
}

async function datasetChecks(
  name: string,
  { store, troubles: troublesOf }: Project,
): Promise<readonly Check[]> {
  const troubles = troublesOf(name);
  try {
    const dataset = await store.open(name, { mode: 'read' });
    try {
      const items = await ledgers(dataset);
      const problems = items.flatMap((item) =>
        ledgerProblems(item).map((problem) => `${item.file}: ${problem}`),
      );
      if (problems.length > 0)
        return [
          bad(
            `dataset ${name}`,
            problems.join('; '),
            'Keep the files and report this; `shoptrace ledger` shows the figures.',
          ),
        ];
      return [
        good(`dataset ${name}`, `${amount(items.length, 'file')}, every line accounted for`),
        ...troubles.map(({ path, problem, hint, since }) =>
          bad(`source ${path}`, `${problem} (since ${since})`, hint),
        ),
        ...(await judgingCheck(dataset)),
      ];
    } finally {
      await dataset.close();
    }
  } catch (error) {
    return [failed(`dataset ${name}`, error)];
  }
}

/** Only what is wrong: a detector that is missing, or lags. */
async function judgingCheck(dataset: Dataset): Promise<readonly Check[]> {
  const answer = await judged(dataset);
  if (answer.state === 'current') return [];
  const message = judgedSentence(answer, await zoneOfDataset(dataset));
  const hint =
    answer.state === 'nobody'
      ? startJudging
      : `If it does not get less, nobody judges: \`shoptrace detect --dataset ${dataset.info.name}\` does.`;
  return [{ name: `dataset ${dataset.info.name}`, result: 'warning', message, hint }];
}

function good(name: string, message: string): Check {
  return { name, result: 'good', message, hint: null };
}

function bad(name: string, message: string, hint: string): Check {
  return { name, result: 'bad', message, hint };
}

function failed(name: string, error: unknown): Check {
  if (error instanceof ShoptraceError) return bad(name, `${error.message} [${error.code}]`, error.hint);
  return bad(name, (error as Error).message, 'This is a fault of the program; please report it.');
}
