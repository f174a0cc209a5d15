// Who may import whom: the one table, read by the test beside it and printed in ARCHITECTURE.md.

export interface ImportRow {
  readonly from: string;
  /** Folders (`model`), files (`stores/store`), or a folder's type-only use. */
  readonly to: readonly ImportTarget[];
  readonly note?: string;
}

export interface ImportTarget {
  /** A folder of `src`, `parsers`, or a single file of one of them without its ending. */
  readonly name: string;
  /** Only files whose path below `from` matches may use it. */
  readonly onlyFrom?: RegExp;
  readonly onlyTypes?: boolean;
  /** Only files of the target that match. */
  readonly onlyFiles?: RegExp;
  /** How it is printed; default: the name. */
  readonly shown?: string;
}

const engine = /^(detector|engine|index)|^engine\//;
const options = /(options|schema|index)$/;

const t = (name: string, extra: Omit<ImportTarget, 'name'> = {}): ImportTarget => ({ name, ...extra });

/** Stages whose options the configuration is composed of. */
const optionsOf = ['ingest', 'stores', 'detectors', 'alerts', 'api', 'telemetry', 'shop'].map((name) =>
  t(name, { onlyFiles: options, shown: '' }),
);

export const importTable: readonly ImportRow[] = [
  { from: 'model', to: [], note: 'nothing of ours' },
  { from: 'parsers', to: [t('model')] },
  { from: 'telemetry', to: [t('model')] },
  { from: 'ingest', to: [t('model'), t('telemetry'), t('parsers/format'), t('stores/store')] },
  { from: 'stores', to: [t('model'), t('telemetry')] },
  {
    from: 'detectors',
    to: [
      t('model'),
      t('telemetry', { onlyFrom: engine, shown: 'telemetry (engine only)' }),
      t('stores/store', { onlyFrom: engine, shown: 'stores/store (engine only)' }),
    ],
  },
  { from: 'alerts', to: [t('model'), t('telemetry'), t('stores/store')] },
  { from: 'queries', to: [t('model'), t('stores/store')] },
  { from: 'actions', to: [t('model'), t('telemetry'), t('stores/store')] },
  { from: 'dashboards', to: [t('model'), t('queries')] },
  {
    from: 'config',
    to: [t('model'), ...optionsOf],
    note: 'and the options schemas and lists of the stages',
  },
  { from: 'shop', to: [t('model')] },
  { from: 'api', to: [t('model'), t('telemetry'), t('queries'), t('actions')] },
  {
    from: 'console',
    to: [t('model'), t('api', { onlyTypes: true, shown: 'api (the route types only)' })],
  },
  { from: 'cli', to: [t('model'), t('queries'), t('actions'), t('config'), t('app'), t('shop')] },
  { from: 'app', to: [t('*', { shown: 'everything but cli' })] },
];

export function allowed(
  row: ImportRow,
  use: { readonly from: string; readonly to: string; readonly typesOnly: boolean },
): boolean {
  const inside = use.from.slice(row.from.length + 1);
  return row.to.some((target) => {
    if (target.name === '*') return !use.to.startsWith('cli/');
    if (use.to !== target.name && !use.to.startsWith(`${target.name}/`)) return false;
    if (target.onlyTypes === true && !use.typesOnly) return false;
    if (target.onlyFrom !== undefined && !target.onlyFrom.test(inside)) return false;
    return target.onlyFiles === undefined || target.onlyFiles.test(use.to);
  });
}

/** The table as it stands in ARCHITECTURE.md. */
export function printedTable(): string {
  const width = Math.max(...importTable.map((row) => row.from.length));
  return importTable
    .map((row) => {
      const names = row.to.map((target) => target.shown ?? target.name).filter((name) => name !== '');
      const right = row.note === undefined ? names : [...names, row.note];
      return `${row.from.padEnd(width)}  →  ${right.join(', ')}`;
    })
    .join('\n');
}
