// The one box: a transaction ID, its beginning, a pasted line, or an order number; straight to it.
import { forwardRef, useState } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { searchPath, useAddress } from '../navigation/query-state.js';
import { Icon } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';
import classes from './SearchBox.module.css';

/** Longer input is a pasted file, not a line. */
const MOST_CHARACTERS = 2000;

export const SearchBox = forwardRef<HTMLInputElement, { readonly large?: boolean }>(function SearchBox(
  { large = false },
  ref,
) {
  const [text, setText] = useState('');
  const address = useAddress();
  const find = (event: React.FormEvent): void => {
    event.preventDefault();
    const asked = text.trim().slice(0, MOST_CHARACTERS);
    if (asked === '') return;
    setText('');
    navigate(address(searchPath(asked)));
  };
  return (
    <search className={classes['search']} data-large={large || undefined}>
      <form className={classes['box']} data-large={large || undefined} onSubmit={find}>
        <Icon name="search" />
        <input
          ref={ref}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          placeholder={texts.search.placeholder}
          aria-label={texts.search.label}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          enterKeyHint="search"
        />
        {!large && text === '' && (
          <kbd className={classes['key']} title={texts.search.hint}>
            /
          </kbd>
        )}
        {(large || text !== '') && (
          <button type="submit" className={classes['go']}>
            {texts.search.go}
          </button>
        )}
      </form>
    </search>
  );
});
