// Colours, type and density of the console, on top of the component library's defaults.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const iris: MantineColorsTuple = [
  '#eef1fd',
  '#dbe0fa',
  '#b5bff2',
  '#8d9cec',
  '#6c7fe6',
  '#5469dd',
  '#4257cf',
  '#3447b4',
  '#2b3b96',
  '#202c70',
];

/** From text to background; the page itself is darker than the last two panels. */
const dark: MantineColorsTuple = [
  '#e3e7ee',
  '#b9c1cd',
  '#98a2b1',
  '#6d7787',
  '#3a424f',
  '#2a303b',
  '#1c2129',
  '#14181f',
  '#0f1217',
  '#0b0d11',
];

export const theme = createTheme({
  colors: { iris, dark },
  primaryColor: 'iris',
  primaryShade: 6,
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontFamily:
    "Inter, 'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '11.5px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});
