// Everything that the filters of a page let through, as a file.
import { useDataset } from '../navigation/query-state.js';
import { apiAddress, type Parameters } from '../api/client.js';
import { texts } from '../texts/texts.js';
import classes from './ExportLinks.module.css';

export interface ExportLinksProps {
  readonly path: '/lines' | '/findings';
  readonly parameters: Parameters;
}

export function ExportLinks({ path, parameters }: ExportLinksProps) {
  const dataset = useDataset();
  return (
    <span className={classes['export']}>
      {(['csv', 'ndjson'] as const).map((format) => (
        <a
          key={format}
          href={apiAddress(path, { dataset, ...parameters, format })}
          download
          title={texts.exporting.hint}
        >
          {texts.exporting[format]}
        </a>
      ))}
    </span>
  );
}
