// The frame of every page: navigation, the one box, dataset, theme, keys.
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { usePathname } from 'wouter/use-browser-location';
import { AppLink } from '../parts/AppLink.js';
import { Icon } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';
import { CommandPalette } from './CommandPalette.js';
import { DatasetSwitch } from './DatasetSwitch.js';
import { UnlessFirstRun } from './FirstRun.js';
import { KeyHelp } from './KeyHelp.js';
import { LiveDot } from './LiveDot.js';
import { isPageOf, pages } from './pages.js';
import { SearchBox } from './SearchBox.js';
import classes from './Shell.module.css';
import { ThemeButton } from './ThemeButton.js';
import { useKeys } from './use-keys.js';

function Navigation() {
  const path = usePathname();
  return (
    <nav className={classes['nav']} aria-label={texts.nav.label}>
      <ul>
        {pages.map((page) => (
          <li key={page.path}>
            <AppLink
              to={page.path}
              className={classes['navLink']}
              aria-current={isPageOf(page, path) ? 'page' : undefined}
            >
              <Icon name={page.icon} />
              <span>{page.name}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** After a change of page the reader starts at its top, and so does a screen reader. */
function useFreshStart(main: React.RefObject<HTMLElement | null>): void {
  const path = usePathname();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}

/** As the style sheets have it. */
const NARROW = '(max-width: 760px)';

export function Shell({ children }: { readonly children: React.ReactNode }) {
  const [helpOpen, help] = useDisclosure(false);
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  useFreshStart(main);
  useKeys({ focusSearch: () => search.current?.focus(), openHelp: help.open });
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {texts.skip}
      </a>
      <aside className={classes['side']}>
        <AppLink to="/" className={classes['brand']} aria-label={`${texts.product}: ${texts.nav.overview}`}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          <span>{texts.product}</span>
        </AppLink>
        <Navigation />
        <div className={classes['sideFoot']}>
          {!narrow && <LiveDot />}
          <button type="button" className={classes['footButton']} onClick={help.open}>
            <Icon name="keyboard" />
            <span>{texts.keys.title}</span>
            <kbd className={classes['key']}>?</kbd>
          </button>
        </div>
      </aside>
      <header className={classes['top']}>
        <SearchBox ref={search} />
        {narrow && <LiveDot compact />}
        <DatasetSwitch />
        <ThemeButton />
      </header>
      <main id="content" ref={main} tabIndex={-1} className={classes['main']}>
        <UnlessFirstRun>{children}</UnlessFirstRun>
      </main>
      <CommandPalette openHelp={help.open} />
      <KeyHelp opened={helpOpen} onClose={help.close} />
    </div>
  );
}
