// Errors of the file system inside the data folder, as the person who chose the folder should see them.
import { resolve, sep } from 'node:path';
import { ShoptraceError } from '../model/errors.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'it is on a disk that cannot be written',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
};

/** Null when the error is about something else. */
export function dataFolderFault(folder: string, error: unknown): ShoptraceError | null {
  if (!(error instanceof Error)) return null;
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason === undefined || typeof path !== 'string') return null;
  const place = resolve(path);
  const own = resolve(folder);
  const isInside = place === own || place.startsWith(own + sep) || own.startsWith(place + sep);
  if (!isInside) return null;
  return new ShoptraceError(
    'path-unreadable',
    `The data folder ${folder} cannot be used: ${reason} (${code}${place === own ? '' : `, ${path}`}).`,
    'Choose another folder with --data or SHOPTRACE_DATA, or give this user the right to write there.',
    { cause: error },
  );
}
