// The list of commands; each is loaded when it is called.
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

export interface CommandModule {
  /** Arguments, options, examples and what it does. */
  define(command: Command, context: CommandContext): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** Not in the list of commands. */
  readonly hidden?: boolean;
  load(): Promise<CommandModule>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'follow files, judge and serve in one process; without files: the demo',
    load: () => import('./commands/start.js'),
  },
  {
    name: 'replay',
    summary: 'read files once into a dataset of their own, print ledger and findings',
    load: () => import('./commands/replay.js'),
  },
  {
    name: 'ingest',
    summary: 'read files into the live dataset, or go on following them',
    load: () => import('./commands/ingest.js'),
  },
  {
    name: 'tx',
    summary: 'verdict and story of a transaction; without an ID the newest ones',
    load: () => import('./commands/tx.js'),
  },
  {
    name: 'search',
    summary: 'lines that hold all the words',
    load: () => import('./commands/search.js'),
  },
  {
    name: 'findings',
    alias: 'anomalies',
    summary: 'what went wrong; acknowledge, resolve, suppress, reopen',
    load: () => import('./commands/findings.js'),
  },
  {
    name: 'ledger',
    summary: 'where every byte, line and record of each file went',
    load: () => import('./commands/ledger.js'),
  },
  {
    name: 'verify',
    summary: 'compare files with what the store holds, byte for byte',
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'gaps',
    summary: 'order numbers that are missing, late or given twice, and why; imports',
    load: () => import('./commands/gaps.js'),
  },
  {
    name: 'number',
    summary: 'the life of an order number',
    load: () => import('./commands/number.js'),
  },
  {
    name: 'datasets',
    summary: 'list, drop and prune datasets',
    load: () => import('./commands/datasets.js'),
  },
  { name: 'serve', summary: 'API and web console only', load: () => import('./commands/serve.js') },
  { name: 'detect', summary: 'judge what is stored', load: () => import('./commands/detect.js') },
  {
    name: 'rules',
    summary: 'list, show and test the rules',
    load: () => import('./commands/rules.js'),
  },
  {
    name: 'config',
    summary: 'write, check and print the configuration',
    load: () => import('./commands/config.js'),
  },
  {
    name: 'doctor',
    summary: 'look for what keeps shoptrace from working well',
    load: () => import('./commands/doctor.js'),
  },
  { name: 'shop', summary: 'the reference shop: writes traces', load: () => import('./commands/shop.js') },
  {
    name: 'score',
    summary: 'precision and recall of every rule on a labelled log',
    load: () => import('./commands/score.js'),
  },
  {
    name: 'docs',
    summary: 'write the reference pages',
    hidden: true,
    load: () => import('./commands/docs.js'),
  },
];
