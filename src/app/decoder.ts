// Lends the formats' decoder to the stores, which know no format.
import { merchantTrace } from '../../parsers/index.js';
import type { BlockDecoder } from '../stores/store.js';

export const blockDecoder: BlockDecoder = {
  decode: ({ id, shop, kind, zone, form }, block) =>
    merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
};
