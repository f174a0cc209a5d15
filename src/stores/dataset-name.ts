// Which names a dataset may have: they become folder and index names.
import { ShoptraceError } from '../model/errors.js';
import { NAME } from '../model/names.js';

/** @throws dataset-name-invalid */
export function requireDatasetName(name: string): void {
  if (NAME.test(name)) return;
  throw new ShoptraceError(
    'dataset-name-invalid',
    `${JSON.stringify(name.slice(0, 80))} cannot be the name of a dataset`,
    'Use 1 to 63 lower-case letters, digits, "-" and "_", beginning with a letter or digit.',
  );
}

export function datasetUnknown(name: string): ShoptraceError {
  return new ShoptraceError(
    'dataset-unknown',
    `There is no dataset ${JSON.stringify(name)} in this store`,
    'List the datasets with `shoptrace datasets`; a replay or ingest makes a new one.',
  );
}

export function datasetBusy(name: string, cause?: unknown): ShoptraceError {
  return new ShoptraceError(
    'dataset-busy',
    `Another process writes to the dataset ${JSON.stringify(name)}`,
    'Stop the other shoptrace, or use another dataset with --dataset.',
    { cause },
  );
}
