// Light or dark; until chosen, what the machine prefers.
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Icon } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';
import classes from './ThemeButton.module.css';

export function useThemeToggle(): { readonly dark: boolean; toggle(): void } {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return { dark, toggle: () => setColorScheme(dark ? 'light' : 'dark') };
}

export function ThemeButton() {
  const { dark, toggle } = useThemeToggle();
  const label = dark ? texts.theme.toLight : texts.theme.toDark;
  return (
    <button type="button" className={classes['button']} onClick={toggle} aria-label={label} title={label}>
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}
