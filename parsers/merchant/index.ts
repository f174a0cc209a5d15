// The merchant trace of the Moodle Integrated Shop: main file (forms A, B, C, S) and mail file (Bm, Cm, Dm).
import type { TraceFormat } from '../format.js';
import { catalogueVersion } from './catalogue/index.js';
import { decodeBlock } from './decode.js';
import { MerchantReader } from './reader.js';
import { kindOfMerchantName, merchantFiles, recogniseMerchant } from './recognise.js';

export { groupingText } from './unknown-text.js';
export { catalogue } from './catalogue/index.js';
export { Pseudonyms } from './masking.js';

export const merchantTrace: TraceFormat = {
  name: 'merchant',
  files: merchantFiles,
  kindOfName: kindOfMerchantName,
  recognise: recogniseMerchant,
  open: (options) => MerchantReader.open(options),
  restore: (options, state) => MerchantReader.restore(options, state),
  decode: decodeBlock,
  catalogueVersion,
};
