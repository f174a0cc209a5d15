// The Elasticsearch store: datasets as groups of indices, one judge a dataset, any number of readers and of processes that append.
import { ShoptraceError } from '../../model/errors.js';
import { createLog, type Logger } from '../../telemetry/log.js';
import { datasetBusy, datasetUnknown, requireDatasetName } from '../dataset-name.js';
import type { BlockDecoder, Dataset, DatasetInfo, OpenOptions, Store } from '../store.js';
import { parseAddress, type Environment } from './address.js';
import { Connection } from './connection.js';
import type { EsContext } from './context.js';
import { openEsDataset } from './elasticsearch-dataset.js';
import { Freshness } from './freshness.js';
import { SCHEMA_VERSION } from './index-definitions.js';
import { everyState, IndexNames } from './index-names.js';
import { Indices } from './indices.js';
import { freePlace, Lease } from './lease.js';
import { hitsIn, sourceOf } from './raw-documents.js';
import { Searcher } from './searching.js';
import { checkServer } from './server-check.js';
import { StateDocuments, type StateDocument } from './state-documents.js';
import { realTiming, type Timing } from './timing.js';

export interface ElasticsearchOptions {
  /** `http(s)://HOST:PORT[,…][?prefix=NAME]` */
  readonly url: string;
  readonly decoder: BlockDecoder;
  /** Where secrets are named; default: that of the process. */
  readonly environment?: Environment;
  readonly timing?: Timing;
  readonly log?: Logger;
  /** Of one attempt; default one minute. */
  readonly requestTimeoutMs?: number;
  /**
   * How long a write waits for an Elasticsearch that is away. Default: 15 s where the dataset is live (whoever follows a
   * file tries again by itself and stays able to stop), for ever where it is not.
   */
  readonly writePatienceMs?: number;
}

interface DatasetBody {
  readonly info: DatasetInfo;
  readonly schema: number;
}

interface StoreParts {
  readonly names: IndexNames;
  readonly indices: Indices;
  readonly state: StateDocuments;
}

const DATASET = 'dataset';
const LIVE_PATIENCE_MS = 15_000;
const OPEN_PATIENCE_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

export function openElasticsearchStore(options: ElasticsearchOptions): Store {
  return new ElasticsearchStore(options);
}

class ElasticsearchStore implements Store {
  readonly kind = 'elasticsearch';
  readonly capabilities = { keepsBytes: true, sharedReading: true, sharedWriting: true };
  readonly #options: ElasticsearchOptions;
  readonly #connection: Connection;
  readonly #fresh: Freshness;
  readonly #infos = new Map<string, DatasetInfo>();
  readonly #opened = new Set<Dataset>();
  #checked: Promise<string> | null = null;

  constructor(options: ElasticsearchOptions) {
    this.#options = options;
    this.#connection = new Connection({
      address: parseAddress(options.url),
      environment: options.environment ?? process.env,
      timing: options.timing ?? realTiming,
      log: options.log ?? createLog({ level: 'warn', format: 'text' }),
      requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    });
    this.#fresh = new Freshness(this.#connection);
  }

  async datasets(): Promise<readonly DatasetInfo[]> {
    await this.#check();
    const { prefix } = this.#connection.address;
    const reply = await this.#connection.send({
      method: 'POST',
      path: `/${everyState(prefix)}/_search`,
      query: { ignore_unavailable: true, allow_no_indices: true },
      body: {
        size: 10_000,
        query: { bool: { filter: [{ term: { kind: 'dataset' } }, { term: { prefix } }] } },
      },
      what: 'list the datasets',
    });
    return hitsIn<{ readonly shoptrace: { readonly body: DatasetBody } }>(reply.body)
      .flatMap((raw) => sourceOf(raw)?.shoptrace.body.info ?? [])
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async open(name: string, how: OpenOptions): Promise<Dataset> {
    requireDatasetName(name);
    await this.#check();
    const parts = this.#partsOf(name);
    const stored = await parts.state.read<DatasetBody>(DATASET);
    if (stored === null) {
      if (how.mode !== 'write' || how.create === undefined) throw datasetUnknown(name);
      await this.#create(parts, { name, ...how.create, asOf: null });
    } else {
      requireKnownSchema(stored.body, name);
      this.#infos.set(name, stored.body.info);
      if (how.mode === 'write' && stored.body.schema < SCHEMA_VERSION) await this.#upgrade(parts, stored);
    }
    return await this.#openParts(name, how, parts);
  }

  async drop(name: string): Promise<void> {
    requireDatasetName(name);
    await this.#check();
    const parts = this.#partsOf(name);
    const isThere = (await parts.state.read(DATASET)) !== null;
    if (isThere && (await freePlace(parts.state, this.#connection.timing)) === 'held')
      throw datasetBusy(name);
    await parts.indices.drop();
    this.#infos.delete(name);
    if (!isThere) throw datasetUnknown(name);
  }

  async close(): Promise<void> {
    for (const dataset of this.#opened) await dataset.close();
    await this.#connection.close();
  }

  async #check(): Promise<void> {
    this.#checked ??= checkServer(this.#connection);
    try {
      await this.#checked;
    } catch (error) {
      this.#checked = null;
      throw error;
    }
  }

  #partsOf(name: string): StoreParts {
    const names = new IndexNames(this.#connection.address.prefix, name);
    const state = new StateDocuments(this.#connection, this.#fresh, names);
    return { names, indices: new Indices(this.#connection, names), state };
  }

  /** Whoever comes second goes on with what the first made. */
  async #create({ names, indices, state }: StoreParts, info: DatasetInfo): Promise<void> {
    await indices.createFixed(OPEN_PATIENCE_MS);
    const body: DatasetBody = { info, schema: SCHEMA_VERSION };
    const place = await state.write('dataset', DATASET, { body }, null, OPEN_PATIENCE_MS);
    const made = place === null ? await state.read<DatasetBody>(DATASET) : null;
    this.#infos.set(info.name, made?.body.info ?? info);
    await this.#fresh.ensure(names, 'state');
  }

  /** Whoever comes second does the same again. */
  async #upgrade({ indices, state }: StoreParts, { body, place }: StateDocument<DatasetBody>): Promise<void> {
    await indices.extendFixed(OPEN_PATIENCE_MS);
    const upgraded = { ...body, schema: SCHEMA_VERSION };
    await state.write('dataset', DATASET, { body: upgraded }, place, OPEN_PATIENCE_MS);
  }

  async #openParts(name: string, how: OpenOptions, { names, indices, state }: StoreParts): Promise<Dataset> {
    const writes = how.mode === 'write';
    const judges = writes && how.part !== 'ingest';
    const lease = judges ? new Lease(state, this.#connection, name) : null;
    await lease?.take();
    let open = true;
    const context: EsContext = {
      connection: this.#connection,
      names,
      indices,
      fresh: this.#fresh,
      search: new Searcher(this.#connection, this.#fresh, names),
      state,
      info: () => this.#infoOf(name),
      writePatienceMs:
        this.#options.writePatienceMs ?? (this.#infoOf(name).live ? LIVE_PATIENCE_MS : Infinity),
      requireWriter() {
        if (!writes || !open) throw new Error(`Dataset ${name} was opened for reading`);
      },
    };
    try {
      const dataset = await openEsDataset({
        context,
        decoder: this.#options.decoder,
        lease,
        writes,
        setAsOf: async (asOf) => await this.#setAsOf(state, name, asOf),
        onClose: () => {
          open = false;
          this.#opened.delete(dataset);
        },
      });
      this.#opened.add(dataset);
      return dataset;
    } catch (error) {
      await lease?.release();
      throw error;
    }
  }

  #infoOf(name: string): DatasetInfo {
    const info = this.#infos.get(name);
    if (info === undefined) throw datasetUnknown(name);
    return info;
  }

  async #setAsOf(state: StateDocuments, name: string, asOf: number): Promise<void> {
    for (;;) {
      const stored = await state.read<DatasetBody>(DATASET);
      if (stored === null) throw datasetUnknown(name);
      const body = { ...stored.body, info: { ...stored.body.info, asOf } };
      const place = await state.write('dataset', DATASET, { body }, stored.place, OPEN_PATIENCE_MS);
      if (place === null) continue;
      this.#infos.set(name, body.info);
      return;
    }
  }
}

function requireKnownSchema({ schema }: DatasetBody, name: string): void {
  if (schema <= SCHEMA_VERSION) return;
  throw new ShoptraceError(
    'store-newer',
    `The dataset ${JSON.stringify(name)} has schema ${schema}; this shoptrace knows schemas up to ${SCHEMA_VERSION}`,
    'Use the newer shoptrace, or read the trace files into another dataset.',
  );
}
