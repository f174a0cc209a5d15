// The memory store keeps the contract.
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import { describeStore } from '../contracts/describe-store.js';

describeStore('memory', async () => ({ store: openMemoryStore(), cleanup: async () => {} }));
