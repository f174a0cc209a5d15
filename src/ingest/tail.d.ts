// Types of the package `tail` 2.2, as far as it is used here.
declare module 'tail' {
  import { EventEmitter } from 'node:events';

  export class Tail extends EventEmitter {
    constructor(
      path: string,
      options?: {
        separator?: RegExp | string | null;
        encoding?: BufferEncoding;
        follow?: boolean;
        fromBeginning?: boolean;
      },
    );
    unwatch(): void;
  }
}
