// Drops the index of a year that has passed once all its records were pruned: an empty one costs a shard.
import { ShoptraceError } from '../../model/errors.js';
import type { EsContext } from './context.js';
import type { GenerationRecord } from './generation-record.js';

/** Without the right to delete indices they stay, empty. @param before UTC ms: only years that ended before it */
export async function dropEmptyYears(
  context: EsContext,
  records: readonly GenerationRecord[],
  before: number,
): Promise<void> {
  const { connection, indices, names } = context;
  const filled = new Set(records.flatMap((record) => Object.keys(record.filled)));
  const year = new Date(Math.min(before, connection.timing.now())).getUTCFullYear();
  const empty = (await indices.partitions()).filter((name) => Number(name) < year && !filled.has(name));
  for (const partition of empty) {
    const index = names.eventIndex(partition);
    if (!(await isEmpty(context, index))) continue;
    try {
      const what = `drop ${index}`;
      await connection.send({ method: 'DELETE', path: `/${index}`, what, expect: ['missing'] });
    } catch (error) {
      if (!(error instanceof ShoptraceError) || error.code !== 'store-denied') throw error;
      connection.log.debug({ index, reason: error.message }, 'an empty index stays');
    }
  }
  indices.forgetPartitions();
}

async function isEmpty({ connection }: EsContext, index: string): Promise<boolean> {
  const refresh = `make ${index} findable`;
  await connection.send({ method: 'POST', path: `/${index}/_refresh`, what: refresh, expect: ['missing'] });
  const what = `count ${index}`;
  const reply = await connection.send({ method: 'GET', path: `/${index}/_count`, what, expect: ['missing'] });
  return reply.failure === null && (reply.body as { readonly count: number }).count === 0;
}
