// In development: the worker's source, whatever loads the rest of the program (a thread does not inherit that).
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
