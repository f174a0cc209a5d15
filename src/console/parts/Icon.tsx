// The console's own icons: 16 px strokes, drawn in the colour of the text beside them.
const paths = {
  overview: 'M2.5 2.5h4.5v5H2.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 9.5h4.5v4H2.5z',
  transactions: 'M2.5 4.5h8.5M8.5 2l2.5 2.5L8.5 7M13.5 11.5H5M7.5 9 5 11.5 7.5 14',
  findings: 'M3.5 14V2.5M3.5 3h8.5l-2 3 2 3H3.5',
  lines: 'M2.5 3.5h11M2.5 6.5h8M2.5 9.5h11M2.5 12.5h6',
  sources:
    'M8 2c3 0 5 .9 5 2s-2 2-5 2-5-.9-5-2 2-2 5-2zM3 4v8c0 1.1 2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2 2 5 2s5-.9 5-2',
  replay: 'M8 10.5v-8M4.8 5.7 8 2.5l3.2 3.2M2.5 10.5v3h11v-3',
  dashboards: 'M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6',
  numbers: 'M6 2.5 4.5 13.5M11.5 2.5 10 13.5M2.5 5.8h11M2.5 10.2h11',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4 14 14',
  sun: 'M8 10.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  chevronRight: 'M6 3.5 10.5 8 6 12.5',
  chevronDown: 'M3.5 6 8 10.5 12.5 6',
  arrowLeft: 'M13.5 8h-11M6.5 4l-4 4 4 4',
  arrowRight: 'M2.5 8h11M9.5 4l4 4-4 4',
  warning: 'M8 2.2 14.3 13.5H1.7zM8 6.5v3.2M8 11.6v.1',
  critical: 'M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  high: 'M8 2.2 14.3 13.5H1.7zM8 6.5v3.2M8 11.6v.1',
  medium: 'M8 1.8 14.2 8 8 14.2 1.8 8zM8 5.3v3.2M8 10.6v.1',
  low: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5 8h6',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 7.3v3.6M8 5v.1',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.5V8l2.5 1.7',
  death:
    'M8 1.8c3.2 0 5.4 2.2 5.4 5 0 1.9-.8 3-2 3.8V14H4.6v-3.4c-1.2-.8-2-1.9-2-3.8 0-2.8 2.2-5 5.4-5zM5.9 7v.1M10.1 7v.1M6.9 14v-1.7M9.1 14v-1.7',
  order: 'M2 2.5h1.8l1.6 7.5h6.8l1.3-5.2H4.4M6.3 13.2v.1M11.3 13.2v.1',
  payment: 'M1.8 3.8h12.4v8.4H1.8zM1.8 6.6h12.4M4.2 9.8h2.6',
  production:
    'M8 10.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  account: 'M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.6 14c.4-2.9 2.6-4.3 5.4-4.3s5 1.4 5.4 4.3',
  support: 'M2.4 9.2V8a5.6 5.6 0 0 1 11.2 0v1.2M2.4 8.8h2v3.6h-2zM11.6 8.8h2v3.6h-2z',
  delivery: 'M8 1.8 13.8 5v6L8 14.2 2.2 11V5zM2.2 5 8 8.2 13.8 5M8 8.2v6',
  notify: 'M1.8 3.5h12.4v9H1.8zM1.8 4.2 8 9l6.2-4.8',
  staff:
    'M8 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 14c.4-2.7 2.4-4 5-4s4.6 1.3 5 4M12.5 2l.6 1.2 1.3.2-.9.9',
  missing: 'M4.5 2.5h-2v2M11.5 2.5h2v2M4.5 13.5h-2v-2M11.5 13.5h2v-2M7 2.5h2M7 13.5h2M2.5 7v2M13.5 7v2',
  other: 'M8 8.8a.8.8 0 1 0 0-1.6.8.8 0 0 0 0 1.6z',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8 13 8l-8.5 5.2z',
  external: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4',
  fold: 'M8 1.5v4M6 4l2 2 2-2M8 14.5v-4M6 12l2-2 2 2M2.5 8h11',
  undo: 'M5.5 3 2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      data-icon={name}
    >
      <path d={paths[name]} />
    </svg>
  );
}
