// The texts of the language in use; pages read them by typed keys and never spell a sentence themselves.
import { en } from './en.js';

type Widened<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

/** What another language's file must provide. */
export type Texts = Widened<typeof en>;

export const texts: Texts = en;
