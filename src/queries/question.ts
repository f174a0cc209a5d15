// What questions are asked of: the store's contract as the surfaces see it (they may not import the stores themselves).
export type { BlockMark, Dataset, Store } from '../stores/store.js';
