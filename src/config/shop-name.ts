// What a shop or dataset may be called.
import { z } from 'zod';

/** Name of a dataset or a shop: it becomes part of file and index names. */
export const shopName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
  message: 'must be 1 to 63 lower-case letters, digits, - or _, beginning with a letter or digit',
});
