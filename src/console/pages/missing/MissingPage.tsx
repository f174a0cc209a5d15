// An address that leads nowhere.
import { AppLink } from '../../parts/AppLink.js';
import { Empty } from '../../parts/States.js';
import { PageHead } from '../../parts/PageHead.js';
import { texts } from '../../texts/texts.js';

export default function MissingPage() {
  return (
    <>
      <PageHead title={texts.notFound.page} />
      <Empty icon="missing" title={texts.notFound.page}>
        <p>{texts.notFound.pageText}</p>
        <AppLink to="/">{texts.notFound.home}</AppLink>
      </Empty>
    </>
  );
}
