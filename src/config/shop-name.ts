// What a shop or dataset may be called.
import { z } from 'zod';
import { NAME } from '../model/names.js';

/** Name of a dataset or a shop: it becomes part of file and index names. */
export const shopName = z.string().regex(NAME, {
  message: 'must be 1 to 63 lower-case letters, digits, - or _, beginning with a letter or digit',
});
